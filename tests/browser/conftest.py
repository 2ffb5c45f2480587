"""Open pages in a real Chromium with the network cut, and record all that they do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


def chromium() -> str | None:
    """Return the program, from GEO_CHROMIUM or the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("GEO_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser():
    program = chromium()
    if program is None:
        if os.environ.get("GEO_REQUIRE_BROWSER") == "1":
            pytest.fail("GEO_REQUIRE_BROWSER=1, and no Chromium was found")
        pytest.skip("no Chromium found: set GEO_CHROMIUM to its path")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass
class Opened:
    """A page, and what it asked for and complained of."""

    page: object
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:"))]


@pytest.fixture
def open_page(browser) -> Iterator[Callable[..., Opened]]:
    """Open a file; at the end, fail if it asked for anything or complained of anything."""
    contexts = []
    seen: list[Opened] = []

    def _open(path: Path, *, link: str = "", width: int = 1280, height: int = 800, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page)
        seen.append(opened)
        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("console", lambda message: opened.complaints.append(message.text))
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.goto(path.as_uri() + link)
        page.wait_for_selector("body.ready", timeout=20_000)
        return opened

    yield _open
    for context in contexts:
        context.close()
    for opened in seen:
        assert opened.outside() == []
        assert opened.complaints == []


@pytest.fixture(scope="session")
def pages(atlas, layers_with_corridors, tmp_path_factory) -> list[Path]:
    """The pages of the embedded atlas."""
    from geo.maps import write_pages

    return write_pages(atlas, layers_with_corridors, tmp_path_factory.mktemp("page"), version="0")


@pytest.fixture(scope="session")
def built(pages) -> Path:
    """The page of the railways."""
    return pages[0]


@pytest.fixture(scope="session")
def corridors_built(pages) -> Path:
    """The page of the corridors."""
    return pages[1]
