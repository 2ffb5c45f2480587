"""Cut the embedded basemap for one page: fine inside its frame, coarse in the rest of the world.

Around the railways the border of the countries that they join comes from
OpenStreetMap polygons: Natural Earth's generalised line is up to 12 km off there and
would put a crossing into the wrong country.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import (
    box,
    disjoint_subset_union_all,
    get_parts,
    intersection_all,
    line_merge,
    make_valid,
    maximum_inscribed_circle,
    simplify,
    union_all,
)

from geo import embedded
from geo.borders import country_polygons
from geo.errors import DataError
from geo.maps.packing import pack_lines, pack_polygons
from geo.maps.relief import shade

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.records import Extent

MARGIN = 0.5
"""How far the frame reaches beyond the extent on each side, as a share of its size."""
_WORLD = (-180.0, -84.0, 180.0, 84.0)
_OVERLAP = 0.03


@dataclass(frozen=True, slots=True)
class _Detail:
    """How finely a layer is kept: simplification in degrees, decimals, smallest area."""

    tolerance: float
    decimals: int
    area: float = 0.0


_FINE = _Detail(0.004, 3, 0.0004)
_BORDER = _Detail(0.0006, 4)
_COARSE = _Detail(0.06, 2, 0.05)
_WIDE = _Detail(0.03, 2, 0.02)
_CONTINENT = 60.0
"""Degrees across from which a frame is drawn as a map of a continent is: coarser, no regions."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page is detailed: the extent and the frame around it, in degrees."""

    extent: BaseGeometry
    frame: BaseGeometry
    focus: tuple[str, ...]


def make_frame(extent: Extent, *, focus: Iterable[str]) -> Frame:
    """Return the frame of a page.

    Parameters
    ----------
    extent
        What the page opens on.
    focus
        ISO 3166-1 codes of the countries that the railways join.
    """
    inner = (extent.west, extent.south, extent.east, extent.north)
    east, north = (extent.east - extent.west) * MARGIN, (extent.north - extent.south) * MARGIN
    outer = (extent.west - east, extent.south - north, extent.east + east, extent.north + north)
    limit = box(*_WORLD)
    return Frame(box(*inner), box(*outer).intersection(limit), tuple(sorted(set(focus))))


def make_ground(
    extent: Extent, *, focus: Iterable[str], languages: Sequence[str]
) -> dict[str, Any]:
    """Return the basemap of a page as plain values for JSON.

    Parameters
    ----------
    extent
        What the page opens on, in degrees.
    focus
        ISO 3166-1 codes of the countries that the railways join.
    languages
        Languages of country, lake and river names.

    Returns
    -------
    dict
        ``frame`` (its bounds), ``wide`` (whether it is a map of a continent), ``fills`` and
        ``lines`` (packed geometry by kind, in drawing order), ``names``
        (country and water names with their points), ``relief`` (an image or ``None``).
    """
    frame = make_frame(extent, focus=focus)
    land = _whole("land").intersection(frame.frame)
    relief = shade(extent.model_copy(update=_bounds(frame.frame)))
    return {
        "frame": list(frame.frame.bounds),
        "wide": _wide(frame),
        "fills": [
            _far_fill("land", _whole("land"), frame),
            _fill("land", land, _near(frame)),
            *_focus_fills(frame, land),
            _far_fill("water", _whole("lakes"), frame),
            _fill("water", _whole("lakes").intersection(frame.frame), _near(frame)),
        ],
        "lines": [
            *_lines("river", _layer("rivers"), frame),
            *([] if _wide(frame) else _lines("region", _layer("admin1_lines"), frame)),
            *_borders(frame),
        ],
        "names": [*_country_names(frame, languages), *_water_names(frame, languages)],
        "relief": relief and {"url": relief.url, "bounds": list(relief.bounds)},
    }


def _wide(frame: Frame) -> bool:
    west, _, east, _ = frame.frame.bounds
    return bool(east - west > _CONTINENT)


