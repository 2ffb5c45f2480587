"""Find the shortest way over a network, and say what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import InputError
from geo.geodesy import LonLat, continuous, distance_km, length_km
from geo.network.gauge import GaugeBreak, gauge_breaks
from geo.network.graph import Array, Network, Passable, load_network, matrix_of
from geo.network.searching import Tied, path_between, path_through
from geo.network.snapping import Snap, common_piece, nearest, usable_near

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SNAP_KM = {"rail": 25.0, "sea": 150.0}
"""How far a place may lie from the nearest line, by network."""

AVOID = {"rail": frozenset[str](), "sea": frozenset({"northwest"})}
"""Areas avoided unless the caller says otherwise: the Northwest Passage is no trade lane."""

SAME_KM = 0.05
"""Places nearer to each other than this are one place."""

LONGER = 1.6
"""An alternative may be so many times as long as the shortest way."""

SHARED = 0.75
"""An alternative may share this part of its length with a way found before."""

_PENALTY = 1.5
_NOTHING_KM = 1e-4
_LEAST = 1e-7
_ABOUT, _ABOUT_KM = 1.6, 100.0
"""Most ways are shorter than so many times the straight line and so much; first searched so far."""
_ATTEMPTS = 12
_MOST_REQUIRED = 4
_EARTH = 180.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a route along one line of the network.

    Parameters
    ----------
    points
        (longitude, latitude) in the direction of travel.
    km
        Length along the track.
    area
        Country of a railway, passage of a sea lane.
    join
        Number of the joined gap, 0 for track of the source.
    edge
        The line of the network.
    """

    points: tuple[LonLat, ...]
    km: float
    area: str
    join: int
    edge: int


@dataclass(frozen=True, slots=True)
class Route:
    """A way over a network.

    Parameters
    ----------
    mode
        ``"rail"`` or ``"sea"``.
    stretches
        Its parts in order.
    snaps
        Where start, intermediate places and end meet the network.
    gauge_breaks
        Where the gauge changes.
    """

    mode: str
    stretches: tuple[Stretch, ...]
    snaps: tuple[Snap, ...]
    gauge_breaks: tuple[GaugeBreak, ...] = ()

    @property
    def length_km(self) -> float:
        """Length along the track, as the network gives it, without the ways to it."""
        return sum(stretch.km for stretch in self.stretches)

    @property
    def points(self) -> tuple[LonLat, ...]:
        """(longitude, latitude) from end to end; longitudes are continuous."""
        points = [self.stretches[0].points[0]]
        for stretch in self.stretches:
            points.extend(stretch.points[1:])
        return tuple(continuous(points))

    @property
    def drawn_km(self) -> float:
        """Geodesic length of the line as drawn: shorter than the track where chords stand in."""
        return length_km(self.points)

    @property
    def areas(self) -> tuple[tuple[str, float], ...]:
        """The countries or passages in order of travel, each with its kilometres."""
        runs = groupby(self.stretches, key=lambda stretch: stretch.area)
        return tuple((area, sum(s.km for s in run)) for area, run in runs if area)

    @property
    def joins(self) -> tuple[int, ...]:
        """The numbers of the joined gaps that the route uses, in order of travel."""
        return tuple(dict.fromkeys(s.join for s in self.stretches if s.join))

    @property
    def joined_km(self) -> float:
        """How much of the length is joined gaps."""
        return sum(stretch.km for stretch in self.stretches if stretch.join)


