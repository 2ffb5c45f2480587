"""Answer which country a point lies in, and where the border between two countries runs.

The polygons are OpenStreetMap's, by way of time zones: within 300 m of the mapped
border in the areas prepared in detail, within 4.5 km elsewhere. They include
territorial waters and do not overlap: a disputed area is drawn in one country, as
``data/borders/README.md`` lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo import embedded
from geo.errors import InputError
from geo.geodesy import LonLat, distance_km

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

TOLERANCE_M = 4500.0
"""How far the coarsest border in the data may be from the mapped one, metres."""

COUNTRIES = "borders/countries.geojson"
REGIONS = "borders/regions.geojson"
MAPPED = "basemap/countries.geojson"
"""Outlines to draw, not to decide by: they end at the coast, as the land of a map does."""


def country_at(point: LonLat) -> str | None:
    """Return the ISO 3166-1 code of the country that a point lies in.

    Parameters
    ----------
    point
        (longitude, latitude) in degrees.

    Returns
    -------
    str or None
        ``None`` on the high seas.

    Examples
    --------
    >>> country_at((82.57046, 45.17027))  # Alashankou station
    'CN'
    """
    from shapely import Point

    codes, tree = _index()
    hits = sorted(codes[i] for i in tree.query(Point(point), predicate="intersects"))
    return hits[0] if hits else None


def within(point: LonLat, *, country: str, tolerance_m: float) -> bool:
    """Tell whether a point lies in a country or no farther from it than a tolerance.

    Parameters
    ----------
    point
        (longitude, latitude) in degrees.
    country
        ISO 3166-1 code.
    tolerance_m
        Metres.

    Raises
    ------
    InputError
        If the data has no such country.
    """
    from shapely import Point
    from shapely.ops import nearest_points

    polygon, here = country_polygon(country), Point(point)
    if polygon.intersects(here):
        return True
    nearest = nearest_points(polygon, here)[0]
    return distance_km((nearest.x, nearest.y), point) * 1000 <= tolerance_m


def country_polygons() -> Mapping[str, BaseGeometry]:
    """Return the polygon of every country by its ISO 3166-1 code."""
    return _polygons(COUNTRIES)


def country_polygon(country: str) -> BaseGeometry:
    """Return the polygon of a country.

    Raises
    ------
    InputError
        If the data has no such country.
    """
    polygons = country_polygons()
    if country not in polygons:
        msg = f"no country {country!r} in the embedded borders; allowed: ISO 3166-1 alpha-2 codes"
        raise InputError(msg)
    return polygons[country]


def region_polygon(code: str) -> BaseGeometry | None:
    """Return the polygon of a country or of a first-level region, if the data has it.

    Parameters
    ----------
    code
        ISO 3166-1 or 3166-2 code, such as ``CN-XJ``.
    """
    return _polygons(REGIONS).get(code) or country_polygons().get(code)


@cache
def mapped_countries() -> dict[str, BaseGeometry]:
    """Return the outline that a map draws of each country, by its ISO 3166-1 code.

    The outlines end at the coast and fit the land and the borders of the ground. Those of
    `country_polygon` decide where a point lies: they hold the territorial sea.
    """
    from shapely import union_all

    parts: dict[str, list[BaseGeometry]] = {}
    for properties, shape in embedded.features(MAPPED):
        if code := properties.get("iso2"):
            parts.setdefault(code, []).append(shape)
    return {
        code: shapes[0] if len(shapes) == 1 else union_all(shapes) for code, shapes in parts.items()
    }


@cache
def border_line(country_a: str, country_b: str) -> BaseGeometry:
    """Return the line along which two countries touch, empty if they do not.

    Parameters
    ----------
    country_a, country_b
        ISO 3166-1 codes.
    """
    from shapely import line_merge

    shared = country_polygon(country_a).boundary.intersection(country_polygon(country_b).boundary)
    lines = [part for part in getattr(shared, "geoms", [shared]) if part.length > 0]
    return line_merge(_multiline(lines))


def _multiline(lines: list[Any]) -> BaseGeometry:
    from shapely import MultiLineString

    return MultiLineString(lines)


@cache
def _polygons(name: str) -> Mapping[str, BaseGeometry]:
    """Read a file of polygons by feature id."""
    features = embedded.features(name)
    return MappingProxyType({properties["id"]: polygon for properties, polygon in features})


@cache
def _index() -> tuple[list[str], STRtree]:
    from shapely import STRtree

    polygons = country_polygons()
    return list(polygons), STRtree(list(polygons.values()))
