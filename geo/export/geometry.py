"""Make geometry ready for files: split at the antimeridian, one kind a table, fixed decimals."""

from __future__ import annotations

import itertools
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

DECIMALS = 6
"""Decimals of a degree in every file: 0.11 m at the equator."""

_AT_ONCE = 65_536
_HALF_TURN = 180.0
_SINGLE = {0: "Point", 1: "LineString", 3: "Polygon", 4: "Point", 5: "LineString", 6: "Polygon"}
_PARTS = {4, 5, 6}


def prepare(geometries: Any) -> NDArray[np.object_]:
    """Return geometries as files should hold them.

    Parameters
    ----------
    geometries
        Points, lines or polygons of one kind, EPSG:4326, (longitude, latitude);
        longitudes may run on past 180 degrees.

    Returns
    -------
    numpy.ndarray
        2-D shapely geometries between 180 W and 180 E, rounded to `DECIMALS`, outer
        rings counter-clockwise; all of them multi-part if one has to be.

    Raises
    ------
    InputError
        If a geometry is missing, empty or not finite, or the kinds are mixed.
    """
    found = np.asarray(geometries, dtype=object)
    require_drawable(found)
    found = _rounded(shapely.force_2d(found))
    return _one_type(split_at_antimeridian(found))


def kind(geometries: Any) -> str:
    """Return the one kind of the geometries: Point, LineString or Polygon.

    Raises
    ------
    InputError
        If there is none or more than one.
    """
    types = {int(i) for i in np.unique(shapely.get_type_id(np.asarray(geometries, dtype=object)))}
    kinds = sorted({_SINGLE.get(i, "GeometryCollection") for i in types})
    if len(kinds) != 1 or "GeometryCollection" in kinds:
        msg = f"a table must hold one kind of geometry (points, lines or polygons), not {kinds!r}"
        raise InputError(msg)
    return kinds[0]


def geometry_type(geometries: Any) -> str:
    """Return the type of prepared geometries with its part, such as MultiPolygon."""
    single = kind(geometries)
    multi = np.isin(shapely.get_type_id(geometries), list(_PARTS)).any()
    return f"Multi{single}" if multi else single


def require_drawable(geometries: Any) -> None:
    """Raise an error if a geometry is missing or empty, or a coordinate is not finite.

    Raises
    ------
    InputError
        Naming the first rows that have no geometry.
    """
    geometries = np.asarray(geometries, dtype=object)
    missing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    if missing.any():
        rows = np.flatnonzero(missing)[:5].tolist()
        msg = f"every feature needs a geometry; missing or empty in rows {rows!r}"
        raise InputError(msg)
    for start in range(0, len(geometries), _AT_ONCE):
        if not np.isfinite(shapely.get_coordinates(geometries[start : start + _AT_ONCE])).all():
            msg = "a coordinate is not finite; allowed: longitude and latitude in degrees"
            raise InputError(msg)