def route(
    start: LonLat,
    end: LonLat,
    *,
    via: Sequence[LonLat] = (),
    mode: str = "rail",
    avoid: Iterable[str] | None = None,
    require: Sequence[str] = (),
    snap_km: float | None = None,
    network: Network | None = None,
) -> Route:
    """Find the shortest way between two points.

    Parameters
    ----------
    start, end
        (longitude, latitude) in degrees.
    via
        Points to pass in this order.
    mode
        ``"rail"`` or ``"sea"``.
    avoid
        Countries (ISO 3166-1 codes) or, at sea, passages (``suez``, ``malacca``, ...) to
        keep out of; at sea the Northwest Passage unless given.
    require
        Countries or passages to go through, in this order.
    snap_km
        How far a point may lie from the nearest line: 25 km by rail, 150 km by sea
        unless given.
    network
        A network to use instead of the embedded one.

    Returns
    -------
    Route

    Raises
    ------
    InputError
        If points coincide or lie too far from the network, if no way joins them, or if
        an area is not in the network.

    Examples
    --------
    >>> way = route((71.41, 51.19), (76.95, 43.34))  # Astana - Almaty
    >>> [area for area, _ in way.areas]
    ['KZ']
    """
    used = network or load_network(_mode(mode))
    search = _Search.prepare(
        used, [start, *via, end], avoid=_barred(used, mode, avoid), snap_km=snap_km or SNAP_KM[mode]
    )
    required = [area for area in require if _known(used, area)]
    if len(required) > _MOST_REQUIRED:
        msg = f"{len(required)} areas to go through; allowed: up to {_MOST_REQUIRED}"
        raise InputError(msg)
    return search.route(mode, used.edge_km, required)


def routes(
    start: LonLat,
    end: LonLat,
    *,
    count: int = 3,
    mode: str = "rail",
    avoid: Iterable[str] | None = None,
    snap_km: float | None = None,
    network: Network | None = None,
) -> tuple[Route, ...]:
    """Find the shortest way and alternatives that differ from it.

    Lines of the ways found so far are made longer, step by step, until another way is
    shorter; one that shares more than three quarters with a former way, or is more than
    1.6 times as long as the shortest, is left out.

    Parameters
    ----------
    start, end
        (longitude, latitude) in degrees.
    count
        How many ways at most.
    mode, avoid, snap_km, network
        As for `route`.

    Returns
    -------
    tuple of Route
        The shortest way first, then in order of length; one at least.
    """
    used = network or load_network(_mode(mode))
    search = _Search.prepare(
        used, [start, end], avoid=_barred(used, mode, avoid), snap_km=snap_km or SNAP_KM[mode]
    )
    found = [search.route(mode, used.edge_km, [])]
    weights = np.array(used.edge_km)
    latest = found[0]
    for _ in range(_ATTEMPTS):
        if len(found) >= count:
            break
        weights[[s.edge for s in latest.stretches]] *= _PENALTY
        latest = search.route(mode, weights, [])
        if _differs(latest, found) and latest.length_km <= LONGER * found[0].length_km:
            found.append(latest)
    return (found[0], *sorted(found[1:], key=lambda way: way.length_km))


def joined(ways: Sequence[Route]) -> Route:
    """Return routes that follow each other as one; ways into a place and back out fall away.

    Parameters
    ----------
    ways
        Routes over one network, each from where the one before ends.
    """
    stretches: list[Stretch] = []
    for stretch in (s for way in ways for s in way.stretches):
        last = stretches[-1] if stretches else None
        if last and last.edge == stretch.edge and last.points == stretch.points[::-1]:
            stretches.pop()
        else:
            stretches.append(stretch)
    first = ways[0]
    breaks = gauge_breaks((s.points, s.area) for s in stretches) if first.mode == "rail" else ()
    snaps = (*first.snaps, *(snap for way in ways[1:] for snap in way.snaps[1:]))
    return Route(first.mode, tuple(stretches), snaps, breaks)


def _differs(way: Route, others: Sequence[Route]) -> bool:
    for other in others:
        lines = {s.edge for s in other.stretches}
        if sum(s.km for s in way.stretches if s.edge in lines) > SHARED * way.length_km:
            return False
    return True


def _mode(mode: str) -> str:
    if mode not in SNAP_KM:
        msg = f"no network {mode!r}; allowed: {', '.join(SNAP_KM)}"
        raise InputError(msg)
    return mode


def _barred(network: Network, mode: str, avoid: Iterable[str] | None) -> frozenset[str]:
    if avoid is None:
        return AVOID[_mode(mode)]
    return frozenset(area for area in avoid if _known(network, area))


def _known(network: Network, area: str) -> bool:
    if area not in network.areas:
        allowed = ", ".join(a for a in network.areas if a)
        msg = f"the {network.name} network has no area {area!r}; allowed: {allowed}"
        raise InputError(msg)
    return True


