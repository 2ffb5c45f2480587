"""Look at a page: what axe-core says of it, how much is drawn on its canvas tiles."""

from __future__ import annotations

import json

import pytest

INK = """() => [...document.querySelectorAll('.leaflet-many-pane canvas')].reduce((n, c) => {
    const sheet = new OffscreenCanvas(c.width, c.height);
    const context = sheet.getContext('2d', { willReadFrequently: true });
    context.drawImage(c, 0, 0);
    const data = context.getImageData(0, 0, c.width, c.height).data;
    return n + data.filter((v, i) => i % 4 === 3 && v > 60).length; }, 0)"""
"""Pixels that the tiles of lines cover."""


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


def look_around(page, row: str) -> None:
    """Let axe-core look at a page as it opens, with a card (of a named row), with the table."""
    assert violations(page) == []
    page.locator("#sheet summary").click()
    page.locator(row).nth(2).click()
    page.wait_for_timeout(500)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('table').click()")
    assert violations(page) == []
