"""Take pictures of a built page with an installed Chromium: PNG, SVG or PDF.

A sheet has the title, the map, its scale, the legend and the sources, as the page prints
it. A screen is what a reader sees in a window of a given size.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, InputError, OutputError, require_extra
from geo.maps import assets

if TYPE_CHECKING:
    from playwright.sync_api import Page

ENDINGS = (".png", ".svg", ".pdf")
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_CSS_DPI = 96
_SHEET = (1280, 800)
_LIMIT = (72, 1200)
_WAIT_MS = 20_000
_MARGIN = """(() => {
  document.body.style.margin = "16px";
  const body = document.body.getBoundingClientRect();
  const end = document.getElementById("sheet").getBoundingClientRect().bottom;
  return { x: 0, y: 0, width: body.width + 32, height: end + 16 };
})()"""
_SETTLE_MS = 400


def snapshot(
    page: Path,
    out: Path,
    *,
    dpi: int = 300,
    screen: tuple[int, int] | None = None,
    view: str = "",
    chromium: str | None = None,
) -> Path:
    """Take a picture of a page.

    Parameters
    ----------
    page
        A map page that this package built.
    out
        The picture; its ending says what it is: ``.png``, ``.svg`` or ``.pdf``.
    dpi
        Dots an inch of a PNG, 72 to 1200.
    screen
        Width and height of a window in CSS pixels: a picture of the screen instead of the
        printed sheet. PNG only.
    view
        The part of the page's link behind ``#``: view, date, language.
    chromium
        Path of the browser; found by itself if not given, or by ``GEO_CHROMIUM``.

    Returns
    -------
    pathlib.Path
        The picture.

    Raises
    ------
    InputError
        If the page is not a map page or an option is not allowed.
    DataError
        If no Chromium is installed.
    OutputError
        If the picture cannot be written.
    """
    _check(page, out, dpi, screen)
    require_extra("playwright", extra="snapshot")
    scale = dpi / _CSS_DPI if screen is None else 1.0
    with _opened(page, view, screen or _SHEET, scale, chromium or find_chromium()) as tab:
        data = _screen(tab) if screen else _sheet(tab, out.suffix.lower())
    _write(out, data)
    return out


def find_chromium() -> str:
    """Return the path of an installed Chromium.

    Raises
    ------
    DataError
        If there is none.
    """
    found = os.environ.get("GEO_CHROMIUM") or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        msg = "no Chromium was found: install one or set GEO_CHROMIUM to its path"
        raise DataError(msg)
    return found


def _check(page: Path, out: Path, dpi: int, screen: tuple[int, int] | None) -> None:
    if not page.is_file():
        msg = f"no such page: {page.as_posix()!r}"
        raise InputError(msg)
    if out.suffix.lower() not in ENDINGS:
        msg = f"{out.name!r} has no known ending; allowed: {', '.join(ENDINGS)}"
        raise InputError(msg)
    if not _LIMIT[0] <= dpi <= _LIMIT[1]:
        msg = f"{dpi!r} is not a resolution; allowed: {_LIMIT[0]} to {_LIMIT[1]} dots an inch"
        raise InputError(msg)
    if screen is not None and out.suffix.lower() != ".png":
        msg = f"a picture of the screen is a PNG, not {out.suffix!r}"
        raise InputError(msg)


@contextmanager
def _opened(
    page: Path, view: str, size: tuple[int, int], scale: float, chromium: str
) -> Iterator[Page]:
    """Open a page without network and wait until it has drawn itself."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        except Error as error:
            msg = f"Chromium at {chromium!r} does not start: {str(error).splitlines()[0]}"
            raise DataError(msg) from error
        try:
            viewport: Any = {"width": size[0], "height": size[1]}
            context = browser.new_context(
                viewport=viewport, device_scale_factor=scale, offline=True, locale="en-GB",
                color_scheme="light", reduced_motion="reduce",
            )  # fmt: skip
            tab = context.new_page()
            tab.goto(page.resolve().as_uri() + (f"#{view.lstrip('#')}" if view else ""))
            _wait(tab, page)
            yield tab
        finally:
            browser.close()


def _wait(tab: Page, page: Path) -> None:
    from playwright.sync_api import TimeoutError as TooLong

    try:
        tab.wait_for_selector("body.ready", timeout=_WAIT_MS)
    except TooLong as error:
        msg = f"{page.as_posix()!r} is not a map page of this package"
        raise InputError(msg) from error
    tab.wait_for_timeout(_SETTLE_MS)


def _screen(tab: Page) -> bytes:
    return tab.screenshot(type="png")


def _sheet(tab: Page, ending: str) -> bytes:
    """Lay the page out as it prints, then picture the whole sheet."""
    if ending == ".pdf":
        return tab.pdf(prefer_css_page_size=True, print_background=True)
    tab.emulate_media(media="print", color_scheme="light")
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.wait_for_timeout(_SETTLE_MS)
    if ending == ".svg":
        return (str(tab.evaluate(assets.read("sheet.js"))) + "\n").encode("utf-8")
    box: Any = tab.evaluate(_MARGIN)
    return tab.screenshot(type="png", full_page=True, clip=box)


def _write(out: Path, data: bytes) -> None:
    """Write all of the picture or nothing."""
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".geo-") as folder:
            staged = Path(folder) / out.name
            staged.write_bytes(data)
            staged.replace(out)
    except OSError as error:
        msg = f"cannot write {out.as_posix()!r}: {error.strerror or error}"
        raise OutputError(msg) from error
