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


def run(options: argparse.Namespace) -> int:
    """Build and say what was written."""
    from geo.building import build

    with progress() as say:
        built = build(options.atlas, out=options.out, as_of=options.as_of, progress=say)
    total = sum((built.folder / name).stat().st_size for name in built.files)
    print(f"{len(built.files)} files, {total / 1e6:.1f} MB, in {built.folder.as_posix()}/")
    print(f"open {built.page.as_posix()}")
    return 0
