"""Draw corridors: rail on the network, ships on sea lanes, what has no network straight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from geo.atlas.atlas import Atlas
from geo.atlas.corridors import Branch, Corridor, Leg, Mode
from geo.errors import InputError
from geo.geodesy import LonLat, densify, distance_km, length_km
from geo.lines.drawing import DrawnSection
from geo.lines.following import follow_atlas
from geo.network import GaugeBreak, Route, joined, route

STRAIGHT_STEP_KM = 50.0
"""Spacing of points along a straight (geodesic) leg."""

SIMPLIFY_DEGREES = 0.01
"""Bends of the networks smaller than this do not show on a map of corridors."""

DETOUR = 2.2
"""A way over a network this many times as long as the straight line is no way at all."""

DETOUR_KM = 60.0
"""Short legs may wind: a detour counts only from so many kilometres on."""

_NETWORK = {Mode.RAIL: "rail", Mode.SEA: "sea", Mode.FERRY: "sea"}


class LegMethod(StrEnum):
    """How a leg's line was made."""

    NETWORK = "network"
    """Along the rail network; along the atlas's own lines where it has them."""
    LANES = "lanes"
    """Along sea lanes."""
    STRAIGHT = "straight"
    """Geodesic lines between the places named."""
    MIXED = "mixed"
    """Along a network, with straight pieces where it has no line."""


@dataclass(frozen=True, slots=True)
class DrawnLeg:
    """A leg of a corridor with its line.

    Parameters
    ----------
    corridor, branch, leg
        The records.
    sequence
        Order of the leg in its branch, from 1.
    points
        (longitude, latitude) from end to end; longitudes are continuous.
    length_km
        Length along the track or lane, and of straight pieces as drawn.
    method
        How the line was made.
    ways
        The parts of it that run over a network.
    sections
        Sections of the atlas's railways that it follows.
    straight
        Pairs of nodes between which no network has a way.
    """

    corridor: Corridor
    branch: Branch
    leg: Leg
    sequence: int
    points: tuple[LonLat, ...]
    length_km: float
    method: LegMethod
    ways: tuple[Route, ...]
    sections: tuple[str, ...]
    straight: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """The id of the leg, unique in the atlas."""
        return f"{self.corridor.id}-{self.branch.id}-{self.leg.id}"

    @property
    def joins(self) -> tuple[int, ...]:
        """The numbers of the joined gaps of the rail network that it uses."""
        return tuple(dict.fromkeys(join for way in self.ways for join in way.joins))

    @property
    def changes_of_gauge(self) -> tuple[GaugeBreak, ...]:
        """Where its gauge changes, in order of travel."""
        return tuple(change for way in self.ways for change in way.gauge_breaks)

    @property
    def gauge_breaks(self) -> int:
        """How often its gauge changes."""
        return len(self.changes_of_gauge)

    @property
    def countries(self) -> tuple[tuple[str, float], ...]:
        """The countries by rail in order of travel, each with the kilometres of its network."""
        return tuple(area for way in self.ways if way.mode == "rail" for area in way.areas)


