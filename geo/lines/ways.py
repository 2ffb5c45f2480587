"""Find the way between places given by name, over rail or sea, along the atlas where it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.atlas.atlas import Atlas
from geo.errors import InputError, PlaceNotFound
from geo.gazetteer import Candidate, locate
from geo.geodesy import LonLat
from geo.lines.following import Part, follow_atlas
from geo.network import Network, Route, route, routes

MOST_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of a journey: as asked, and as found."""

    asked: str
    name: str
    country: str | None
    point: LonLat


@dataclass(frozen=True, slots=True)
class Way:
    """A route between named places.

    Parameters
    ----------
    stops
        Start, intermediate places, end.
    route
        The route over the network.
    parts
        The same route with the atlas's own lines in place of the network's.
    """

    stops: tuple[Stop, ...]
    route: Route
    parts: tuple[Part, ...]

    @property
    def length_km(self) -> float:
        """Length in kilometres, by the parts."""
        return sum(part.km for part in self.parts)


def find_ways(  # noqa: PLR0913 - a journey has that many terms
    start: str,
    end: str,
    *,
    via: Sequence[str] = (),
    mode: str = "rail",
    avoid: Sequence[str] | None = None,
    require: Sequence[str] = (),
    snap_km: float | None = None,
    alternatives: int = 1,
    atlas: Atlas | None = None,
    network: Network | None = None,
) -> tuple[Way, ...]:
    """Find ways between places given by name or as ``longitude,latitude``.

    Parameters
    ----------
    start, end
        A name in any script, alone or with what it lies in (``"Khorgos, China"``), or
        ``"longitude,latitude"`` in degrees.
    via
        Places to pass, in this order.
    mode
        ``"rail"`` or ``"sea"``.
    avoid, require, snap_km
        As for `geo.network.route`.
    alternatives
        How many ways to give at most; above 1 without ``via`` and ``require`` only.
    atlas
        Its operating railways replace the chords of the rail network; not if ``None``.
    network
        A network to use instead of the embedded one.

    Returns
    -------
    tuple of Way
        The shortest first.

    Raises
    ------
    PlaceNotFound
        If a name is unknown or ambiguous.
    InputError
        If no way joins the places, or the options contradict each other.
    """
    if alternatives > 1 and (via or require):
        msg = "alternatives are found between two places only; allowed: no via, no require"
        raise InputError(msg)
    stops = resolve([start, *via, end])
    points = [stop.point for stop in stops]
    if alternatives > 1:
        count = min(alternatives, MOST_ALTERNATIVES)
        found = routes(
            points[0], points[-1], count=count, mode=mode, avoid=avoid, snap_km=snap_km,
            network=network,
        )  # fmt: skip
    else:
        found = (
            route(
                points[0], points[-1], via=points[1:-1], mode=mode, avoid=avoid, require=require,
                snap_km=snap_km, network=network,
            ),
        )  # fmt: skip
    return tuple(Way(stops, way, _parts(way, atlas)) for way in found)


def _parts(way: Route, atlas: Atlas | None) -> tuple[Part, ...]:
    if way.mode == "rail" and atlas is not None:
        return follow_atlas(way, atlas)
    return (Part(way.points, way.length_km, None),)


def resolve(names: Sequence[str]) -> tuple[Stop, ...]:
    """Find the places of a journey; those that are clear help to settle the others."""
    fixed = [_coordinates(name) or _located(name, ()) for name in names]
    near = [stop.point for stop in fixed if stop is not None]
    stops = [stop or _located(name, near) for stop, name in zip(fixed, names, strict=True)]
    for stop, name in zip(stops, names, strict=True):
        if stop is None:
            raise PlaceNotFound(_unresolved(name, near))
    return tuple(stop for stop in stops if stop is not None)


def _coordinates(text: str) -> Stop | None:
    parts = text.split(",")
    try:
        lon, lat = (float(part) for part in parts)
    except ValueError:
        return None
    return Stop(text, f"{lon:g}, {lat:g}", None, (lon, lat))


def _located(name: str, near: Sequence[LonLat]) -> Stop | None:
    best = locate(name, near=near).best
    if best is None:
        return None
    return Stop(name, best.name, best.country, (best.longitude, best.latitude))


def _unresolved(name: str, near: Sequence[LonLat]) -> str:
    answer = locate(name, near=near, candidates=3)
    shown = "; ".join(_short(candidate) for candidate in answer.candidates)
    hint = f" ({shown})" if shown else ""
    return (
        f"the name {name!r} is {answer.verdict.value}{hint}; add the country or region, such as"
        f" {name + ', COUNTRY'!r}, or give longitude,latitude"
    )


def _short(candidate: Candidate) -> str:
    return (
        f"{candidate.name}, {candidate.country}"
        f" at {candidate.longitude:.2f},{candidate.latitude:.2f}"
    )
