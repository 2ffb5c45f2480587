"""Read a network: junctions, the lines between them, and what is known of each line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import embedded
from geo.errors import DataError
from geo.geodesy import LonLat, continuous

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Array = np.ndarray[Any, Any]

DEGREE = 100_000
"""Coordinates are stored as whole 1/100,000 degrees."""

_HALF_TURN = 180.0

ARRAYS = (
    "nodes",
    "edge_ends",
    "edge_km",
    "edge_area",
    "edge_join",
    "shape_start",
    "shape_points",
    "shape_km",
)


@dataclass(frozen=True)
class Network:
    """An undirected network; every pair of nodes has one line between them at most.

    Parameters
    ----------
    name
        ``"rail"`` or ``"sea"``, or the name of an imported network.
    nodes
        Shape (n, 2): (longitude, latitude) of junctions and ends in 1/100,000 degrees.
    edge_ends
        Shape (m, 2): the nodes that each line joins, in ascending order of
        (lower, higher) node.
    edge_km
        Length of each line along the track, kilometres.
    edge_area
        Index into ``areas``: the country of a railway, the strait or canal of a sea lane.
    edge_join
        Number of the joined gap that the line is; 0 for a line of the source.
    shape_start
        Shape (m + 1,): where the inner points of each line start in ``shape_points``.
    shape_points
        Shape (s, 2): inner points of all lines, like ``nodes``.
    shape_km
        Distance of each inner point from the first end of its line along the track.
    areas
        Country codes or passages.
    """

    name: str
    nodes: Array
    edge_ends: Array
    edge_km: Array
    edge_area: Array
    edge_join: Array
    shape_start: Array
    shape_points: Array
    shape_km: Array
    areas: tuple[str, ...]

    def node(self, index: int) -> LonLat:
        """Return the (longitude, latitude) of a node in degrees."""
        lon, lat = self.nodes[index]
        return float(lon) / DEGREE, float(lat) / DEGREE

    def line(self, edge: int) -> tuple[Array, Array]:
        """Return the points of a line in degrees, ends included, and their kilometres."""
        start, stop = self.shape_start[edge], self.shape_start[edge + 1]
        first, last = self.edge_ends[edge]
        ends = self.nodes[[first, last]]
        points = np.concatenate([ends[:1], self.shape_points[start:stop], ends[1:]])
        km = np.concatenate([[0.0], self.shape_km[start:stop], [self.edge_km[edge]]])
        return points / DEGREE, km

    def points_of(self, edge: int) -> list[LonLat]:
        """Return the points of a line in degrees, ends included; longitudes are continuous."""
        start, stop = self.shape_start[edge : edge + 2].tolist()
        first, last = self.nodes[self.edge_ends[edge]].tolist()
        points = [first, *self.shape_points[start:stop].tolist(), last]
        return continuous([(lon / DEGREE, lat / DEGREE) for lon, lat in points])

    def edges_between(self, starts: Array, ends: Array) -> Array:
        """Return the line between each two nodes that are joined by one, shape as given, int."""
        low, high = np.minimum(starts, ends), np.maximum(starts, ends)
        return np.searchsorted(self._keys, low.astype(np.int64) * len(self.nodes) + high)

    def passable(self, avoid: frozenset[str] = frozenset()) -> Passable:
        """Return what is left of the network outside the areas to avoid."""
        if avoid not in self._passable:
            barred = [i for i, area in enumerate(self.areas) if area in avoid]
            self._passable[avoid] = _passable(self, ~np.isin(self.edge_area, barred))
        return self._passable[avoid]

    @cached_property
    def _passable(self) -> dict[frozenset[str], Passable]:
        return {}

    @cached_property
    def _keys(self) -> Array:
        ends = self.edge_ends.astype(np.int64)
        keys: Array = ends.min(axis=1) * len(self.nodes) + ends.max(axis=1)
        return keys

    @cached_property
    def bounds(self) -> tuple[Array, Array, Array, Array]:
        """West, south, east and north of every line, each of shape (m,), degrees.

        A line that passes 180 degrees spans all longitudes.
        """
        points, starts = self.segments.points, self.segments.starts[:-1]
        low = np.minimum.reduceat(points, starts)
        high = np.maximum.reduceat(points, starts)
        passes = high[:, 0] - low[:, 0] > _HALF_TURN
        west = np.where(passes, -_HALF_TURN, low[:, 0])
        return west, low[:, 1], np.where(passes, _HALF_TURN, high[:, 0]), high[:, 1]

    @cached_property
    def segments(self) -> Segments:
        """The points of every line, for finding the nearest one."""
        lines = len(self.edge_km)
        offset = 2 * np.arange(lines + 1, dtype=np.int64)
        starts = self.shape_start.astype(np.int64) + offset
        points = np.empty((int(starts[-1]), 2), dtype=np.float32)
        inner = np.ones(len(points), dtype=bool)
        inner[starts[:-1]] = inner[starts[1:] - 1] = False
        points[starts[:-1]] = self.nodes[self.edge_ends[:, 0]]
        points[starts[1:] - 1] = self.nodes[self.edge_ends[:, 1]]
        points[inner] = self.shape_points
        points /= np.float32(DEGREE)
        return Segments(points, starts)


@dataclass(frozen=True, slots=True)
class Passable:
    """The part of a network that a search may use.

    Parameters
    ----------
    lines
        Shape (m,), bool: the lines in it.
    matrix
        Their lengths from node to node, both directions.
    pieces
        The connected piece that each node belongs to, shape (n,), int.
    """

    lines: Array
    matrix: csr_matrix
    pieces: Array


def _passable(network: Network, lines: Array) -> Passable:
    from scipy.sparse.csgraph import connected_components

    matrix = matrix_of(network.edge_ends[lines], network.edge_km[lines], len(network.nodes))
    return Passable(lines, matrix, connected_components(matrix, directed=False)[1])


@dataclass(frozen=True, slots=True)
class Segments:
    """The points of all lines in one array.

    Parameters
    ----------
    points
        Points of all lines one after the other, ends included, degrees.
    starts
        Where each line starts in ``points``.
    """

    points: Array
    starts: Array


def load_network(name: str = "rail", *, folder: Path | None = None) -> Network:
    """Load a network; its arrays stay on disk until they are used.

    Parameters
    ----------
    name
        ``"rail"``: railways of Eurasia and Africa; ``"sea"``: sea lanes of the world.
    folder
        A folder that ``geo network import`` wrote; the embedded network if ``None``.

    Raises
    ------
    DataError
        If the files are missing or damaged.

    Examples
    --------
    >>> network = load_network("sea")
    >>> "suez" in network.areas
    True
    """
    if folder is None:
        return _embedded(name)
    return _read(name, folder)


@cache
def _embedded(name: str) -> Network:
    return _read(name, embedded.path(f"network/{name}"))


def _read(name: str, folder: Path) -> Network:
    try:
        arrays = {
            # As plain arrays: each look into a memmap object costs microseconds more.
            key: np.load(folder / f"{key}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
            for key in ARRAYS
        }
        areas = tuple(json.loads((folder / "areas.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, EOFError) as error:
        msg = f"the network in {folder.as_posix()!r} cannot be read: {error}"
        raise DataError(msg) from error
    network = Network(name=name, areas=areas, **arrays)
    if len(network.edge_km) != len(network.edge_ends) or len(network.shape_start) - 1 != len(
        network.edge_km
    ):
        msg = f"the network in {folder.as_posix()!r} is damaged: its arrays do not fit together"
        raise DataError(msg)
    return network


def wrapped(steps: Array) -> Array:
    """Return steps in degrees with their longitudes between -180 and 180, in place."""
    steps[:, 0] = (steps[:, 0] + 180) % 360 - 180
    return steps


def matrix_of(ends: Array, km: Array, size: int) -> csr_matrix:
    """Return the symmetric adjacency matrix of lines given by their end nodes.

    Parameters
    ----------
    ends
        Shape (m, 2), int.
    km
        Shape (m,): lengths. A length of zero would be no line at all to the search, so
        that every one counts a tenth of a millimetre more.
    size
        Number of nodes.
    """
    from scipy.sparse import csr_matrix

    weight = np.asarray(km, dtype=np.float64) + 1e-7
    rows = np.concatenate([ends[:, 0], ends[:, 1]])
    columns = np.concatenate([ends[:, 1], ends[:, 0]])
    return csr_matrix((np.concatenate([weight, weight]), (rows, columns)), shape=(size, size))