def draw_corridors(atlas: Atlas, drawn: Sequence[DrawnSection] = ()) -> tuple[DrawnLeg, ...]:
    """Draw every leg of every corridor, in the order of the atlas.

    Parameters
    ----------
    atlas
        A validated atlas.
    drawn
        Its railways as `geo.lines.draw_atlas` gives them; corridors follow them where
        they run the same way.

    Returns
    -------
    tuple of DrawnLeg
    """
    return tuple(
        _draw(atlas, drawn, corridor, branch, index)
        for corridor in atlas.corridors
        for branch in corridor.branches
        for index in range(len(branch.legs))
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """A part of a leg between neighbouring nodes: over a network, or straight."""

    points: tuple[LonLat, ...]
    km: float
    way: Route | None = None
    sections: tuple[str, ...] = ()


def _draw(
    atlas: Atlas, drawn: Sequence[DrawnSection], corridor: Corridor, branch: Branch, index: int
) -> DrawnLeg:
    leg = branch.legs[index]
    pairs = list(pairwise(leg.node_ids))
    ways = [_way(leg, atlas.nodes[a].lonlat, atlas.nodes[b].lonlat) for a, b in pairs]
    runs: list[_Run] = []
    for found, group in groupby(
        zip(pairs, ways, strict=True), key=lambda item: item[1] is not None
    ):
        hops = list(group)
        if found:
            runs.append(_run(atlas, drawn, [way for _, way in hops if way is not None]))
        else:
            runs.extend(_straight(atlas, pair) for pair, _ in hops)
    return DrawnLeg(
        corridor=corridor,
        branch=branch,
        leg=leg,
        sequence=index + 1,
        points=_chained(runs),
        length_km=sum(run.km for run in runs),
        method=_method(leg, [way is not None for way in ways]),
        ways=tuple(run.way for run in runs if run.way is not None),
        sections=tuple(dict.fromkeys(s for run in runs for s in run.sections)),
        straight=tuple(pair for pair, way in zip(pairs, ways, strict=True) if way is None),
    )


def _method(leg: Leg, found: Sequence[bool]) -> LegMethod:
    if not any(found):
        return LegMethod.STRAIGHT
    if not all(found):
        return LegMethod.MIXED
    return LegMethod.NETWORK if leg.mode is Mode.RAIL else LegMethod.LANES


def _straight(atlas: Atlas, pair: tuple[str, str]) -> _Run:
    ends = [atlas.nodes[node].lonlat for node in pair]
    points = densify(ends, step_km=STRAIGHT_STEP_KM)
    return _Run(tuple(points), length_km(points))


def _run(atlas: Atlas, drawn: Sequence[DrawnSection], ways: Sequence[Route]) -> _Run:
    """Return ways end to end as one; at sea the ends are the ports themselves."""
    if ways[0].mode == "sea":
        shapes = [(w.snaps[0].asked, *_simplified(w.points), w.snaps[-1].asked) for w in ways]
        approach = sum(snap.away_km for way in ways for snap in way.snaps)
        points = tuple(point for shape in shapes for point in shape)
        return _Run(points, sum(way.length_km for way in ways) + approach, joined(ways))
    way = joined(ways)
    parts = follow_atlas(way, atlas, drawn=drawn)
    lines = [part.points if part.section else _simplified(part.points) for part in parts]
    sections = tuple(part.section for part in parts if part.section)
    points = tuple(point for line in lines for point in line)
    return _Run(points, sum(part.km for part in parts), way, sections)


def _way(leg: Leg, a: LonLat, b: LonLat) -> Route | None:
    """Return the way over the leg's network, ``None`` if there is none worth the name."""
    if leg.mode not in _NETWORK:
        return None
    network = _NETWORK[leg.mode]
    try:
        way = route(a, b, mode=network, avoid=leg.avoid or None)
    except InputError:
        return None
    straight = distance_km(a, b)
    too_far = way.length_km > DETOUR * straight and way.length_km - straight > DETOUR_KM
    return None if too_far and leg.mode is not Mode.SEA else way


def _simplified(points: Sequence[LonLat]) -> list[LonLat]:
    from shapely import LineString

    line = LineString(points).simplify(SIMPLIFY_DEGREES)
    return [(float(lon), float(lat)) for lon, lat in line.coords]


def _chained(runs: Sequence[_Run]) -> tuple[LonLat, ...]:
    """Join runs to one line with continuous longitudes."""
    points: list[LonLat] = []
    for lon, lat in (point for run in runs for point in run.points):
        turns = round((points[-1][0] - lon) / 360) if points else 0
        point = (lon + 360 * turns, lat)
        if not points or points[-1] != point:
            points.append(point)
    return tuple(points)


def lengths_by_mode(legs: Sequence[DrawnLeg]) -> dict[Mode, float]:
    """Return the kilometres of each mode, in the order in which the modes first come."""
    totals: dict[Mode, float] = defaultdict(float)
    for drawn in legs:
        totals[drawn.leg.mode] += drawn.length_km
    return dict(totals)
