"""Find the point of a network that is nearest to a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.geodesy import LonLat, distance_km
from geo.network.graph import Array, Network, wrapped

_KM_PER_DEGREE = 111.2
_HALF_TURN = 180.0


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place meets the network.

    Parameters
    ----------
    asked
        The (longitude, latitude) of the place.
    point
        The point on the line, as the network draws it.
    away_km
        Distance between the two.
    edge
        The line.
    km
        Distance of the point from the first end of the line along the track.
    """

    asked: LonLat
    point: LonLat
    away_km: float
    edge: int
    km: float


def nearest(network: Network, point: LonLat, *, usable: Array, pieces: Array) -> dict[int, Snap]:
    """Return the nearest point on each piece of a network that is near a place.

    Parameters
    ----------
    network
        The network.
    point
        (longitude, latitude) in degrees.
    usable
        Shape (m,), bool: the lines that may be used, and no others within reach.
    pieces
        Shape (n,): the connected piece that each node belongs to.

    Returns
    -------
    dict
        Piece to the nearest snap on it.
    """
    edges, shares, squares, firsts = _close_pieces(network, point, usable)
    best: dict[int, Snap] = {}
    for i in np.argsort(squares, kind="stable"):
        piece = int(pieces[network.edge_ends[edges[i], 0]])
        if piece not in best:
            best[piece] = _snap(network, point, int(edges[i]), int(firsts[i]), float(shares[i]))
    return best


def usable_near(network: Network, point: LonLat, *, allowed: Array, within_km: float) -> Array:
    """Return which allowed lines may come within a distance of a point, shape (m,), bool."""
    lon, lat = point
    reach = within_km / _KM_PER_DEGREE
    wide = reach / max(0.05, np.cos(np.radians(lat)))
    west, south, east, north = network.bounds
    near = (south <= lat + reach) & (north >= lat - reach)
    beside = np.zeros(len(near), dtype=bool)
    for turn in (-360.0, 0.0, 360.0):
        if abs(lon + turn) <= _HALF_TURN + wide:
            beside |= (west <= lon + turn + wide) & (east >= lon + turn - wide)
    return near & beside & allowed


def _offsets(points: Array, point: LonLat) -> Array:
    return wrapped(points - np.asarray(point, dtype=points.dtype))


def _close_pieces(
    network: Network, point: LonLat, usable: Array
) -> tuple[Array, Array, Array, Array]:
    """Return line, share along the straight piece, squared distance and first point of each."""
    segments = network.segments
    lines = np.flatnonzero(usable)
    counts = segments.starts[lines + 1] - segments.starts[lines] - 1
    firsts = np.concatenate(
        [np.arange(s, s + c) for s, c in zip(segments.starts[lines], counts, strict=True)]
        or [np.empty(0, dtype=np.int64)]
    )
    edges = np.repeat(lines, counts)
    scale = np.array([np.cos(np.radians(point[1])), 1.0])
    start = _offsets(segments.points[firsts].astype(float), point) * scale
    step = wrapped(segments.points[firsts + 1] - segments.points[firsts]).astype(float) * scale
    length = np.maximum((step**2).sum(axis=1), 1e-18)
    shares = np.clip(-(start * step).sum(axis=1) / length, 0, 1)
    squares = ((start + shares[:, None] * step) ** 2).sum(axis=1)
    return edges, shares, squares, firsts


def _snap(network: Network, point: LonLat, edge: int, first: int, share: float) -> Snap:
    points, km = network.line(edge)
    i = first - int(network.segments.starts[edge])
    found = points[i] + share * wrapped(points[i + 1 : i + 2] - points[i : i + 1])[0]
    on = (float(found[0]), float(found[1]))
    along = float(km[i] + share * (km[i + 1] - km[i]))
    return Snap(point, on, distance_km(point, on), edge, along)


def common_piece(candidates: Sequence[dict[int, Snap]]) -> list[Snap] | None:
    """Pick one snap for each place so that all lie on one piece, nearest in all."""
    shared = set(candidates[0]).intersection(*candidates[1:])
    if not shared:
        return None
    best = min(sorted(shared), key=lambda piece: sum(c[piece].away_km for c in candidates))
    return [c[best] for c in candidates]
