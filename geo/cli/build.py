"""The command ``geo build``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from geo.cli.common import add_atlas_options, progress

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_EPILOG = """\
examples:
  geo build                                 the embedded atlas into maps/
  geo build data/examples/kunming-vientiane --out laos
  geo build --as-of 2013-12-31 --out maps-2013
  geo build --address https://example.org/maps/ --pictures

A failed or interrupted build leaves the previous output as it was.
"""


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "build",
        help="make map pages, GIS files and the report from an atlas",
        description="Make map pages, GIS files, the report and the manifest from an atlas.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_atlas_options(parser)
    parser.add_argument("--out", default="maps", metavar="DIR", help="output folder (maps)")
    parser.add_argument(
        "--address",
        metavar="URL",
        help="https://host/path/ that the folder will have: link previews and oEmbed",
    )
    parser.add_argument(
        "--pictures",
        action="store_true",
        help="a preview picture beside each page; needs Chromium and: pip install 'geo[snapshot]'",
    )


def run(options: argparse.Namespace) -> int:
    """Build and say what was written."""
    from geo.building import build, say_drawn
    from geo.maps.sharing import Sharing

    sharing = Sharing(address=options.address, pictures=options.pictures)
    with progress() as say:
        built = build(
            options.atlas, out=options.out, as_of=options.as_of, sharing=sharing, progress=say
        )
    total = sum((built.folder / name).stat().st_size for name in built.files)
    print(f"{len(built.files)} files, {total / 1e6:.1f} MB, in {built.folder.as_posix()}/")
    print(f"map page: {say_drawn(built.layers)}")
    print(f"open {built.page.as_posix()}")
    return 0
