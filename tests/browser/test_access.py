"""Use the page by keyboard alone, and let axe-core look at it."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.browser


def violations(page) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.base")
    page.evaluate(
        axe.AXE_SCRIPT
        if hasattr(axe, "AXE_SCRIPT")
        else axe.AXE_FILE_PATH.read_text(encoding="utf-8")
    )
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        json.dumps(
            {
                "rule": v["id"],
                "nodes": [(n["html"][:140], n["failureSummary"][:300]) for n in v["nodes"][:3]],
            }
        )
        for v in found
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_reports_no_violation(built, open_page, scheme, width):
    page = open_page(built, width=width, color_scheme=scheme).page
    assert violations(page) == []
    page.locator("#sheet summary").click()
    page.locator("#railways button.name").nth(2).click()
    page.wait_for_timeout(500)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('table').click()")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_reports_no_violation_on_the_corridors(corridors_built, open_page, scheme, width):
    page = open_page(corridors_built, width=width, color_scheme=scheme).page
    assert violations(page) == []
    page.locator("#sheet summary").click()
    page.locator("#corridors button.name").nth(6).click()
    page.wait_for_timeout(500)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('table').click()")
    assert violations(page) == []


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
