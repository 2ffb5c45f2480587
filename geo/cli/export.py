"""The command ``geo export``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from geo.cli.common import add_atlas_options, progress

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_LAYERS = (
    "railways", "stations", "crossings", "places", "regions", "corridors", "events", "members",
)  # fmt: skip
_FORMATS = ("geojson", "gpkg", "fgb", "kml", "kmz", "csv", "parquet")
_EPILOG = """\
examples:
  geo export --format kmz                             all layers for Google Earth
  geo export --format csv --layer railways --where "status = 'operating'"
  geo export my-atlas --format fgb --layer railways --layer stations --out gis
  geo export --format geojson --layer railways --as-of 2013-12-31

--where is an SQL condition on the columns that every chosen layer must have; the
documentation of the GIS files lists them. Dates compare as texts: valid_from < '2013-01-01'.
"""


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "export",
        help="write layers in a GIS format",
        description="Write layers of an atlas in one GIS format.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_atlas_options(parser)
    parser.add_argument(
        "--format", required=True, choices=_FORMATS, metavar="FORMAT", help=", ".join(_FORMATS)
    )
    parser.add_argument(
        "--layer",
        action="append",
        default=[],
        choices=_LAYERS,
        metavar="LAYER",
        help=f"{', '.join(_LAYERS)}; may be repeated (default: all)",
    )
    parser.add_argument("--where", metavar="SQL", help="keep the rows that meet a condition")
    parser.add_argument("--out", default="export", metavar="DIR", help="output folder (export)")


def run(options: argparse.Namespace) -> int:
    """Export and say what was written."""
    from pathlib import Path

    from geo.atlas import load_atlas
    from geo.errors import InputError
    from geo.export.formats import export
    from geo.files import MANIFEST, staged_output
    from geo.layers import make_layers
    from geo.lines import draw_atlas
    from geo.lines.corridors import draw_corridors

    if (Path(options.out) / MANIFEST).exists():
        msg = f"{options.out!r} is the output of a build; choose another folder with --out"
        raise InputError(msg)
    with progress() as say:
        say("reading the atlas")
        atlas = load_atlas(options.atlas)
        say("drawing lines")
        day = options.as_of or atlas.as_of
        drawn = draw_atlas(atlas, as_of=day)
        wanted = not options.layer or "corridors" in options.layer
        legs = draw_corridors(atlas, drawn) if wanted else ()
        layers = make_layers(atlas, drawn, corridors=legs, as_of=day)
        say("writing")
        with staged_output(Path(options.out), partial=True) as staging:
            paths = export(
                atlas, layers, staging, fmt=options.format, only=options.layer, where=options.where
            )
            names = [path.relative_to(staging) for path in paths]
    for name in names:
        print((Path(options.out) / name).as_posix())
    return 0
