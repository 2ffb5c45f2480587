"""Cut the ground for a map out of the embedded data: land, water and borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from geo import embedded
from geo.borders import country_polygons
from geo.cells import name_column
from geo.context import NAMES, country_names
from geo.export.describe import Description, extent_of

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.embedded import DataFile

_MARGIN_DEGREES = 30.0
_SMALL_LAKE_KM2 = 40.0


@dataclass(frozen=True, slots=True)
class Ground:
    """A layer of the ground with its origin.

    Parameters
    ----------
    name
        Name of the table.
    title
        Words for the legend.
    kind
        Point, LineString or Polygon.
    table
        The features, EPSG:4326, with ``id``, ``name``, ``licence`` and ``attribution``.
    origin
        The embedded file that it is cut from.
    """

    name: str
    title: str
    kind: str
    table: gpd.GeoDataFrame
    origin: DataFile


def ground(atlas: Atlas, corridors: gpd.GeoDataFrame | None = None) -> list[Ground]:
    """Return the ground under an atlas, from top to bottom, clipped around its extent.

    The borders between countries that the railways join come from the finer data of
    `borders/countries.geojson`: the general ones would put a crossing in the wrong country.

    Parameters
    ----------
    atlas
        Gives the extent and the countries.
    corridors
        Legs of corridors, if any: then the names of all countries are there.
    """
    frame, world = _frame(atlas), shapely.box(-180, -85, 180, 85)
    wide = frame if corridors is None else world
    countries = {country for railway in atlas.railways for country in railway.countries}
    found = [
        _countries(wide, atlas.settings.languages),
        _near_borders(countries, world),
        _borders(countries, world),
        _cut(_DISPUTED, world),
        _cut(_UNITS, frame),
        _cut(_RIVERS, frame),
        _lakes(world),
        _cut(_LAND, world),
    ]
    return [layer for layer in found if len(layer.table)]


def describe_ground(layer: Ground, *, as_of: date) -> Description:
    """Return the description of a layer of the ground."""
    origin = layer.origin
    licence = str(layer.table["licence"].iloc[0])
    return Description(
        layer=layer.name,
        title=f"Ground: {layer.title.lower()}",
        abstract=f"{origin.title}. Cut from {origin.origin}.",
        licence=licence,
        attribution=str(layer.table["attribution"].iloc[0]),
        sources=(f"{origin.origin}. {origin.url}",),
        as_of=as_of,
        extent=extent_of(layer.table),
        meanings={},
        languages=(),
    )


def view_note() -> str:
    """Return whose view of disputed borders the ground shows, as the data say it."""
    return embedded.catalog()["basemap/borders.geojson"].title


def _frame(atlas: Atlas) -> shapely.Polygon:
    extent = atlas.settings.extent
    east = extent.east if extent.east > extent.west else extent.east + 360
    return shapely.box(
        max(-180.0, extent.west - _MARGIN_DEGREES),
        max(-85.0, extent.south - _MARGIN_DEGREES),
        min(180.0, east + _MARGIN_DEGREES),
        min(85.0, extent.north + _MARGIN_DEGREES),
    )


@dataclass(frozen=True, slots=True)
class _Spec:
    """Name, words, geometry and source file of a layer of the ground."""

    name: str
    title: str
    kind: str
    source: str


_COUNTRIES = _Spec("countries", "Names of countries", "Polygon", "basemap/countries.geojson")
_NEAR_BORDERS = _Spec(
    "borders_near", "Borders of the atlas", "LineString", "borders/countries.geojson"
)
_BORDERS = _Spec("borders", "Borders", "LineString", "basemap/borders.geojson")
_DISPUTED = _Spec("disputed", "Disputed borders", "LineString", "basemap/disputed.geojson")
_UNITS = _Spec("admin1", "First-level units", "LineString", "basemap/admin1_lines.geojson")
_RIVERS = _Spec("rivers", "Rivers", "LineString", "basemap/rivers.geojson")
_LAKES = _Spec("lakes", "Lakes", "Polygon", "basemap/lakes.geojson")
_LAND = _Spec("land", "Land", "Polygon", "basemap/land.geojson")


def _cut(spec: _Spec, frame: shapely.Polygon) -> Ground:
    return _made(spec, _clipped(_read(embedded.path(spec.source)), frame, spec.kind))


def _made(spec: _Spec, table: gpd.GeoDataFrame) -> Ground:
    origin = embedded.catalog()[spec.source]
    return Ground(spec.name, spec.title, spec.kind, _plain(table, origin), origin)


def _read(path: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(path, engine="pyogrio")


def _clipped(table: gpd.GeoDataFrame, frame: shapely.Polygon, kind: str) -> gpd.GeoDataFrame:
    near = table[shapely.intersects(table.geometry.to_numpy(), frame)].copy()
    dimension = {"Point": 0, "LineString": 1, "Polygon": 2}[kind]
    inside = shapely.intersection(near.geometry.to_numpy(), frame)
    near = near.set_geometry(gpd.GeoSeries(inside, index=near.index, crs=table.crs))
    near = near.explode(index_parts=False)
    near = near[shapely.get_dimensions(near.geometry.to_numpy()) == dimension]
    return near[~near.geometry.is_empty].reset_index(drop=True)


def _plain(table: gpd.GeoDataFrame, origin: DataFile) -> gpd.GeoDataFrame:
    """Keep names and what maps need; give every row its id, licence and credit."""
    counts = table["id"].groupby(table["id"]).cumcount() if "id" in table else None
    ids = table["id"].astype(str) if "id" in table else pd.Series("", index=table.index)
    if counts is not None:
        ids = ids.where(counts == 0, ids + "-" + (counts + 1).astype(str))
    columns = {"id": ids, "name": table.get("name", pd.Series(index=table.index, dtype="str"))}
    for column in table.columns:
        if str(column).startswith("name_") or column in _KEPT:
            columns[str(column)] = table[column]
    frame = pd.DataFrame(columns).assign(licence=origin.licence, attribution=origin.attribution)
    return gpd.GeoDataFrame(frame, geometry=table.geometry.to_numpy(), crs="EPSG:4326")


_KEPT = ("labelrank", "iso2_a", "iso2_b", "kind", "claim", "area_km2", "min_zoom", "scalerank")


def _countries(frame: shapely.Polygon, languages: Sequence[str]) -> Ground:
    """Return the countries with their names by language; only the names are drawn."""
    known = country_names()
    parts = _clipped(_read(embedded.path(_COUNTRIES.source)), frame, "Polygon")
    # One feature a country, so that its islands do not repeat its name.
    whole = parts.groupby("id")["geometry"].agg(lambda found: shapely.multipolygons(list(found)))
    first = parts.drop_duplicates("id").reset_index(drop=True)
    table = first.set_geometry(whole.loc[first["id"]].to_list(), crs=parts.crs)
    made = _made(_COUNTRIES, table)
    codes = table["iso2"].fillna("").tolist()
    named = {
        name_column(tag): pd.Series([known.get(c, {}).get(tag) for c in codes], dtype="str")
        for tag in languages
    }
    names = embedded.catalog()[NAMES]
    credit = f"{made.origin.attribution}; {names.attribution}"
    licence = f"{made.origin.licence} AND {names.licence}"
    return replace(made, table=made.table.assign(**named, licence=licence, attribution=credit))


def _borders(countries: set[str], frame: shapely.Polygon) -> Ground:
    table = _read(embedded.path(_BORDERS.source))
    near = table["iso2_a"].isin(countries) & table["iso2_b"].isin(countries)
    return _made(_BORDERS, _clipped(table[~near], frame, "LineString"))


def _near_borders(countries: set[str], frame: shapely.Polygon) -> Ground:
    """Return the shared edges of the atlas's own countries from the finer polygons."""
    polygons = {code: shape for code, shape in country_polygons().items() if code in countries}
    rows = [
        {
            "id": f"{a}-{b}".lower(),
            "iso2_a": a,
            "iso2_b": b,
            "geometry": shapely.line_merge(shapely.intersection(polygons[a], polygons[b])),
        }
        for a, b in combinations(sorted(polygons), 2)
        if shapely.intersects(polygons[a], polygons[b])
    ]
    columns = ["id", "iso2_a", "iso2_b", "geometry"]
    lines = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), crs="EPSG:4326")
    cut = _clipped(lines, frame, "LineString")
    return _made(_NEAR_BORDERS, cut)


def _lakes(frame: shapely.Polygon) -> Ground:
    lakes = _cut(_LAKES, frame)
    large = lakes.table[lakes.table["area_km2"] >= _SMALL_LAKE_KM2].reset_index(drop=True)
    return replace(lakes, table=large)
