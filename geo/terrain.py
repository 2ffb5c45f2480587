"""Find the way that the land offers between two points.

A railway climbs as little as it can and goes round lakes. The cheapest path over a
30-arc-second elevation grid, with one set of weights for every line, follows known
railways better than a straight line does; ``docs/lines.md`` has the measured offsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import embedded
from geo.geodesy import LonLat

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from shapely.geometry.base import BaseGeometry

Array = np.ndarray[Any, Any]

GRID = "terrain/globe.npz"
LAKES = "basemap/lakes.geojson"

RULING_GRADE = 0.005
"""Grade that costs nothing extra, metres per metre."""

GRADE_COST = 150.0
"""Extra cost of a kilometre per unit of grade above the ruling grade."""

WATER_COST = 30.0
"""Factor on the cost of a kilometre over a lake."""

PAD_DEGREES = 0.25
"""How far a path may swing outside the box of its ends."""

_KM_PER_DEGREE = 111.2
_METRES_PER_KM = 1000.0
_MOVES = (
    (0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1),
    (1, 3), (3, 1), (1, -3), (3, -1), (2, 3), (3, 2), (2, -3), (3, -2),
)  # fmt: skip
"""Sixteen moves, thirty-two directions: with eight, paths come out too long."""


@dataclass(frozen=True, slots=True)
class Heights:
    """A grid of heights.

    Parameters
    ----------
    elevation
        Metres, int16, rows from north to south.
    west, north
        Outer corner of the first cell, degrees.
    step
        Width and height of a cell, degrees.
    """

    elevation: Array
    west: float
    north: float
    step: float


@dataclass(frozen=True, slots=True)
class Window:
    """A cut-out of the grid: elevations in metres, rows north to south, and cell centres."""

    elevation: Array
    longitudes: Array
    latitudes: Array

    def cell(self, point: LonLat) -> int:
        """Return the flat index of the cell nearest to a (longitude, latitude) point."""
        column = int(np.abs(self.longitudes - point[0]).argmin())
        row = int(np.abs(self.latitudes - point[1]).argmin())
        return row * len(self.longitudes) + column

    def centre(self, cell: int) -> LonLat:
        """Return the (longitude, latitude) of a cell."""
        row, column = divmod(cell, len(self.longitudes))
        return float(self.longitudes[column]), float(self.latitudes[row])


@dataclass(frozen=True, slots=True)
class Land:
    """A window with what every move between two of its cells costs, one direction each."""

    window: Window
    costs: csr_matrix

    def eased(self, factor: Array) -> Land:
        """Return the land with costs times the mean factor of both cells of every move."""
        from scipy.sparse import csr_matrix

        costs = self.costs
        ends = np.repeat(factor, np.diff(costs.indptr)) + factor[costs.indices]
        data = costs.data * ends / 2
        return Land(self.window, csr_matrix((data, costs.indices, costs.indptr), costs.shape))

    def path(self, start: LonLat, end: LonLat, *, factor: Array | None = None) -> list[LonLat]:
        """Return the cheapest way between two points of the window over cell centres.

        Parameters
        ----------
        start, end
            (longitude, latitude) in degrees.
        factor
            Factor on the cost of every cell, flat: below 1 where something draws the line.
        """
        from scipy.sparse.csgraph import dijkstra

        first, last = self.window.cell(start), self.window.cell(end)
        land = self if factor is None else self.eased(factor)
        _, before = dijkstra(land.costs, directed=False, indices=first, return_predecessors=True)
        cells = [last]
        while cells[-1] != first:
            cells.append(int(before[cells[-1]]))
        return [start, *(self.window.centre(cell) for cell in reversed(cells[1:-1])), end]


def least_cost_path(start: LonLat, end: LonLat) -> list[LonLat] | None:
    """Return the path between two points that costs least over the terrain.

    Parameters
    ----------
    start, end
        (longitude, latitude) in degrees.

    Returns
    -------
    list of tuple or None
        From ``start`` to ``end`` over cell centres; ``None`` where the embedded grid
        does not cover both ends.
    """
    land = land_between(start, end)
    return None if land is None else land.path(start, end)


def land_between(start: LonLat, end: LonLat) -> Land | None:
    """Return the land that a line between two points may cross, ``None`` outside the grid."""
    window = _window(start, end)
    return None if window is None else Land(window, _costs(window))


def elevation_at(point: LonLat) -> int | None:
    """Return the elevation of the grid cell at a point in metres, ``None`` outside the grid."""
    window = _window(point, point)
    if window is None:
        return None
    return int(window.elevation.flat[window.cell(point)])


def _window(start: LonLat, end: LonLat) -> Window | None:
    grid = heights()
    west, north, step = grid.west, grid.north, grid.step
    lons, lats = sorted([start[0], end[0]]), sorted([start[1], end[1]])
    rows, columns = grid.elevation.shape
    inside = (
        west <= lons[0]
        and lons[1] <= west + columns * step
        and north - rows * step <= lats[0]
        and lats[1] <= north
    )
    if not inside:
        return None
    left = max(0, int((lons[0] - PAD_DEGREES - west) / step))
    right = min(columns, int((lons[1] + PAD_DEGREES - west) / step) + 1)
    top = max(0, int((north - lats[1] - PAD_DEGREES) / step))
    bottom = min(rows, int((north - lats[0] + PAD_DEGREES) / step) + 1)
    return Window(
        elevation=grid.elevation[top:bottom, left:right].astype(float),
        longitudes=west + (np.arange(left, right) + 0.5) * step,
        latitudes=north - (np.arange(top, bottom) + 0.5) * step,
    )


def _costs(window: Window) -> csr_matrix:
    """Return the undirected graph of the window: the cost of every move between two cells."""
    from scipy.sparse import coo_matrix

    rows, columns = window.elevation.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    water = _water(window)
    starts, ends, costs = [], [], []
    for down, right in _MOVES:
        here = index[: rows - down, max(0, -right) : columns - max(0, right)].ravel()
        there = index[down:, max(0, right) : columns + min(0, right)].ravel()
        starts.append(here)
        ends.append(there)
        costs.append(_move_costs(window, water, here, there, (down, right)))
    joined = (np.concatenate(costs), (np.concatenate(starts), np.concatenate(ends)))
    return coo_matrix(joined, shape=(index.size, index.size)).tocsr()


def _move_costs(
    window: Window, water: Array, here: Array, there: Array, move: tuple[int, int]
) -> Array:
    down, right = move
    height = window.elevation.ravel()
    middle = float(np.cos(np.radians(window.latitudes.mean())))
    step = abs(window.latitudes[0] - window.latitudes[1]) * _KM_PER_DEGREE
    km = float(np.hypot(down * step, right * step * middle))
    grade = np.abs(height[there] - height[here]) / _METRES_PER_KM / km
    pieces = max(abs(down), abs(right))
    for k in range(1, pieces):
        between = here + round(down * k / pieces) * window.elevation.shape[1]
        between = between + round(right * k / pieces)
        level = height[here] + (height[there] - height[here]) * k / pieces
        bump = np.abs(height[between] - level) / _METRES_PER_KM / (km / pieces)
        # A bump half-way is cut or filled in part: it counts half.
        grade = np.maximum(grade, bump / 2)
    cost = km * (1 + GRADE_COST * np.maximum(0, grade - RULING_GRADE))
    wet = water[here] | water[there]
    charged: Array = np.where(wet, cost * WATER_COST, cost)
    return charged


def _water(window: Window) -> Array:
    """Return which cells lie in a lake, flat."""
    from shapely import box, contains_xy, union_all

    west, east = window.longitudes[0], window.longitudes[-1]
    north, south = window.latitudes[0], window.latitudes[-1]
    near = [lake for lake in lakes() if lake.intersects(box(west, south, east, north))]
    lon, lat = np.meshgrid(window.longitudes, window.latitudes)
    if not near:
        return np.zeros(lon.size, dtype=bool)
    return np.asarray(contains_xy(union_all(near), lon.ravel(), lat.ravel()))


@cache
def lakes() -> tuple[BaseGeometry, ...]:
    """Return the outlines of the embedded lakes, EPSG:4326."""
    return tuple(shape for _, shape in embedded.features(LAKES))


@cache
def heights() -> Heights:
    """Return the embedded grid of heights.

    It is stored as differences along each row, zigzag-coded, low bytes before high ones:
    as small as the best packer makes the heights themselves, and ten times as fast to read.
    """
    with np.load(embedded.path(GRID), allow_pickle=False) as data:
        low, high = data["planes"].astype(np.uint16)
        coded = low | high << 8
        steps = (coded >> 1).astype(np.int16) ^ -(coded & 1).astype(np.int16)
        return Heights(
            np.cumsum(steps, axis=1, dtype=np.int16),
            *(float(data[key]) for key in ("west", "north", "step_degrees")),
        )
