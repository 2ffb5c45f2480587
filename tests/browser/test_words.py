"""What the atlas says in words stands in the reader's language, or says which one it is in."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

LABELS = {"en": "not built", "kk": "салынбаған", "ru": "не построено", "zh": "未建"}
STOPS = {"en": "ambassador", "kk": "елшісімен", "ru": "послом", "zh": "大使"}


@pytest.mark.parametrize("lang", LABELS)
def test_words_on_the_map_and_on_the_slider(built, open_page, lang):
    page = open_page(built, link=f"#9/46.7/82.8?lang={lang}").page
    page.wait_for_timeout(500)
    labels = page.eval_on_selector_all(".labels text", "all => all.map((t) => t.textContent)")
    assert LABELS[lang] in labels
    stops = page.eval_on_selector_all("#stops button", "all => all.map((b) => b.title)")
    assert any(STOPS[lang] in stop for stop in stops)


def test_a_summary_is_in_the_language_of_the_reader(built, open_page):
    page = open_page(built, link="#?lang=kk&sel=railway:line-4").page
    summary = page.locator("#card p[lang=kk]").first
    assert "талқылануда" in summary.inner_text()
    assert summary.locator(".langtag").count() == 0


def test_a_note_without_translation_says_its_language(built, open_page):
    page = open_page(built, link="#?lang=ru&sel=section:line-3/ayagoz-bakhty").page
    note = page.locator("#card .note").first
    assert note.get_attribute("lang") == "en"
    assert note.locator(".langtag").inner_text().lower() == "en"
    page.select_option("#language", "en")
    assert page.locator("#card .langtag").count() == 0


def test_corridors_have_summaries_in_four_languages(corridors_built, open_page):
    page = open_page(corridors_built).page
    page.locator("#corridors button.name").nth(4).click()
    for lang, word in {"en": "Gwadar", "kk": "Гвадарға", "ru": "Гвадар", "zh": "瓜达尔"}.items():
        page.select_option("#language", lang)
        assert word in page.locator("#card > p[lang]").first.inner_text()
