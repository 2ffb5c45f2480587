"""Keep pictures of the page; GEO_PICTURES names the folder that keeps them."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

VIEWS = {
    "start": "",
    "crossing": "#10/45.2/82.5?sel=crossing:crossing-dostyk-alashankou",
    "chinese-2013": "#6.5/45.5/82.5?lang=zh&date=2013",
    "world": "#3/40/75",
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800), (2560, 1440), (3840, 2160)])
def test_pictures_are_not_blank(built, open_page, tmp_path, width, height, view):
    page = open_page(built, link=VIEWS[view], width=width, height=height).page
    page.wait_for_timeout(500)
    folder = Path(os.environ.get("GEO_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    data = page.screenshot(path=str(folder / f"{view}-{width}.png"))
    assert len(zlib.compress(data)) > 30_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dark_map_is_dark(built, open_page, scheme):
    page = open_page(built, color_scheme=scheme).page
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red = int(paper.removeprefix("rgb(").split(",")[0])
    assert (red < 80) == (scheme == "dark")
