"""The command ``geo schema``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "schema",
        help="write the JSON Schemas of the atlas files, for editors",
        description="Write one JSON Schema for each kind of atlas file; editors that know YAML"
        " complete and check keys with them.",
    )
    parser.add_argument("--out", default="schema", metavar="DIR", help="output folder (schema)")


def run(options: argparse.Namespace) -> int:
    """Write the schemas and name them."""
    from geo.atlas.schema import write_schemas
    from geo.files import staged_output

    with staged_output(Path(options.out), partial=True) as staging:
        names = [path.name for path in write_schemas(staging)]
    for name in names:
        print((Path(options.out) / name).as_posix())
    return 0
