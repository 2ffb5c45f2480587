"""The command ``geo import``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_EPILOG = """\
examples:
  geo import maps/atlas.gpkg my-atlas            show what the edits change
  geo import maps/atlas.gpkg my-atlas --write    change the files of the atlas

Nothing is written without --write. Edits that a record cannot hold, or that break a rule of
the atlas, are refused with a reason, and then nothing is changed at all.
"""


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "import",
        help="read a GeoPackage edited in QGIS back into the atlas",
        description="Read a GeoPackage edited in QGIS back as changes to the atlas.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE.gpkg", help="the edited GeoPackage")
    parser.add_argument(
        "atlas", nargs="?", metavar="ATLAS", help="atlas folder (default: the embedded atlas)"
    )
    parser.add_argument("--write", action="store_true", help="change the files of the atlas")


def run(options: argparse.Namespace) -> int:
    """Show the changes; write them if asked."""
    from geo.export.importing.run import read_edits
    from geo.text import one_line

    found = read_edits(options.file, options.atlas)
    if not found.changes:
        print("nothing was edited")
        return 0
    for change in found.changes:
        print(one_line(change, limit=400))
    print()
    print(found.diff(), end="")
    if not options.write:
        print("\nnothing was written; --write changes the files")
        return 0
    for path in found.write():
        print(f"changed {path.as_posix()}")
    return 0