def _near(frame: Frame) -> _Detail:
    return _WIDE if _wide(frame) else _FINE


def _bounds(area: BaseGeometry) -> dict[str, float]:
    return dict(zip(("west", "south", "east", "north"), area.bounds, strict=True))


@cache
def _layer(name: str) -> gpd.GeoDataFrame:
    """Read a basemap layer; what is not valid is made so."""
    return _valid(gpd.read_file(embedded.path(f"basemap/{name}.geojson")))


@cache
def _whole(name: str) -> BaseGeometry:
    """Return a layer of polygons as one geometry."""
    return disjoint_subset_union_all(_layer(name).geometry.to_numpy())


def _valid(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if table.crs is not None and table.crs.to_epsg() != 4326:  # noqa: PLR2004
        msg = f"an embedded layer must be in EPSG:4326, not {table.crs.to_string()!r}"
        raise DataError(msg)
    return table.set_geometry(make_valid(table.geometry.to_numpy()), crs="EPSG:4326")


def _far_fill(kind: str, shape: BaseGeometry, frame: Frame) -> dict[str, Any]:
    return _fill(kind, shape.difference(_hole(frame)), _COARSE)


def _focus_fills(frame: Frame, land: BaseGeometry) -> list[dict[str, Any]]:
    """Fill the countries that the railways join, in the frame from their exact polygons."""
    coarse, fine = _layer("countries"), country_polygons()
    wide = union_all(list(coarse.geometry[coarse["iso2"].isin(frame.focus)]))
    near = union_all([shape for code, shape in fine.items() if code in frame.focus])
    inside = near.intersection(land) if frame.focus else near
    return [
        _far_fill("focus", wide, frame),
        _fill("focus", inside, replace(_FINE, tolerance=0.001, decimals=4)),
    ]


def _hole(frame: Frame) -> BaseGeometry:
    return frame.frame.buffer(-_OVERLAP, join_style="mitre")


def _fill(kind: str, shape: BaseGeometry, detail: _Detail) -> dict[str, Any]:
    parts = [
        part for part in get_parts(simplify(shape, detail.tolerance)) if part.area > detail.area
    ]
    packed = [pack_polygons(part, decimals=detail.decimals) for part in parts]
    return {
        "kind": kind,
        "decimals": detail.decimals,
        "polygons": [polygon for polygons in packed for polygon in polygons],
    }


def _lines(kind: str, table: gpd.GeoDataFrame, frame: Frame) -> list[dict[str, Any]]:
    near = table[_ranks(table) <= _WIDE_RANK] if _wide(frame) else table
    inside = [shape.intersection(frame.frame) for shape in near.geometry]
    outside = table[_ranks(table) <= _COARSE_RANK] if kind != "region" else table.iloc[:0]
    wide = [shape.difference(frame.frame) for shape in outside.geometry]
    return [_line(kind, union_all(wide), _COARSE), _line(kind, union_all(inside), _near(frame))]


_COARSE_RANK = 3
_WIDE_RANK = 4


def _ranks(table: gpd.GeoDataFrame) -> pd.Series:
    column = next((name for name in ("scalerank", "min_zoom") if name in table), None)
    return pd.to_numeric(table[column]).fillna(9) if column else pd.Series(9, index=table.index)


def _line(kind: str, shape: BaseGeometry, detail: _Detail) -> dict[str, Any]:
    merged = line_merge(shape) if shape.geom_type == "MultiLineString" else shape
    lines = pack_lines(simplify(merged, detail.tolerance), decimals=detail.decimals)
    return {"kind": kind, "decimals": detail.decimals, "lines": lines}


def _borders(frame: Frame) -> list[dict[str, Any]]:
    """Return the borders: the exact ones of the focus countries, generalised ones elsewhere."""
    table = _layer("borders")
    ours = table["iso2_a"].isin(frame.focus) | table["iso2_b"].isin(frame.focus)
    disputed = table["kind"] == "disputed"
    others = union_all(list(table.geometry[~ours & ~disputed]))
    far = union_all(list(table.geometry[ours & ~disputed])).difference(frame.frame)
    doubtful = union_all([*table.geometry[disputed], *_layer("disputed").geometry])
    return [
        _line("border", union_all([others.difference(frame.frame), far]), _COARSE),
        _line("border", others.intersection(frame.frame), _near(frame)),
        _line("border", _exact(frame), _BORDER),
        _line("disputed", doubtful.difference(frame.frame), _COARSE),
        _line("disputed", doubtful.intersection(frame.frame), _near(frame)),
    ]


def _exact(frame: Frame) -> BaseGeometry:
    """Return what focus countries share with each other and with neighbours, in the frame."""
    around = frame.frame.buffer(0.5)
    edges = {
        code: shape.intersection(around).boundary
        for code, shape in country_polygons().items()
        if shape.intersects(frame.frame)
    }
    shared = [
        intersection_all([edges[one], edges[other]])
        for one in frame.focus
        for other in edges
        if one in edges and other != one and not (other in frame.focus and other < one)
    ]
    lines = [p for s in shared for p in get_parts(s) if p.geom_type == "LineString"]
    return union_all(lines).intersection(frame.frame)


def _country_names(frame: Frame, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Return country names: where each stands on a world map, and where inside the extent."""
    names = []
    water = _whole("lakes")
    known = json.loads(embedded.path("basemap/country-names.json").read_text(encoding="utf-8"))
    for row in _layer("countries").sort_values(["iso2", "id"]).itertuples():
        inside = row.geometry.intersection(frame.extent)
        share = inside.area / frame.extent.area
        point = _label_point(row)
        names.append(
            {
                "kind": "country",
                "code": row.iso2 if isinstance(row.iso2, str) else None,
                "names": _names(row, languages)
                | {k: v for k, v in known.get(row.iso2, {}).items() if k in {"en", *languages}},
                "at": [round(point[0], 2), round(point[1], 2)],
                "near": _inner_point(inside.difference(water)) if share > 0.02 else None,  # noqa: PLR2004
                "nearSize": round(inside.area, 1),
                "rank": 1 if row.iso2 in frame.focus else 2,
                "size": round(float(row.geometry.area), 1),
            }
        )
    return names


def _label_point(row: Any) -> tuple[float, float]:
    if isinstance(row.label, (list, tuple, np.ndarray)):
        return float(row.label[0]), float(row.label[1])
    point = row.geometry.representative_point()
    return point.x, point.y


def _inner_point(shape: BaseGeometry) -> list[float]:
    """Return the point of a shape that is farthest from its edge."""
    biggest = max(get_parts(shape), key=lambda part: part.area)
    centre = maximum_inscribed_circle(biggest, tolerance=0.05).coords[0]
    return [round(centre[0], 2), round(centre[1], 2)]


def _water_names(frame: Frame, languages: Sequence[str]) -> list[dict[str, Any]]:
    table = _layer("lakes")
    near = table[table.intersects(frame.frame)]
    return [
        {
            "kind": "water",
            "names": names,
            "at": _inner_point(row.geometry),
            "rank": 3,
            "size": round(float(row.geometry.area), 3),
        }
        for row in near.itertuples()
        if (names := _names(row, languages))
    ]


def _names(row: Any, languages: Sequence[str]) -> dict[str, str]:
    """Return the names of a feature by language; English is kept as the fallback."""
    found = {
        language: getattr(row, f"name_{language}", None)
        for language in dict.fromkeys(["en", *languages])
    }
    names = {k: str(v) for k, v in found.items() if isinstance(v, str) and v}
    plain = getattr(row, "name", None)
    if "en" not in names and isinstance(plain, str) and plain:
        names["en"] = plain
    return names
