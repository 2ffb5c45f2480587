"""Open a page of many lines: every one has a card, a name to search and a look."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from looking import INK
from shapely import linestrings

from geo.maps.many import LineLayer
from geo.maps.page import PageMap

pytestmark = pytest.mark.browser

EVIL = '<img src=x onerror="window.__ran=1">${window.__ran=1}</script>'


@pytest.fixture(scope="module")
def page_of_lines(tmp_path_factory):
    count = 20_000
    random = np.random.default_rng(3)
    start = random.uniform((60, 38), (95, 52), (count, 1, 2))
    points = start + random.normal(0, 0.05, (count, 6, 2)).cumsum(axis=1)
    points[0] = np.column_stack([np.linspace(70, 90, 6), np.full(6, 56.0)])
    names = [f"Line {i}" for i in range(count)]
    names[0] = EVIL
    table = gpd.GeoDataFrame(
        {
            "name": names,
            "status": np.array(["operating", "planned"])[np.arange(count) % 2],
            "source": [
                f"https://example.org/{i % 7}" if i else "javascript:alert(1)" for i in range(count)
            ],
        },
        geometry=linestrings(points),
        crs="EPSG:4326",
    )
    page = PageMap(title="Many", location=(47, 80), zoom=5)
    LineLayer(table, columns=["status", "source"], style_by="status").add_to(page)
    path = tmp_path_factory.mktemp("many") / "many.html"
    page.save(path)
    return path


def test_a_line_has_a_card_whose_text_is_text(page_of_lines, open_page):
    page = open_page(page_of_lines).page
    page.wait_for_timeout(800)
    centre = page.evaluate(
        """() => { const map = Object.values(window).find((v) => v instanceof L.Map);
        const p = map.latLngToContainerPoint([56, 80]); const b = map.getContainer().getBoundingClientRect();
        return [p.x + b.left, p.y + b.top]; }"""
    )
    page.mouse.move(*centre)
    page.wait_for_timeout(300)
    assert page.locator(".leaflet-tooltip b").inner_text() == EVIL
    page.mouse.click(*centre)
    assert page.locator("#card h2").inner_text() == EVIL
    assert page.locator("#card a").count() == 0
    assert page.evaluate("window.__ran") is None
    page.keyboard.press("Escape")
    assert not page.locator("#card").is_visible()


def test_search_opens_the_card_of_a_line(page_of_lines, open_page):
    page = open_page(page_of_lines).page
    page.fill("#query", "line 12345")
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text() == "Line 12345"
    assert page.locator("#card a").get_attribute("href").startswith("https://example.org/")


def test_lines_are_drawn_and_a_look_can_be_switched_off(page_of_lines, open_page):
    page = open_page(page_of_lines).page
    page.wait_for_timeout(1200)
    before = page.evaluate(INK)
    assert before > 10_000
    page.locator(".many-legend input").first.uncheck()
    page.wait_for_timeout(1200)
    assert page.evaluate(INK) < before


def test_its_words_are_in_the_language_of_the_page(page_of_lines, open_page, tmp_path):
    text = page_of_lines.read_text(encoding="utf-8").replace('<html lang="en">', '<html lang="zh">')
    path = tmp_path / "many-zh.html"
    path.write_text(text, encoding="utf-8")
    page = open_page(path).page
    assert page.locator(".many-legend label").first.inner_text().strip() == "运营中"
    assert page.locator("#query").get_attribute("placeholder") == "搜索地名或铁路"
    page.fill("#query", "line 12345")
    page.keyboard.press("Enter")
    assert page.locator("#card .close").get_attribute("aria-label") == "关闭"
    assert page.locator("#card .status").inner_text().strip() == "规划中"
