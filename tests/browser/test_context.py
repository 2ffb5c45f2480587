"""Use the context as a reader does: by date, by switch, by search; the network is cut."""

from __future__ import annotations

import pytest

from geo.atlas import load_atlas
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.maps import write_pages

pytestmark = pytest.mark.browser

HASH = "#3.5/42/75"


def members(page) -> int:
    """Count the countries that are painted as members."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".leaflet-context-pane path")]
            .filter((p) => p.getAttribute("fill").startsWith("#")).length"""
    )


def told(page, role: str) -> str:
    row = page.locator(f'#contextlist p[data-role="{role}"]')
    return row.inner_text() if row.count() else ""


@pytest.mark.parametrize(
    ("day", "count"), [("2002-01-01", 6), ("2024-07-03", 9), ("2024-07-04", 10)]
)
def test_the_corridors_page_shows_the_members_of_the_day(corridors_built, open_page, day, count):
    page = open_page(corridors_built, link=f"{HASH}?date={day}").page
    assert members(page) == count
    assert told(page, "member").startswith(f"Member state ({count})")
    assert ("Belarus" in told(page, "member")) == (count == 10)


def test_the_slider_moves_members_and_events(corridors_built, open_page):
    page = open_page(corridors_built, link=HASH).page
    assert members(page) == 10
    assert page.locator(".leaflet-events-pane .event").count() == 2
    page.evaluate("geo.setDate('2013-09-06')")
    assert members(page) == 6
    assert page.locator(".leaflet-events-pane .event").count() == 0
    page.evaluate("geo.setDate('2013-09-07')")
    assert page.locator(".leaflet-events-pane .event").count() == 1


def test_roles_differ_by_pattern_and_the_legend_has_those_of_the_day(corridors_built, open_page):
    page = open_page(corridors_built, link=f"{HASH}?date=2024-07-04").page
    fills = page.eval_on_selector_all(
        ".leaflet-context-pane path", "all => all.map((p) => p.getAttribute('fill'))"
    )
    assert {f for f in fills if f.startswith("url")} == {
        "url(#role-observer)",
        "url(#role-partner)",
    }
    widths = page.eval_on_selector_all(
        ".leaflet-context-pane pattern", "all => all.map((p) => p.getAttribute('width'))"
    )
    assert len(set(widths)) == 2
    legend = page.locator("#legend").inner_text()
    assert all(word in legend for word in ("Member state", "Observer state", "Partner", "Events"))
    page.evaluate("geo.setDate('2025-09-01')")
    assert "Observer state" not in page.locator("#legend").inner_text()


def test_the_railways_page_has_it_off_and_one_switch_away(built, open_page):
    page = open_page(built).page
    assert members(page) == 0
    assert not page.locator("#contextlist").is_visible()
    assert "Member state" not in page.locator("#legend").inner_text()
    page.locator("#sheet summary").click()
    page.locator('[data-context="members"]').check()
    assert members(page) > 0
    assert "Member state" in page.locator("#legend").inner_text()
    page.wait_for_timeout(300)
    assert "with=members" in page.url
    again = open_page(built, link=page.evaluate("location.hash")).page
    assert members(again) == members(page)
    again.locator("#sheet summary").click()
    assert again.locator('[data-context="members"]').is_checked()


def test_a_country_is_clicked_and_its_card_has_roles_and_sources(corridors_built, open_page):
    page = open_page(corridors_built, link=HASH).page
    x, y = page.evaluate(
        """() => { const map = Object.values(window).find((v) => v instanceof L.Map);
            const p = map.latLngToContainerPoint([33.5, 65.5]);
            const b = map.getContainer().getBoundingClientRect();
            return [p.x + b.left, p.y + b.top]; }"""
    )
    page.mouse.click(x, y)
    card = page.locator("#card").inner_text()
    assert "Afghanistan" in card
    assert "Observer state as listed in July 2024; the first day is not known" in card
    assert "until 31 August 2025" in card
    assert "Partner since 1 September 2025" in card
    assert page.locator("#card .sources a").count() >= 3


def test_an_event_is_found_and_its_card_has_date_detail_and_sources(corridors_built, open_page):
    page = open_page(corridors_built, link=f"{HASH}?date=2010-01-01").page
    page.locator("#query").fill("上海合作组织峰会")
    page.keyboard.press("Enter")
    card = page.locator("#card").inner_text()
    assert "Summit of the Shanghai Cooperation Organisation" in card
    assert "3 July 2024 until 4 July 2024" in " ".join(card.split())
    assert "Belarus becomes the tenth member." in card
    assert "The Astana Times" in card
    assert "Also at this place" in card
    assert page.evaluate("geo.state.date") >= "2024-07-03"


def test_a_star_is_reached_by_keyboard_and_named(corridors_built, open_page):
    page = open_page(corridors_built, link=HASH).page
    star = page.locator(".leaflet-events-pane .event").first
    assert "Silk Road Economic Belt" in star.get_attribute("aria-label")
    star.focus()
    page.keyboard.press("Enter")
    assert "Event · Astana · Kazakhstan" in page.locator("#card").inner_text()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("Мүше мемлекет (10)", "Шанхай ынтымақтастық ұйымы", "Беларусь")),
        ("ru", ("Государство-член (10)", "Шанхайская организация сотрудничества", "Беларусь")),
        ("zh", ("成员国 (10)", "上海合作组织", "白俄罗斯")),
    ],
)
def test_the_list_follows_the_language(corridors_built, open_page, language, words):
    page = open_page(corridors_built, link=f"{HASH}?lang={language}").page
    text = page.locator("#contextlist").inner_text()
    assert all(word in text for word in words)


def test_measuring_goes_on_over_a_country(corridors_built, open_page):
    page = open_page(corridors_built, link=HASH).page
    page.evaluate("geo.measuring(true)")
    for x in (700, 760):
        page.mouse.click(x, 300)
    assert not page.locator("#card").is_visible()
    assert "km" in page.locator("#measured").inner_text()


EVIL = (
    '</script><img src=x onerror="window.__ran=1">${window.__ran=1}{{ 7*7 }}'
    "'\"><svg/onload=window.__ran=1>"
)


def test_nothing_in_a_record_runs_and_all_of_it_shows(open_page, tmp_path):
    atlas = load_atlas()
    names = dict.fromkeys(atlas.settings.languages, EVIL)
    update = {"names": names, "note": EVIL}
    context = atlas.context.model_copy(
        update={
            "events": tuple(
                e.model_copy(update={**update, "detail": EVIL}) for e in atlas.context.events
            ),
            "organisations": tuple(
                o.model_copy(
                    update={
                        **update,
                        "memberships": tuple(
                            m.model_copy(update={"note": EVIL}) for m in o.memberships
                        ),
                    }
                )
                for o in atlas.context.organisations
            ),
        }
    )
    atlas = atlas.model_copy(update={"context": context})
    layers = make_layers(atlas, draw_atlas(atlas), as_of=atlas.as_of)
    path = write_pages(atlas, layers, tmp_path, version="0")[0]
    page = open_page(path, link="#4/46/80?with=events,members&sel=event:belt-proposed").page
    assert page.locator("#card h2").inner_text() == EVIL
    assert EVIL in page.locator("#contextlist").inner_text()
    page.evaluate("geo.select({ kind: 'member', id: 'KZ' })")
    assert EVIL in page.locator("#card").inner_text()
    assert EVIL in page.locator("#legend").inner_text()
    assert page.locator(".event").first.get_attribute("aria-label").count(EVIL) == 4
    assert page.evaluate("window.__ran") is None
