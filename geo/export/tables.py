"""Write one layer as FlatGeobuf, CSV with WKT or GeoParquet."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from geo.errors import require_extra
from geo.export import columns, geometry, ogr
from geo.export.columns import Kind
from geo.export.describe import KINDS, Description

if TYPE_CHECKING:
    import geopandas as gpd

_CSV_TYPES = {
    Kind.TEXT: "String",
    Kind.INTEGER: "Integer",
    Kind.REAL: "Real",
    Kind.BOOLEAN: "Integer(Boolean)",
    Kind.DATE: "Date",
}
_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)


def write_flatgeobuf(path: Path, table: gpd.GeoDataFrame, about: Description) -> list[Path]:
    """Write a FlatGeobuf file with its spatial index.

    Returns
    -------
    list of pathlib.Path
        The file.
    """
    target = ogr.Target(
        path,
        driver="FlatGeobuf",
        layer=about.layer,
        layer_options={
            "TITLE": about.title,
            "DESCRIPTION": f"{about.abstract} {about.attribution}. {about.licence}.",
            "SPATIAL_INDEX": "YES" if len(table) else "NO",
        },
    )
    ogr.write(target, table, kind=KINDS.get(about.layer, "Point"))
    return [path]


def write_csv(path: Path, table: gpd.GeoDataFrame, about: Description) -> list[Path]:
    """Write a CSV file with the geometry as WKT, and beside it types and reference system.

    GIS programs take the column ``WKT`` for the geometry, ``.csvt`` for the types and ``.prj``
    for the reference system.

    Returns
    -------
    list of pathlib.Path
        The files.
    """
    columns.require_unique_ids(table, layer=about.layer)
    fields = columns.fields(table)
    shapes = geometry.prepare(table.geometry.to_numpy())
    lines = shapely.to_wkt(shapes, rounding_precision=geometry.DECIMALS, trim=True).tolist()
    cells = [[_cell(value) for value in field.python()] for field in fields]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["WKT", *(field.name for field in fields)])
        writer.writerows(zip(lines, *cells, strict=True))
    types = ",".join(f'"{kind}"' for kind in ("WKT", *(_CSV_TYPES[f.kind] for f in fields)))
    beside = {".csvt": types, ".prj": _WGS84_WKT}
    for ending, text in beside.items():
        path.with_suffix(ending).write_text(text + "\n", encoding="utf-8", newline="\n")
    return [path, *(path.with_suffix(ending) for ending in beside)]


def write_geoparquet(path: Path, table: gpd.GeoDataFrame, about: Description) -> list[Path]:
    """Write a GeoParquet 1.1 file with a box a feature.

    Returns
    -------
    list of pathlib.Path
        The file.

    Raises
    ------
    MissingExtra
        If pyarrow is not installed.
    """
    require_extra("pyarrow", extra="parquet")
    prepared = table.set_geometry(geometry.prepare(table.geometry.to_numpy()), crs="EPSG:4326")
    prepared.attrs = {"title": about.title, "licence": about.licence, "credit": about.attribution}
    prepared.to_parquet(
        path, index=False, schema_version="1.1.0", write_covering_bbox=True, compression="zstd"
    )
    return [path]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    # A spreadsheet runs a cell that starts so: a leading apostrophe makes it text again.
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


_FORMULA = frozenset("=+@\t\r")
