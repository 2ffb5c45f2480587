"""The command ``geo snapshot``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_EPILOG = """\
examples:
  geo snapshot maps/cross-border-railways.html --out map.png
  geo snapshot maps/cross-border-railways.html --out map.pdf
  geo snapshot maps/cross-border-railways.html --out 2013.svg --view "6/46/82?date=2013&lang=zh"
  geo snapshot maps/cross-border-railways.html --out phone.png --screen 360x740

--view is what stands behind # in the link of the page. It needs an installed Chromium
(found by itself, or by GEO_CHROMIUM) and: pip install 'geo[snapshot]'
"""


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "snapshot",
        help="render a built page to PNG, SVG or PDF",
        description="Render a built page as a sheet with title, map, legend and sources.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("page", metavar="PAGE", help="a page that geo build wrote")
    parser.add_argument("--out", required=True, metavar="FILE", help="map.png, map.svg or map.pdf")
    parser.add_argument("--dpi", type=int, default=300, help="dots an inch of a PNG (300)")
    parser.add_argument("--view", default="", metavar="LINK", help="view, date and language")
    parser.add_argument(
        "--screen", type=_size, metavar="WIDTHxHEIGHT", help="picture a window, not the sheet"
    )


def run(options: argparse.Namespace) -> int:
    """Take the picture and say where it is."""
    from pathlib import Path

    from geo.maps.snapshot import snapshot

    out = snapshot(
        Path(options.page), Path(options.out), dpi=options.dpi, screen=options.screen,
        view=options.view,
    )  # fmt: skip
    print(out)
    return 0


def _size(text: str) -> tuple[int, int]:
    """Read WIDTHxHEIGHT for argparse."""
    width, mark, height = text.partition("x")
    if not (mark and width.isdecimal() and height.isdecimal()):
        msg = f"{text!r} is not a size; allowed: WIDTHxHEIGHT, such as 1280x800"
        raise argparse.ArgumentTypeError(msg)
    size = int(width), int(height)
    if not all(100 <= side <= 10_000 for side in size):  # noqa: PLR2004 - said in the message
        msg = f"{text!r} is out of range; allowed: 100 to 10000 pixels a side"
        raise argparse.ArgumentTypeError(msg)
    return size
