"""Pack coordinates for a page: whole numbers, differences, printable characters.

A line becomes the text of Google's encoded polyline algorithm (public, 2008): each
coordinate is rounded to a fixed number of decimals, the difference to the previous
one is zigzag-encoded and written in base 64 digits. A page decodes it in a dozen
lines, and it is a quarter of the size of GeoJSON before compression.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shapely import get_coordinates, get_parts, get_rings

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 4
"""Decimals of packed degrees: 4 are 11 m, less than a pixel at any zoom of the page."""
_CHUNK = 0x20
_TRIANGLE = 3
_OFFSET = 63


def pack(points: Sequence[tuple[float, float]], *, decimals: int = DECIMALS) -> str:
    """Pack a polyline.

    Parameters
    ----------
    points
        (longitude, latitude) pairs in degrees.
    decimals
        Decimals that are kept.

    Returns
    -------
    str
        Printable ASCII; empty for no points. Points that round to their predecessor go.

    Examples
    --------
    >>> pack([(82.5, 45.2), (82.6, 45.2)], decimals=1)
    'qr@k['
    """
    scale = 10**decimals
    text: list[str] = []
    last = (0, 0)
    for longitude, latitude in points:
        now = (round(longitude * scale), round(latitude * scale))
        if text and now == last:
            continue
        text.extend(_digits(now[0] - last[0]) + _digits(now[1] - last[1]))
        last = now
    return "".join(text)


def unpack(text: str, *, decimals: int = DECIMALS) -> list[tuple[float, float]]:
    """Return the (longitude, latitude) pairs of a packed polyline."""
    scale = 10**decimals
    values = list(_values(text))
    points: list[tuple[float, float]] = []
    east = north = 0
    for step_east, step_north in zip(values[::2], values[1::2], strict=True):
        east, north = east + step_east, north + step_north
        points.append((east / scale, north / scale))
    return points


def pack_lines(geometry: BaseGeometry, *, decimals: int = DECIMALS) -> list[str]:
    """Pack every line of a geometry; what rounds to a point is left out."""
    parts = (part for part in get_parts(geometry) if part.geom_type in {"LineString", "LinearRing"})
    packed = (pack(get_coordinates(part).tolist(), decimals=decimals) for part in parts)
    return [text for text in packed if _pairs(text) > 1]


def pack_polygons(geometry: BaseGeometry, *, decimals: int = DECIMALS) -> list[list[str]]:
    """Pack every polygon of a geometry as its rings, the outer ring first.

    Rings are left open: the page closes them. Polygons that round to less than a
    triangle are left out.
    """
    polygons = (part for part in get_parts(geometry) if part.geom_type == "Polygon")
    packed = ([_ring(ring, decimals) for ring in get_rings(polygon)] for polygon in polygons)
    whole = [rings for rings in packed if _pairs(rings[0]) >= _TRIANGLE]
    return [[ring for ring in rings if _pairs(ring) >= _TRIANGLE] for rings in whole]


def _ring(ring: BaseGeometry, decimals: int) -> str:
    return pack(get_coordinates(ring)[:-1].tolist(), decimals=decimals)


def _digits(value: int) -> str:
    zigzag = ~(value << 1) if value < 0 else value << 1
    digits = []
    while zigzag >= _CHUNK:
        digits.append(chr((_CHUNK | (zigzag & (_CHUNK - 1))) + _OFFSET))
        zigzag >>= 5
    digits.append(chr(zigzag + _OFFSET))
    return "".join(digits)


def _values(text: str) -> Iterator[int]:
    result = shift = 0
    for character in text:
        digit = ord(character) - _OFFSET
        result |= (digit & (_CHUNK - 1)) << shift
        shift += 5
        if digit < _CHUNK:
            yield ~(result >> 1) if result & 1 else result >> 1
            result = shift = 0


def _pairs(text: str) -> int:
    return sum(1 for character in text if ord(character) - _OFFSET < _CHUNK) // 2
