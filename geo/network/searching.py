"""Search shortest paths; the search itself is SciPy's Dijkstra.

Matrices hold both directions of every line: a directed search needs no second copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.network.graph import Array, matrix_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


Ties = Sequence[tuple[int, float]]
"""The nodes that a place is tied to, each with the kilometres to it."""


def path_between(
    matrix: csr_matrix, start: Ties, end: Ties, *, about_km: float = np.inf
) -> tuple[float, list[int]] | None:
    """Return length and nodes of the shortest path between two places, ``None`` without one.

    Parameters
    ----------
    matrix
        Lengths from node to node.
    start, end
        The nodes that the places are tied to.
    about_km
        The search stops at this distance, and goes on only if it has not found a way.
    """
    from scipy.sparse.csgraph import dijkstra

    source = matrix.shape[0]
    tied = _with_source(matrix, start)
    km, before = dijkstra(tied, indices=source, return_predecessors=True, limit=about_km)
    total, last = min((float(km[node]) + more, node) for node, more in end)
    if np.isfinite(about_km) and total > about_km:
        return path_between(matrix, start, end)
    way = _walk_back(before, source, last)
    return None if way is None else (total, way[1:])


def _with_source(matrix: csr_matrix, ties: Ties) -> csr_matrix:
    """Return a matrix with one more node, from which one can only leave."""
    from scipy.sparse import csr_matrix

    nodes, km = [node for node, _ in ties], [km for _, km in ties]
    size = matrix.shape[0] + 1
    parts = (
        np.concatenate([matrix.data, km]),
        np.concatenate([matrix.indices, np.array(nodes, dtype=matrix.indices.dtype)]),
        np.append(matrix.indptr, matrix.indptr[-1] + len(nodes)),
    )
    return csr_matrix(parts, (size, size))


def _walk_back(before: Array, start: int, end: int) -> list[int] | None:
    nodes = [end]
    while nodes[-1] != start:
        previous = int(before[nodes[-1]])
        if previous < 0:
            return None
        nodes.append(previous)
    return nodes[::-1]


@dataclass(frozen=True, slots=True)
class Tied:
    """Lines with their areas, those to the places of a question included.

    Parameters
    ----------
    ends, km, areas
        Shape (m, 2), (m,), (m,): end nodes, lengths and areas of the lines.
    size
        Number of nodes.
    """

    ends: Array
    km: Array
    areas: Array
    size: int

    def border_nodes(self, area: int) -> Array:
        """Return the nodes where lines of an area meet lines of others."""
        inside, outside = self.ends[self.areas == area], self.ends[self.areas != area]
        return np.intersect1d(inside, outside)


def path_through(tied: Tied, start: int, end: int, required: Sequence[int]) -> list[int] | None:
    """Return the shortest path that enters each area and leaves it at another point.

    Parameters
    ----------
    tied
        The lines.
    start, end
        Nodes.
    required
        Areas to go through, in this order. An area that the start or the end lies in
        counts as passed.

    Returns
    -------
    list of int or None
        Nodes from start to end, ``None`` if there is no such path.
    """
    touched = {int(a) for a in tied.areas[(tied.ends == start).any(axis=1)]}
    touched |= {int(a) for a in tied.areas[(tied.ends == end).any(axis=1)]}
    todo = [area for area in required if area not in touched]
    costs: dict[int, float] = {start: 0.0}
    paths: dict[int, list[int]] = {start: [start]}
    for area in todo:
        costs, paths = _cross(tied, area, costs, paths)
        if not costs:
            return None
    reached = _reach(tied, costs, paths, np.array([end]))
    return reached[1].get(end)


def _cross(
    tied: Tied, area: int, costs: dict[int, float], paths: dict[int, list[int]]
) -> tuple[dict[int, float], dict[int, list[int]]]:
    """Return costs and paths to every point where one can leave an area, having entered it."""
    from scipy.sparse.csgraph import dijkstra

    borders = tied.border_nodes(area)
    costs, paths = _reach(tied, costs, paths, borders)
    entries = np.array(sorted(costs))
    if not len(entries):
        return {}, {}
    inside = tied.areas == area
    matrix = matrix_of(tied.ends[inside], tied.km[inside], tied.size)
    across, before = dijkstra(matrix, directed=True, indices=entries, return_predecessors=True)
    total = np.array([costs[int(i)] for i in entries])[:, None] + across[:, borders]
    total[entries[:, None] == borders[None, :]] = np.inf
    best = total.argmin(axis=0)
    left: dict[int, float] = {}
    ways: dict[int, list[int]] = {}
    for k, node in enumerate(int(i) for i in borders):
        row = int(best[k])
        if np.isfinite(total[row, k]):
            crossing = _walk_back(before[row], int(entries[row]), node)
            assert crossing is not None
            left[node] = float(total[row, k])
            ways[node] = paths[int(entries[row])] + crossing[1:]
    return left, ways


def _reach(
    tied: Tied, costs: dict[int, float], paths: dict[int, list[int]], targets: Array
) -> tuple[dict[int, float], dict[int, list[int]]]:
    """Search from several nodes at once, each with what it cost to get there."""
    from scipy.sparse.csgraph import dijkstra

    source = tied.size
    links = np.array([(source, node) for node in costs])
    matrix = matrix_of(
        np.concatenate([tied.ends, links]),
        np.concatenate([tied.km, list(costs.values())]),
        tied.size + 1,
    )
    found, before = dijkstra(matrix, directed=True, indices=source, return_predecessors=True)
    reached: dict[int, float] = {}
    ways: dict[int, list[int]] = {}
    for node in (int(i) for i in targets):
        way = _walk_back(before, source, node)
        if way is not None and np.isfinite(found[node]):
            reached[node] = float(found[node])
            ways[node] = paths[way[1]] + way[2:]
    return reached, ways
