"""Do what a reader does on the page of the embedded atlas."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser


def text(page, selector: str) -> str:
    return page.locator(selector).inner_text()


def set_time(page, year: int, month: int = 12) -> None:
    page.evaluate(
        """(value) => {
            const slider = document.getElementById("time");
            slider.value = value;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        (year - 1990) * 12 + month - 1,
    )


def visible_labels(page) -> list[str]:
    return page.eval_on_selector_all(".labels text", "all => all.map((t) => t.textContent)")


def test_opens_with_title_date_and_four_railways(built, open_page):
    page = open_page(built).page
    assert page.title() == "China–Kazakhstan cross-border railways"
    assert text(page, "#asof") == "As of 23 November 2026"
    assert page.locator("#railways tr").count() == 4
    assert (
        page.eval_on_selector_all(
            ".crossing .number", "all => all.map((t) => t.textContent)"
        ).count("4")
        == 2
    )
    words = page.eval_on_selector_all("#railways .state", "all => all.map((t) => t.textContent)")
    assert words == ["Operating", "Operating", "Under construction", "Candidate"]


def test_every_railway_names_its_dated_sources_with_links(built, open_page):
    page = open_page(built).page
    for number in range(4):
        page.locator("#railways button.name").nth(number).click()
        card = page.locator("#card")
        assert card.is_visible()
        links = card.locator(".sources a")
        assert links.count() >= 1 or number == 3
        for i in range(links.count()):
            assert re.match(r"https?://", links.nth(i).get_attribute("href"))
            assert "noopener" in links.nth(i).get_attribute("rel")
        sources = card.locator(".sources li").all_inner_texts()
        assert sources
        assert all(
            re.search(r"(19|20)\d\d|undated", source, re.IGNORECASE) for source in sources
        ), sources


def test_a_line_can_be_clicked_on_the_map(built, open_page):
    page = open_page(built, link="#9/45.55/82.27").page
    page.wait_for_timeout(300)
    point = page.evaluate(
        """() => {
            const path = document.querySelectorAll(".hit");
            for (const p of path) {
                const box = p.getBoundingClientRect();
                const at = p.getPointAtLength(p.getTotalLength() / 2).matrixTransform(p.getScreenCTM());
                if (document.elementFromPoint(at.x, at.y) === p) return [at.x, at.y];
            }
            return null;
        }"""
    )
    assert point
    page.mouse.click(*point)
    card = text(page, "#card")
    assert "Status history" in card
    assert "Drawn length" in card
    assert "Accuracy" in card


@pytest.mark.parametrize(
    ("year", "operating", "words"),
    [
        (1990, 0, "1 under construction"),
        (1995, 1, "1 operating"),
        (2013, 2, "2 operating"),
        (2024, 2, "2 operating · 1 under construction"),
    ],
)
def test_the_slider_counts_operating_railways(built, open_page, year, operating, words):
    page = open_page(built).page
    set_time(page, year)
    assert words in text(page, "#counts")
    states = page.eval_on_selector_all("#railways .state", "all => all.map((t) => t.textContent)")
    assert states.count("Operating") == operating


def test_the_interview_is_a_marked_stop(built, open_page):
    page = open_page(built).page
    page.locator('#stops [data-date="2024-07-02"]').click()
    assert text(page, "#date") == "2 July 2024"
    assert text(page, "#counts").startswith("2 operating · 1 under construction")


def test_after_the_as_of_date_the_page_says_that_it_knows_nothing(built, open_page):
    page = open_page(built).page
    assert not page.locator("#future").is_visible()
    set_time(page, 2029)
    assert "nothing is known" in text(page, "#future")


def test_play_runs_and_stops(built, open_page):
    page = open_page(built).page
    page.click("#play")
    page.wait_for_timeout(600)
    assert page.locator("#play").get_attribute("aria-pressed") == "true"
    page.click("#play")
    first = text(page, "#date")
    page.wait_for_timeout(400)
    assert text(page, "#date") == first


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("塔城", "Tacheng"),
        ("Аягөз", "Ayagoz"),
        ("Druzhba", "Dostyk"),
        ("urumqi", "Urumqi"),
        ("ürümchi", "Urumqi"),
    ],
)
def test_search_finds_names_in_every_script(built, open_page, query, name):
    page = open_page(built).page
    page.fill("#query", query)
    page.keyboard.press("Enter")
    assert name in text(page, "#card h2")


def test_language_switch_changes_names_and_words(built, open_page):
    page = open_page(built).page
    for language, title, town in (
        ("kk", "Қытай – Қазақстан", "Аягөз"),
        ("ru", "Трансграничные", "Аягоз"),
        ("zh", "中国—哈萨克斯坦", "阿亚古兹"),
    ):
        page.select_option("#language", language)
        assert text(page, "#title").startswith(title)
        assert page.evaluate("document.documentElement.lang") == language
        assert town in visible_labels(page)
        left = page.evaluate(
            """(lang) => Object.keys(geo.words.en).filter((key) => !(key in geo.words[lang]))""",
            language,
        )
        assert left == []


