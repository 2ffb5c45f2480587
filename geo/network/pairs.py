"""Measure many origin-destination pairs at once.

Nodes with few neighbours are taken out of the network one by one, each time joining its
neighbours by what it cost to pass it; lengths between the others stay exact. What is left,
the core, is small enough to measure from every node to every other with SciPy's Dijkstra.
A pair then costs two short climbs to the core and a look-up.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import inf

import numpy as np

from geo.errors import InputError
from geo.geodesy import LonLat
from geo.network.graph import DEGREE, Array, Network, matrix_of

CORE_DEGREE = 10
"""Nodes with up to so many neighbours are taken out."""

Arcs = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _Core:
    """A network with all but its core taken out.

    Parameters
    ----------
    rank
        Order in which nodes were taken out; nodes of the core have the number of nodes.
    up
        For each node taken out, its neighbours at that moment and the lengths to them.
    index
        Core node to its row in ``lengths``.
    lengths
        Shape (c, c): lengths between core nodes, infinite where nothing connects them.
    """

    rank: list[int]
    up: list[Arcs]
    index: dict[int, int]
    lengths: Array


def pair_lengths(network: Network, origins: Array, destinations: Array) -> Array:
    """Return the length of the shortest way for each pair of nodes.

    Parameters
    ----------
    network
        The network.
    origins, destinations
        Shape (p,): indices of nodes; see `nearest_nodes`.

    Returns
    -------
    numpy.ndarray
        Shape (p,), float64, kilometres along the track; infinite where no way exists.

    Raises
    ------
    InputError
        If the shapes differ or an index is not that of a node.
    """
    pairs = np.column_stack([np.asarray(origins), np.asarray(destinations)])
    if pairs.size and not (pairs.min() >= 0 and pairs.max() < len(network.nodes)):
        msg = f"a node index is outside 0 to {len(network.nodes) - 1}"
        raise InputError(msg)
    core = _core(network)
    climbs = {int(node): _climb(core, int(node)) for node in np.unique(pairs)}
    return np.array([_length(core, climbs[int(a)], climbs[int(b)]) for a, b in pairs])


def nearest_nodes(network: Network, points: list[LonLat]) -> Array:
    """Return the node nearest to each (longitude, latitude), shape (p,), int."""
    from scipy.spatial import cKDTree

    return np.asarray(cKDTree(_unit(network.nodes / DEGREE)).query(_unit(np.array(points)))[1])


def _unit(lonlat: Array) -> Array:
    lon, lat = np.radians(lonlat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _core(network: Network) -> _Core:
    size = len(network.nodes)
    near: list[dict[int, float]] = [{} for _ in range(size)]
    for (a, b), km in zip(network.edge_ends.tolist(), network.edge_km.tolist(), strict=True):
        if km < near[a].get(b, inf):
            near[a][b] = near[b][a] = km
    rank, up = [size] * size, [[] for _ in range(size)]  # type: tuple[list[int], list[Arcs]]
    # Degree and node in one number: a heap of tuples takes twice as long.
    queue = [len(arcs) * size + node for node, arcs in enumerate(near)]
    heapq.heapify(queue)
    order = 0
    while queue:
        degree, node = divmod(heapq.heappop(queue), size)
        if rank[node] < size or degree != len(near[node]) or degree > CORE_DEGREE:
            continue
        rank[node], order = order, order + 1
        up[node] = _take_out(near, node)
        for other, _ in up[node]:
            heapq.heappush(queue, len(near[other]) * size + other)
    index = {node: i for i, node in enumerate(n for n in range(size) if rank[n] == size)}
    return _Core(rank, up, index, _all_lengths(near, index))


def _take_out(near: list[dict[int, float]], node: int) -> Arcs:
    """Remove a node and join its neighbours to each other; return its arcs."""
    arcs = list(near[node].items())
    for other, _ in arcs:
        del near[other][node]
    for i, (a, to_a) in enumerate(arcs):
        beside = near[a]
        for b, to_b in arcs[i + 1 :]:
            km = to_a + to_b
            if km < beside.get(b, inf):
                beside[b] = near[b][a] = km
    return arcs


def _all_lengths(near: list[dict[int, float]], index: dict[int, int]) -> Array:
    from scipy.sparse.csgraph import dijkstra

    rows = [(i, index[b], km) for a, i in index.items() for b, km in near[a].items() if a < b]
    if not rows:
        return np.where(np.eye(len(index)) > 0, 0.0, np.inf)
    ends = np.array([(a, b) for a, b, _ in rows])
    matrix = matrix_of(ends, np.array([km for _, _, km in rows]), len(index))
    return np.asarray(dijkstra(matrix))


Climb = tuple[dict[int, float], Array, Array]


def _climb(core: _Core, node: int) -> Climb:
    """Return what lies above a node with the lengths to it, and the core rows among it."""
    rank, up, size = core.rank, core.up, len(core.rank)
    reached = {node: 0.0}
    queue = [rank[node] * size + node]
    seen = {node}
    while queue:
        order, here = divmod(heapq.heappop(queue), size)
        if order == size:
            break
        km = reached[here]
        for other, step in up[here]:
            if km + step < reached.get(other, inf):
                reached[other] = km + step
            if other not in seen:
                seen.add(other)
                heapq.heappush(queue, rank[other] * size + other)
    top = [(core.index[n], km) for n, km in reached.items() if rank[n] == size]
    rows = np.array([i for i, _ in top], dtype=np.intp)
    return reached, rows, np.array([km for _, km in top])


def _length(core: _Core, a: Climb, b: Climb) -> float:
    below, other = (a[0], b[0]) if len(a[0]) < len(b[0]) else (b[0], a[0])
    meets = [km + other[node] for node, km in below.items() if node in other]
    best = min(meets, default=inf)
    if len(a[1]) and len(b[1]):
        over = a[2][:, None] + core.lengths[a[1][:, None], b[1]] + b[2]
        best = min(best, float(over.min()))
    return best