def split_at_antimeridian(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cut geometries that run past 180 degrees and move the parts between 180 W and 180 E.

    Parameters
    ----------
    geometries
        Geometries with continuous longitudes: a line from Fiji to Samoa runs 178 → 188.
    """
    if len(geometries) == 0:
        return geometries
    outside = np.flatnonzero(runs_past(shapely.bounds(geometries)))
    if len(outside) == 0:
        return geometries
    split = geometries.copy()
    for i in outside:
        split[i] = _split(geometries[i])
    return split


def runs_past(bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which bounding boxes, rows of west, south, east, north, run past 180 degrees."""
    return (bounds[:, 0] < -_HALF_TURN) | (bounds[:, 2] > _HALF_TURN)


def bbox(geometries: Any) -> list[float] | None:
    """Return the RFC 7946 bounding box of geometries with continuous longitudes.

    Returns
    -------
    list of float or None
        West, south, east, north. West is above east if a geometry crosses the
        antimeridian; None if there is no geometry.
    """
    if len(geometries) == 0:
        return None
    bounds = shapely.bounds(np.asarray(geometries, dtype=object))
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    if runs_past(bounds).any():
        west, east = _around_the_widest_gap(bounds[:, 0], bounds[:, 2])
    return [round(degrees, DECIMALS) + 0.0 for degrees in (west, south, east, north)]


def _rounded(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    types = shapely.get_type_id(geometries)
    rounded: NDArray[np.object_] = shapely.transform(
        geometries, lambda lonlat: np.round(lonlat, DECIMALS) + 0.0
    )
    for i in np.flatnonzero((types == 3) | (types == 6)):  # noqa: PLR2004 - shapely's type ids
        rounded[i] = _valid_polygon(rounded[i])
    return rounded


def _valid_polygon(polygon: BaseGeometry) -> BaseGeometry:
    valid = polygon if polygon.is_valid else shapely.set_precision(polygon, 10.0**-DECIMALS)
    if valid.is_empty:
        msg = f"a polygon has no area left at {DECIMALS} decimals"
        raise InputError(msg)
    return shapely.orient_polygons(valid)


def _split(geometry: BaseGeometry) -> Any:
    dimension = int(shapely.get_dimensions(geometry))
    cut = (_points_moved, _line_cut, _area_cut)[dimension]
    parts = [piece for part in shapely.get_parts(geometry) for piece in cut(part)]
    made = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[dimension]
    return parts[0] if len(parts) == 1 else made(parts)


def _points_moved(point: Point) -> list[BaseGeometry]:
    return [_moved(point, -360.0 * floor((point.x + 180) / 360))]


def _line_cut(line: BaseGeometry) -> list[BaseGeometry]:
    """Cut a line where it passes 180 degrees, in its own order and however often it turns back."""
    lonlat = _with_passages(shapely.get_coordinates(line))
    turns = np.floor((lonlat[:-1, 0] + lonlat[1:, 0] + 360) / 720).astype(int)
    edges = [0, *(np.flatnonzero(np.diff(turns)) + 1).tolist(), len(turns)]
    pieces = itertools.pairwise(edges)
    return [
        _moved(shapely.LineString(lonlat[a : b + 1]), -360.0 * int(turns[a])) for a, b in pieces
    ]


def _with_passages(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add a vertex wherever a segment passes an odd multiple of 180 degrees."""
    dense = [lonlat[0]]
    for start, end in itertools.pairwise(lonlat):
        low, high = sorted((start[0], end[0]))
        meridians = [m for m in _antimeridians(low, high) if low < m < high]
        for meridian in meridians if end[0] > start[0] else meridians[::-1]:
            share = (meridian - start[0]) / (end[0] - start[0])
            dense.append(np.array([meridian, start[1] + share * (end[1] - start[1])]))
        dense.append(end)
    return np.array(dense)


def _antimeridians(low: float, high: float) -> list[float]:
    turns = range(floor((low - 180) / 360), ceil((high - 180) / 360) + 1)
    return [180.0 + 360 * turn for turn in turns]


def _area_cut(polygon: BaseGeometry) -> list[BaseGeometry]:
    west, _, east, _ = polygon.bounds
    pieces: list[BaseGeometry] = []
    for turn in range(floor((west + 180) / 360), ceil((east - 180) / 360) + 1):
        inside = polygon.intersection(shapely.box(turn * 360 - 180, -90, turn * 360 + 180, 90))
        areas = [p for p in shapely.get_parts(inside) if shapely.get_dimensions(p) == 2]  # noqa: PLR2004
        pieces += [_moved(area, -360.0 * turn) for area in areas if not area.is_empty]
    return pieces


def _moved(geometry: BaseGeometry, degrees: float) -> BaseGeometry:
    shift = np.array([degrees, 0.0])
    moved = shapely.transform(geometry, lambda lonlat: np.round(lonlat + shift, DECIMALS))
    is_area = shapely.get_dimensions(moved) == 2  # noqa: PLR2004 - areas
    return shapely.orient_polygons(moved) if is_area else moved


def _one_type(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    if len(geometries) == 0:
        return geometries
    single = kind(geometries)
    types = shapely.get_type_id(geometries)
    if not np.isin(types, list(_PARTS)).any():
        return geometries
    make: Any = {
        "Point": shapely.multipoints,
        "LineString": shapely.multilinestrings,
        "Polygon": shapely.multipolygons,
    }[single]
    found = geometries.copy()
    for i in np.flatnonzero(~np.isin(types, list(_PARTS))):
        found[i] = make([geometries[i]])
    return found


def _around_the_widest_gap(
    wests: NDArray[np.float64], easts: NDArray[np.float64]
) -> tuple[float, float]:
    """Return west and east of the shortest arc of longitudes that holds every interval."""
    if (easts - wests >= 360).any():  # noqa: PLR2004 - a full turn
        return -180.0, 180.0
    start = (wests + 180) % 360 - 180
    order = np.argsort(start, kind="stable")
    start, end = start[order], (start + (easts - wests))[order]
    reach = np.maximum.accumulate(end)
    gaps = np.append(start[1:], start[0] + 360) - reach
    i = int(np.argmax(gaps))
    if gaps[i] <= 0:
        return -180.0, 180.0
    return float(start[(i + 1) % len(start)]), float((reach[i] + 180) % 360 - 180)