def test_a_name_that_is_missing_in_a_language_shows_its_stand_in(built, open_page):
    page = open_page(built, link="?lang=kk".replace("?", "#6/46/82?")).page
    page.locator("#railways button.name").nth(0).click()
    marked = page.evaluate("geo.nameElement({en: 'Only English'}).outerHTML")
    assert 'class="fallback"' in marked
    assert 'lang="en"' in marked


def test_layers_switch_off_and_the_legend_follows(built, open_page):
    page = open_page(built).page
    page.locator("#sheet summary").click()
    before = page.locator("#legend li").count()
    page.locator('[data-layer="status:candidate"]').uncheck()
    assert page.locator("#legend li").count() < before
    assert "Candidate" not in text(page, "#legend")


def test_the_link_reopens_the_same_view(built, open_page):
    first = open_page(built).page
    first.select_option("#language", "zh")
    set_time(first, 2013)
    first.locator('[data-layer="relief"]').evaluate("(box) => box.click()")
    first.locator("#railways button.name").nth(1).click()
    first.wait_for_timeout(900)
    hash_ = first.evaluate("location.hash")
    assert "date=2013-12-31" in hash_
    assert "lang=zh" in hash_
    second = open_page(built, link=hash_).page
    second.wait_for_timeout(400)
    assert second.evaluate("location.hash") == hash_
    for selector in ("#date", "#counts", "#card h2", "#title"):
        assert text(second, selector) == text(first, selector)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800), (2560, 1440), (3840, 2160)])
def test_names_do_not_collide_and_nothing_overflows(built, open_page, width, height):
    page = open_page(built, width=width, height=height).page
    for zoom in ("#5.5/46/82", "#6.5/46/82", "#8/45.2/82.5", "#9.5/45.2/82.5"):
        page.evaluate("(hash) => { location.hash = hash; }", zoom)
        page.wait_for_timeout(350)
        boxes = page.evaluate("geo.placed.filter((t) => t.box).map((t) => [t.text, t.box])")
        for i, (one, a) in enumerate(boxes):
            for other, b in boxes[i + 1 :]:
                apart = (
                    a["x"] >= b["x"] + b["w"]
                    or b["x"] >= a["x"] + a["w"]
                    or a["y"] >= b["y"] + b["h"]
                    or b["y"] >= a["y"] + a["h"]
                )
                assert apart, (zoom, one, other)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_uncertainty_is_said_on_the_line_itself(built, open_page):
    page = open_page(built).page
    assert any("no route published" in label for label in visible_labels(page))


def test_prints_to_a_clean_sheet(built, open_page):
    page = open_page(built).page
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("#tools").is_visible()
    assert page.locator("#title").is_visible()
    assert page.locator("#legend").is_visible()


def test_measures_along_the_ellipsoid(built, open_page):
    page = open_page(built).page
    metres = page.evaluate("geo.distance(L.latLng(51.1801, 71.44598), L.latLng(31.23, 121.47))")
    assert metres == pytest.approx(4_627_443, abs=1500)
    page.click("#measure")
    page.mouse.click(700, 300)
    page.mouse.click(800, 300)
    assert re.search(r"\d km", text(page, "#measured"))


def test_fills_the_screen_and_comes_back(built, open_page):
    page = open_page(built).page
    button = page.locator("#fullscreen")
    button.click()
    page.wait_for_function("document.fullscreenElement !== null")
    page.wait_for_selector("#fullscreen[aria-pressed=true]")
    assert page.locator("#railways tr").count() == 4
    button.click()
    page.wait_for_function("document.fullscreenElement === null")
    page.wait_for_selector("#fullscreen[aria-pressed=false]")


def test_lettering_and_sheet_grow_on_a_very_large_screen(built, open_page):
    sizes = {}
    for width, height in ((1280, 800), (3840, 2160)):
        page = open_page(built, width=width, height=height).page
        page.wait_for_timeout(300)
        words = page.eval_on_selector("#legend b", "b => parseFloat(getComputedStyle(b).fontSize)")
        name = page.eval_on_selector(".labels text", "t => parseFloat(t.getAttribute('font-size'))")
        sizes[width] = (words, name, page.evaluate("geo.railWidth('operating')"))
    small, large = sizes.values()
    assert all(b > 1.4 * a for a, b in zip(small, large, strict=True))


def test_the_table_lists_every_section(built, open_page):
    page = open_page(built).page
    page.click("#table")
    assert page.locator("#fulltable tbody tr").count() == 11
    page.keyboard.press("Escape")
    assert not page.locator("#tabledialog").is_visible()
