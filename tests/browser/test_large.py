"""Build an atlas of more sections than SVG can hold, and do on its page what a reader does."""

from __future__ import annotations

import json

import pytest
from large_atlas import write_atlas
from looking import INK, look_around

from geo.building import build
from geo.maps.elements import MANY

pytestmark = pytest.mark.browser

RAILWAYS, SECTIONS = 68, 30


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    atlas = write_atlas(folder / "atlas", railways=RAILWAYS, sections=SECTIONS)
    said: list[str] = []
    return build(atlas, out=folder / "maps", progress=said.append), said


@pytest.fixture
def page(built, open_page):
    opened = open_page(built[0].page).page
    opened.wait_for_function(f"({INK})() > 2000")
    return opened


def settled_ink(page) -> int:
    page.wait_for_timeout(700)
    return page.evaluate(INK)


def test_the_build_says_how_it_draws(built):
    result, said = built
    count = RAILWAYS * SECTIONS
    assert count > MANY
    assert f"writing pages: {count:,} sections, drawn on canvas tiles" in said
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["page"] == {"path": "large.html", "sections": count, "drawn": "canvas"}


def test_the_sheet_is_there(page):
    assert page.locator("#title").inner_text() == "A large atlas"
    assert "30 June 2026" in page.locator("#asof").inner_text()
    legend = page.locator("#legend").inner_text()
    assert "Operating" in legend
    assert "Under construction" in legend
    assert "Band of uncertainty" in legend
    assert "Planned" not in legend
    assert "OpenStreetMap" in page.locator("#credits").inner_text()
    assert page.locator("#railways tr").count() == 60
    page.locator("#morerailways button").click()
    assert page.locator("#railways tr").count() == RAILWAYS
    assert page.locator("#morerailways button").count() == 0


def test_the_slider_draws_the_lines_of_a_date(page):
    now = settled_ink(page)
    page.evaluate("geo.setDate(geo.readDate('2015'))")
    then = settled_ink(page)
    assert 0 < then < now
    assert "operating" in page.locator("#counts").inner_text()
    assert "construction" not in page.locator("#counts").inner_text()
    page.evaluate("geo.setDate(geo.readDate('1992'))")
    assert settled_ink(page) == 0
    page.locator("#stops button").first.click()
    assert page.locator("#date").inner_text() == "30 June 2015"
    assert settled_ink(page) == then


def test_a_click_on_a_line_opens_its_card_with_sources(page):
    at = page.evaluate(
        """() => { const map = Object.values(window).find((v) => v instanceof L.Map);
        const [a, b] = geo.many.latLngs(1234).slice(3, 5);
        map.setView(a, 11, { animate: false });
        const p = map.latLngToContainerPoint(a); const q = map.latLngToContainerPoint(b);
        const box = map.getContainer().getBoundingClientRect();
        return [(p.x + q.x) / 2 + box.left, (p.y + q.y) / 2 + box.top]; }"""
    )
    page.wait_for_timeout(500)
    page.mouse.move(*at)
    page.wait_for_timeout(300)
    assert "42" in page.locator(".leaflet-tooltip").inner_text()
    page.mouse.click(*at)
    card = page.locator("#card")
    assert card.is_visible()
    assert card.locator("h2").inner_text() == "Stop 42.4 – Stop 42.5"
    assert card.locator(".sources a").get_attribute("href") == "https://example.org/made"
    assert "sel=section:railway-42/part-4" in page.evaluate(
        "geo.writeState(Object.values(window).find((v) => v instanceof L.Map), geo.atlas)"
    )
    card.get_by_role("button", name="The whole railway").click()
    assert card.locator("h2").inner_text() == "Railway 42"
    assert card.locator(".sections li").count() == SECTIONS


def test_search_finds_a_place_in_another_script_and_a_railway(page):
    page.fill("#query", "пост 17.9")
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text() == "Stop 17.9"
    page.fill("#query", "铁路33")
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text() == "Railway 33"


def test_the_table_comes_in_pages_and_is_filtered(page):
    page.locator("#table").click()
    rows = page.locator("#fulltable tbody tr")
    assert rows.count() == 200
    page.locator("#morerows").click()
    assert rows.count() == 400
    page.fill("#filter", "Пост 9.7")
    assert rows.count() == 2
    assert page.locator("#rowcount").inner_text() == "2 of 2"


def test_layers_language_and_link(built, open_page, page):
    before = settled_ink(page)
    page.locator("#sheet summary").click()
    page.locator('[data-layer="status:operating"]').uncheck()
    assert 0 < settled_ink(page) < before
    page.select_option("#language", "zh")
    assert page.title() == "大图集"
    assert "在建" in page.locator("#legend").inner_text()
    deck = page.locator("#deck .fallback")
    assert deck.get_attribute("lang") == "en"
    page.wait_for_timeout(400)
    link = page.evaluate("location.hash")
    again = open_page(built[0].page, link=link).page
    assert again.title() == "大图集"
    assert not again.locator('[data-layer="status:operating"]').is_checked()


def test_the_print_sheet_has_the_lines_as_paths(page):
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".leaflet-manyprint-pane path.line").count() == 2
    points = page.eval_on_selector(
        ".leaflet-manyprint-pane path.line", "p => p.getAttribute('d').length"
    )
    assert points > 10_000
    for part in ("#title", "#legend", "#credits", ".leaflet-control-scale-line", "#asof"):
        assert page.locator(part).is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".leaflet-manyprint-pane path").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_reports_no_violation_on_a_large_page(built, open_page, scheme, width):
    page = open_page(built[0].page, width=width, color_scheme=scheme).page
    look_around(page, "#railways button.name")
