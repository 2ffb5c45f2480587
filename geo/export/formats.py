"""Export layers of an atlas in any format through one interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.export import gpkg, gpkg_words, kml, qgis, qmd, sld, tables
from geo.export.describe import KINDS, Description, describe, without_empty
from geo.export.geojson import write_geojson
from geo.export.qml import document
from geo.export.where import select

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.layers import Layers

Layer = tuple["gpd.GeoDataFrame", Description]
"""A table and what a reader must be told of it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that layers can be exported in.

    Parameters
    ----------
    name
        Name on the command line.
    title
        What it is and who reads it.
    ending
        Ending of the file.
    write
        Writes layers into a folder under a stem and returns the files.
    """

    name: str
    title: str
    ending: str
    write: Callable[[Path, str, Mapping[str, Layer]], list[Path]]


def export(
    atlas: Atlas,
    layers: Layers,
    folder: Path,
    *,
    fmt: str,
    only: Sequence[str] = (),
    where: str | None = None,
) -> list[Path]:
    """Write layers of an atlas in one format.

    Parameters
    ----------
    atlas, layers
        Records and tables.
    folder
        Where the files are made; files of the same names are replaced.
    fmt
        A key of `FORMATS`.
    only
        Names of the layers; all if empty.
    where
        An SQL condition on the columns of every chosen layer.

    Returns
    -------
    list of pathlib.Path
        The files written.

    Raises
    ------
    InputError
        If the format, a layer or the condition is not known or not valid, or nothing is left.
    """
    chosen = _one_of(FORMATS, fmt, "format")
    layers = without_empty(layers)
    every = layers.tables()
    names = [_checked_layer(every, name) for name in only] or list(every)
    data = {
        name: (every[name] if where is None else select(every[name], where)).reset_index(drop=True)
        for name in dict.fromkeys(names)
    }
    if not any(len(table) for table in data.values()):
        msg = f"nothing is left to export: no row of {', '.join(data)} meets {where!r}"
        raise InputError(msg)
    folder.mkdir(parents=True, exist_ok=True)
    described = {name: (table, describe(atlas, layers, name)) for name, table in data.items()}
    stem = next(iter(data)) if len(data) == 1 else atlas.settings.id
    return chosen.write(folder, stem, described)


def _one_of(known: Mapping[str, Format], name: str, what: str) -> Format:
    if name not in known:
        msg = f"unknown {what} {name!r}; allowed: {', '.join(known)}"
        raise InputError(msg)
    return known[name]


def _checked_layer(known: Mapping[str, object], name: str) -> str:
    if name not in known:
        msg = f"unknown layer {name!r}; allowed: {', '.join(known)}"
        raise InputError(msg)
    return name


def _each(
    ending: str, write: Callable[[Path, gpd.GeoDataFrame, Description], list[Path]]
) -> Callable[[Path, str, Mapping[str, Layer]], list[Path]]:
    """Make a writer of one file a layer."""

    def write_all(folder: Path, _stem: str, layers: Mapping[str, Layer]) -> list[Path]:
        return [
            path
            for name, (table, about) in layers.items()
            for path in write(folder / f"{name}{ending}", table, about)
        ]

    return write_all


def _geojson(path: Path, table: gpd.GeoDataFrame, about: Description) -> list[Path]:
    members = {
        "title": about.title,
        "attribution": about.attribution,
        "licence": about.licence,
        "as_of": about.as_of.isoformat(),
    }
    write_geojson(path, table, name=about.layer, about=members)
    style = document.document(qgis.style_of(table, about))
    beside = {".qml": style, ".qmd": qmd.document(about)}
    for ending, text in beside.items():
        path.with_suffix(ending).write_text(text, encoding="utf-8", newline="\n")
    return [path, *(path.with_suffix(ending) for ending in beside)]


def _geopackage(folder: Path, stem: str, layers: Mapping[str, Layer]) -> list[Path]:
    path = folder / f"{stem}.gpkg"
    path.unlink(missing_ok=True)
    as_of = next(iter(layers.values()))[1].as_of
    contents = [
        gpkg.Content(name, table, KINDS[name], about.title, about.abstract)
        for name, (table, about) in layers.items()
    ]
    gpkg.write_contents(path, contents, as_of=as_of)
    with gpkg.edit(path) as connection:
        for name, (table, about) in layers.items():
            gpkg_words.dictionary(connection, name, about.meanings)
            gpkg_words.metadata(connection, name, qmd.document(about), as_of=as_of)
            gpkg_words.style(
                connection,
                name,
                qgis.DEFAULT,
                qml=document.document(qgis.style_of(table, about)),
                sld=sld.document(name, about.wholes),
                default=True,
                as_of=as_of,
            )
    return [path]


def _kml(folder: Path, stem: str, layers: Mapping[str, Layer]) -> list[Path]:
    return kml.write_kml(folder / f"{stem}.kml", layers)


def _kmz(folder: Path, stem: str, layers: Mapping[str, Layer]) -> list[Path]:
    return kml.write_kmz(folder / f"{stem}.kmz", layers)


FORMATS = {
    made.name: made
    for made in (
        Format("geojson", "GeoJSON with QGIS style", ".geojson", _each(".geojson", _geojson)),
        Format("gpkg", "GeoPackage with styles", ".gpkg", _geopackage),
        Format("fgb", "FlatGeobuf", ".fgb", _each(".fgb", tables.write_flatgeobuf)),
        Format("kml", "KML for Google Earth", ".kml", _kml),
        Format("kmz", "compressed KML", ".kmz", _kmz),
        Format("csv", "CSV with WKT geometry", ".csv", _each(".csv", tables.write_csv)),
        Format(
            "parquet", "GeoParquet 1.1 (extra 'parquet')", ".parquet",
            _each(".parquet", tables.write_geoparquet),
        ),
    )
}  # fmt: skip
"""Every format by its name on the command line."""