def _checked(points: Sequence[LonLat]) -> None:
    for lon, lat in points:
        if not (abs(lon) <= _EARTH and abs(lat) <= _EARTH / 2):
            msg = f"{(lon, lat)!r} is not a (longitude, latitude) in degrees"
            raise InputError(msg)
    for i, a in enumerate(points):
        for b in points[i + 1 :]:
            if distance_km(a, b) < SAME_KM:
                msg = f"the place {b!r} comes twice; allowed: each place of a route once"
                raise InputError(msg)


@dataclass(frozen=True)
class _Search:
    """A network with the places of one question, which are numbered on after its nodes."""

    network: Network
    snaps: tuple[Snap, ...]
    passable: Passable

    @classmethod
    def prepare(
        cls, network: Network, points: Sequence[LonLat], *, avoid: frozenset[str], snap_km: float
    ) -> _Search:
        _checked(points)
        passable = network.passable(avoid)
        candidates = []
        for point in points:
            usable = usable_near(network, point, allowed=passable.lines, within_km=snap_km)
            near = nearest(network, point, usable=usable, pieces=passable.pieces)
            candidates.append({k: snap for k, snap in near.items() if snap.away_km <= snap_km})
            if not candidates[-1]:
                msg = f"no {network.name} line within {snap_km:g} km of {point!r}"
                raise InputError(msg)
        snaps = common_piece(candidates)
        if snaps is None:
            msg = (
                f"no way over the {network.name} network joins {points[0]!r} and {points[-1]!r}:"
                " they lie on pieces that nothing connects"
            )
            raise InputError(msg)
        return cls(network, tuple(snaps), passable)

    def route(self, mode: str, weights: Array, required: Sequence[str]) -> Route:
        """Return the shortest way under these lengths of lines."""
        stretches = tuple(s for s in self._stretches(weights, required) if s.km > _NOTHING_KM)
        if not stretches:
            msg = f"start and end meet the {self.network.name} network at one point"
            raise InputError(msg)
        breaks = gauge_breaks((s.points, s.area) for s in stretches) if mode == "rail" else ()
        return Route(mode, stretches, self.snaps, breaks)

    def _nodes(self, weights: Array, required: Sequence[str]) -> list[int]:
        """Return the nodes of the way."""
        if required:
            return self._through(weights, required)
        network = self.network
        matrix = self.passable.matrix
        if weights is not network.edge_km:
            lines = self.passable.lines
            matrix = matrix_of(network.edge_ends[lines], weights[lines], len(network.nodes))
        nodes = [len(network.nodes)]
        for i in range(len(self.snaps) - 1):
            nodes += self._leg(matrix, weights, i)
        return nodes

    def _leg(self, matrix: csr_matrix, weights: Array, i: int) -> list[int]:
        """Return the nodes from one place to the next, without the first place."""
        a, b = self.snaps[i : i + 2]
        about = _ABOUT * distance_km(a.point, b.point) + _ABOUT_KM
        found = path_between(matrix, self._ties(weights, a), self._ties(weights, b), about_km=about)
        next_place = len(self.network.nodes) + i + 1
        direct = abs(a.km - b.km) * self._factor(weights, a) if a.edge == b.edge else np.inf
        if found is not None and found[0] < direct:
            return [*found[1], next_place]
        if np.isinf(direct):
            msg = "no way joins the places under these conditions"
            raise InputError(msg)
        return [next_place]

    def _factor(self, weights: Array, snap: Snap) -> float:
        return float(weights[snap.edge]) / max(float(self.network.edge_km[snap.edge]), 1e-9)

    def _ties(self, weights: Array, snap: Snap) -> list[tuple[int, float]]:
        """Return the ends of the line of a place, with what lies between."""
        first, last = (int(node) for node in self.network.edge_ends[snap.edge])
        factor = self._factor(weights, snap)
        rest = float(self.network.edge_km[snap.edge]) - snap.km
        return [(first, snap.km * factor + _LEAST), (last, rest * factor + _LEAST)]

    def _edges(self, weights: Array) -> tuple[Array, Array]:
        """Return the allowed lines, those to the places and those between places on one line."""
        network, size = self.network, len(self.network.nodes)
        ends, km = [], []
        for i, snap in enumerate(self.snaps):
            factor = float(weights[snap.edge]) / max(float(network.edge_km[snap.edge]), 1e-9)
            first, last = (int(node) for node in network.edge_ends[snap.edge])
            ends += [(size + i, first), (size + i, last)]
            km += [snap.km * factor, (float(network.edge_km[snap.edge]) - snap.km) * factor]
            for k in range(i):
                if self.snaps[k].edge == snap.edge:
                    ends.append((size + i, size + k))
                    km.append(abs(self.snaps[k].km - snap.km) * factor)
        return (
            np.concatenate([network.edge_ends[self.passable.lines], np.array(ends)]),
            np.concatenate([weights[self.passable.lines], np.array(km)]),
        )

    def _through(self, weights: Array, required: Sequence[str]) -> list[int]:
        if len(self.snaps) > 2:  # noqa: PLR2004 - start and end
            msg = "areas to go through and places to pass cannot be combined; allowed: one of them"
            raise InputError(msg)
        ends, km = self._edges(weights)
        size = len(self.network.nodes)
        areas = np.concatenate(
            [self.network.edge_area[self.passable.lines], self._areas_of_snaps(len(ends))]
        )
        codes = [self.network.areas.index(area) for area in required]
        tied = Tied(ends, km, areas, size + len(self.snaps))
        nodes = path_through(tied, size, size + 1, codes)
        if nodes is None:
            msg = f"no way leads through {', '.join(required)} and out again elsewhere"
            raise InputError(msg)
        return nodes

    def _areas_of_snaps(self, total: int) -> Array:
        extra = total - int(np.count_nonzero(self.passable.lines))
        owners = [i for i, snap in enumerate(self.snaps) for _ in range(2 + self._twins(i))]
        assert len(owners) == extra
        return np.array([self.network.edge_area[self.snaps[i].edge] for i in owners])

    def _twins(self, i: int) -> int:
        return sum(snap.edge == self.snaps[i].edge for snap in self.snaps[:i])

    def _stretches(self, weights: Array, required: Sequence[str]) -> Iterator[Stretch]:
        network, size = self.network, len(self.network.nodes)
        nodes = np.array(self._nodes(weights, required))
        first, last = nodes[:-1], nodes[1:]
        whole = (first < size) & (last < size)
        edges = network.edges_between(first[whole], last[whole])
        towards = first[whole] == network.edge_ends[edges, 0]
        found = zip(edges.tolist(), towards.tolist(), strict=True)
        for a, b, inner in zip(first.tolist(), last.tolist(), whole.tolist(), strict=True):
            if inner:
                edge, forwards = next(found)
                yield self._whole(edge, forwards=forwards)
            elif a != b:
                yield self._part(a, b)

    def _whole(self, edge: int, *, forwards: bool) -> Stretch:
        points = self.network.points_of(edge)
        return self._made(edge, points if forwards else points[::-1], self.network.edge_km[edge])

    def _part(self, a: int, b: int) -> Stretch:
        """Return the part of a line between two places or between a place and a node."""
        edge = self.snaps[max(a, b) - len(self.network.nodes)].edge
        low, high = self._mark(edge, a), self._mark(edge, b)
        points, km = self.network.line(edge)
        part = _cut(points, km, min(low, high), max(low, high))
        return self._made(edge, part if low <= high else part[::-1], abs(high - low))

    def _made(self, edge: int, points: Sequence[LonLat], km: float) -> Stretch:
        network = self.network
        area, join = network.areas[network.edge_area[edge]], int(network.edge_join[edge])
        return Stretch(tuple(points), float(km), area, join, edge)

    def _mark(self, edge: int, node: int) -> float:
        size = len(self.network.nodes)
        if node >= size:
            return self.snaps[node - size].km
        return 0.0 if node == self.network.edge_ends[edge, 0] else float(self.network.edge_km[edge])


def _cut(points: Array, km: Array, low: float, high: float) -> list[LonLat]:
    """Return the part of a line between two distances from its start."""
    km = np.asarray(km, dtype=float)
    lon = np.unwrap(points[:, 0], period=360)
    inner = (km > low) & (km < high)
    marks = [low, *km[inner], high]
    lons, lats = np.interp(marks, km, lon), np.interp(marks, km, points[:, 1])
    return [(float(x), float(y)) for x, y in zip(lons, lats, strict=True)]
