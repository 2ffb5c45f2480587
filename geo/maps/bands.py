"""Make the band of uncertainty around a line: everything within its accuracy."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Transformer
from shapely import get_coordinates, transform, union_all
from shapely.geometry import LineString
from shapely.ops import substring

from geo import geodesy

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_PIECE_DEGREES = 2.0
_TOLERANCE = 0.03


def band(line: LineString, *, accuracy_m: float) -> BaseGeometry:
    """Return the area within a distance of a line.

    The line is cut into short pieces; each is buffered in an azimuthal equidistant
    projection around its own middle, where distances over so short a piece are true
    to better than 0.1 per cent.

    Parameters
    ----------
    line
        Line, (longitude, latitude) in EPSG:4326.
    accuracy_m
        Half width of the band in metres, above 0.

    Returns
    -------
    shapely.Polygon or shapely.MultiPolygon
        In EPSG:4326.
    """
    points = [(float(east), float(north)) for east, north in get_coordinates(line)]
    dense = LineString(geodesy.densify(points, step_km=25))
    count = max(1, round(dense.length / _PIECE_DEGREES))
    ends = [i / count for i in range(count + 1)]
    pieces = [substring(dense, a, b, normalized=True) for a, b in pairwise(ends)]
    return union_all([_buffer(piece, accuracy_m) for piece in pieces])


def _buffer(piece: BaseGeometry, metres: float) -> BaseGeometry:
    middle = piece.interpolate(0.5, normalized=True)
    there, back = _projections(round(middle.x, 3), round(middle.y, 3))
    flat = _projected(piece, there)
    return _projected(flat.buffer(metres, quad_segs=8).simplify(metres * _TOLERANCE), back)


def _projected(geometry: BaseGeometry, transformer: Transformer) -> BaseGeometry:
    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return transform(geometry, move)


@cache
def _projections(longitude: float, latitude: float) -> tuple[Transformer, Transformer]:
    local = f"+proj=aeqd +lon_0={longitude} +lat_0={latitude} +datum=WGS84 +units=m"
    return (
        Transformer.from_crs("EPSG:4326", local, always_xy=True),
        Transformer.from_crs(local, "EPSG:4326", always_xy=True),
    )
