"""Use the page by keyboard alone, and let axe-core look at it."""

from __future__ import annotations

import pytest
from looking import look_around

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_reports_no_violation(built, open_page, scheme, width):
    page = open_page(built, width=width, color_scheme=scheme).page
    look_around(page, "#railways button.name")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_reports_no_violation_on_the_corridors(corridors_built, open_page, scheme, width):
    page = open_page(corridors_built, width=width, color_scheme=scheme).page
    look_around(page, "#corridors button.name")


def test_a_tour_by_keyboard_alone(built, open_page):
    page = open_page(built).page
    focused = "document.activeElement.id || document.activeElement.getAttribute('class')"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.railway")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert page.locator("#card").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#card").is_visible()
    assert page.evaluate("document.activeElement.dataset.railway")
    reached = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(focused))
    assert {
        "query",
        "zoomin",
        "zoomout",
        "home",
        "measure",
        "table",
        "link",
        "theme",
        "print",
        "play",
        "time",
        "language",
    } <= reached


def test_the_map_and_the_slider_answer_keys(built, open_page):
    page = open_page(built).page
    page.wait_for_timeout(300)
    page.locator(".folium-map").focus()
    before = page.evaluate("location.hash")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(900)
    assert page.evaluate("location.hash") != before
    page.locator("#time").focus()
    day = page.locator("#date").inner_text()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#date").inner_text() != day
    value = page.locator("#time").get_attribute("aria-valuetext")
    assert "operating" in value


def test_focus_is_visible(built, open_page):
    page = open_page(built).page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2


def test_reduced_motion_is_honoured(built, open_page):
    page = open_page(built, reduced_motion="reduce").page
    assert page.evaluate("geo.calm()") is True
    assert (
        page.evaluate(
            "document.querySelector('.leaflet-container').classList.contains('leaflet-fade-anim')"
        )
        is False
    )
