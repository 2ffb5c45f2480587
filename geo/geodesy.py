"""Measure on the WGS 84 ellipsoid; all coordinates are (longitude, latitude) in degrees."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

LonLat = tuple[float, float]


@cache
def ellipsoid() -> Geod:
    """Return the WGS 84 ellipsoid."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def distance_km(a: LonLat, b: LonLat) -> float:
    """Return the geodesic distance between two points in kilometres.

    Parameters
    ----------
    a, b
        (longitude, latitude) in degrees.

    Examples
    --------
    >>> round(distance_km((71.44598, 51.1801), (121.47, 31.23)))  # Astana - Shanghai
    4627
    """
    return float(ellipsoid().inv(*a, *b)[2]) / 1000


def cumulative_km(points: Sequence[LonLat]) -> np.ndarray:
    """Return the geodesic distance of each vertex from the first, in kilometres.

    Parameters
    ----------
    points
        At least one (longitude, latitude) pair.

    Returns
    -------
    numpy.ndarray
        Shape (n,), float64, the first value 0.
    """
    lonlat = np.asarray(points, dtype=float)
    steps = ellipsoid().inv(*lonlat[:-1].T, *lonlat[1:].T)[2] if len(lonlat) > 1 else []
    return np.concatenate([[0.0], np.cumsum(steps)]) / 1000


def length_km(points: Sequence[LonLat]) -> float:
    """Return the geodesic length of a polyline in kilometres."""
    return float(cumulative_km(points)[-1])


def continuous(points: Sequence[LonLat]) -> list[LonLat]:
    """Shift longitudes by whole turns so that no step is longer than half a turn."""
    result = [points[0]]
    for lon, lat in points[1:]:
        turns = round((result[-1][0] - lon) / 360)
        result.append((lon + 360 * turns, lat))
    return result


def area_km2(geometry: BaseGeometry) -> float:
    """Return the geodesic area of a polygon or multipolygon in square kilometres."""
    from shapely import orient_polygons

    return abs(float(ellipsoid().geometry_area_perimeter(orient_polygons(geometry))[0])) / 1e6


def densify(points: Sequence[LonLat], *, step_km: float) -> list[LonLat]:
    """Add geodesic points to a polyline so that no step is longer than a limit.

    Parameters
    ----------
    points
        (longitude, latitude) pairs.
    step_km
        The longest step allowed, in kilometres.

    Returns
    -------
    list of tuple
        The polyline with its own vertices kept.
    """
    if step_km <= 0:
        msg = f"step_km must be above 0, not {step_km!r}"
        raise ValueError(msg)
    dense: list[LonLat] = [points[0]]
    for start, end in itertools.pairwise(points):
        pieces = int(np.ceil(distance_km(start, end) / step_km))
        if pieces > 1:
            between = ellipsoid().npts(*start, *end, pieces - 1)
            dense.extend((float(lon), float(lat)) for lon, lat in between)
        dense.append(end)
    return dense


def along(points: Sequence[LonLat], km: float) -> LonLat:
    """Return the point of a polyline at a distance from its start.

    Parameters
    ----------
    points
        (longitude, latitude) pairs, at least two.
    km
        Distance from the start in kilometres; clamped to the polyline.
    """
    marks = cumulative_km(points)
    if km <= 0:
        return points[0]
    if km >= marks[-1]:
        return points[-1]
    i = int(np.searchsorted(marks, km, side="right")) - 1
    azimuth = ellipsoid().inv(*points[i], *points[i + 1])[0]
    lon, lat, _ = ellipsoid().fwd(*points[i], azimuth, (km - marks[i]) * 1000)
    return float(lon), float(lat)
