"""Read better track from an OpenStreetMap extract, in place of the embedded network.

Inside the extract's own bounds the embedded lines give way; at the bounds, a cut line is
joined to the nearest track of the extract, and the join is numbered and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geo.borders import country_at
from geo.errors import InputError, require_extra
from geo.geodesy import LonLat, distance_km
from geo.network.graph import DEGREE, Network
from geo.network.making import Line, lines_of, make_network

JOIN_KM = 15.0
"""How far a cut line may be from the track that it is joined to: chords are that far off."""

MARGIN_DEGREES = 0.02
"""Lines this near to the bounds of the track count as inside."""

FAR_DEGREES = 1.0
"""An extract this far from every line of a network is of another part of the world."""

_BUILT = {"rail"}
_PLANNED = {"construction", "proposed"}
_FIRST_JOIN = 20_000
"""Numbers of joins made here; those of the embedded network are smaller."""


@dataclass(frozen=True, slots=True)
class Track:
    """A way of an extract that is a railway.

    Parameters
    ----------
    id
        OpenStreetMap id of the way.
    points
        (longitude, latitude) in degrees.
    state
        ``rail``, ``construction`` or ``proposed``.
    gauge
        As tagged, millimetres; empty if untagged.
    electrified, name
        As tagged; empty if untagged.
    """

    id: int
    points: tuple[LonLat, ...]
    state: str
    gauge: str
    electrified: str
    name: str


@dataclass(frozen=True, slots=True)
class Station:
    """A named railway station or halt of an extract."""

    id: int
    point: LonLat
    name: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What an extract holds of railways."""

    tracks: tuple[Track, ...]
    stations: tuple[Station, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the track, degrees."""
        lonlat = np.array([point for track in self.tracks for point in track.points])
        west, south = lonlat.min(axis=0)
        east, north = lonlat.max(axis=0)
        return float(west), float(south), float(east), float(north)


def read_extract(path: Path) -> Extract:
    """Read the railways of an OpenStreetMap file.

    Parameters
    ----------
    path
        ``.osm.pbf`` or another format that pyosmium reads.

    Raises
    ------
    MissingExtra
        If pyosmium is not installed.
    InputError
        If the file cannot be read, is cut off, or holds no railway.
    """
    require_extra("osmium", extra="osm")
    if not path.is_file():
        msg = f"no file {path.as_posix()!r}"
        raise InputError(msg)
    try:
        extract = _read(path)
    except (RuntimeError, ValueError) as error:
        msg = f"{path.as_posix()!r} is not a whole OpenStreetMap file: {error}"
        raise InputError(msg) from error
    if not extract.tracks:
        msg = f"{path.as_posix()!r} holds no railway (ways tagged railway=rail)"
        raise InputError(msg)
    return extract


def _read(path: Path) -> Extract:
    import osmium

    tracks: list[Track] = []
    stations: list[Station] = []
    thing: Any
    for thing in osmium.FileProcessor(str(path)).with_locations():
        railway = thing.tags.get("railway", "")
        if thing.is_way() and railway in _BUILT | _PLANNED:
            if railway in _PLANNED and thing.tags.get(railway, "rail") != "rail":
                continue
            points = tuple((n.lon, n.lat) for n in thing.nodes if n.location.valid())
            if len(points) > 1:
                tracks.append(_track(thing, points, railway))
        elif thing.is_node() and railway in {"station", "halt"} and "name" in thing.tags:
            point = (thing.location.lon, thing.location.lat)
            stations.append(Station(thing.id, point, thing.tags["name"]))
    return Extract(tuple(tracks), tuple(stations))


def _track(way: Any, points: tuple[LonLat, ...], state: str) -> Track:
    tags = way.tags
    words = (tags.get(key, "") for key in ("gauge", "electrified", "name"))
    return Track(way.id, points, state, *words)


@dataclass(frozen=True, slots=True)
class Imported:
    """A network with an extract in it.

    Parameters
    ----------
    network
        The extract's track inside its bounds, the former network outside.
    replaced
        How many lines of the former network gave way.
    joins
        Joined gaps at the bounds: number, both points, kilometres.
    left_open
        Ends of cut lines with no track within reach.
    """

    network: Network
    replaced: int
    joins: tuple[tuple[int, LonLat, LonLat, float], ...]
    left_open: tuple[LonLat, ...]


def import_extract(extract: Extract, base: Network) -> Imported:
    """Put the track of an extract in place of a network's lines in its area.

    Parameters
    ----------
    extract
        Built track is taken; track under construction or proposed is not.
    base
        The network to improve.

    Raises
    ------
    InputError
        If the extract has no built track, or lies far from the network.
    """
    built = [track for track in extract.tracks if track.state in _BUILT]
    if not built:
        msg = "the extract holds no built railway, only construction and proposals"
        raise InputError(msg)
    west, south, east, north = extract.bounds
    margin = MARGIN_DEGREES
    box = (west - margin, south - margin, east + margin, north + margin)
    _require_overlap(base, box)
    lines, cut, replaced = _outside(base, box)
    points = np.array([point for track in built for point in track.points])
    joins, left_open = [], []
    for number, (end, area) in enumerate(cut, start=_FIRST_JOIN):
        near = points[int(np.hypot(*(points - end).T).argmin())]
        target = (float(near[0]), float(near[1]))
        km = distance_km(end, target)
        if km <= JOIN_KM:
            lines.append(Line([end, target], area=area, join=number))
            joins.append((number, end, target, km))
        else:
            left_open.append(end)
    lines += [Line(t.points, area=country_at(t.points[len(t.points) // 2]) or "") for t in built]
    network = make_network(base.name, lines)
    return Imported(network, replaced, tuple(joins), tuple(left_open))


Box = tuple[float, float, float, float]


def _require_overlap(base: Network, box: Box) -> None:
    west, south, east, north = base.bounds
    beside = (west <= box[2] + FAR_DEGREES) & (east >= box[0] - FAR_DEGREES)
    near = beside & (south <= box[3] + FAR_DEGREES) & (north >= box[1] - FAR_DEGREES)
    if not near.any():
        shown = ", ".join(f"{value:.2f}" for value in box)
        msg = f"the extract's area ({shown}) is far from every line of the network {base.name!r}"
        raise InputError(msg)


def _outside(base: Network, box: Box) -> tuple[list[Line], list[tuple[LonLat, str]], int]:
    """Return what lies outside a box, the ends cut at it, and how many lines give way."""
    west, south, east, north = base.bounds
    touches = (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
    lines = list(lines_of(base, ~touches))
    cut: list[tuple[LonLat, str]] = []
    replaced = 0
    for line in lines_of(base, touches):
        parts = _parts_outside(line, box)
        if parts is None:
            lines.append(line)
            continue
        replaced += 1
        for part, ends in parts:
            lines.append(part)
            cut.extend((end, line.area) for end in ends)
    return lines, cut, replaced


def _parts_outside(line: Line, box: Box) -> list[tuple[Line, list[LonLat]]] | None:
    """Return the parts of a line outside a box with their new ends, ``None`` if all of it is."""
    from shapely import LineString
    from shapely.geometry import box as rectangle

    whole = LineString(line.points)
    if not whole.intersects(rectangle(*box)):
        return None
    outside = whole.difference(rectangle(*box))
    parts = [part for part in getattr(outside, "geoms", [outside]) if not part.is_empty]
    found = []
    for part in parts:
        points = [(float(lon), float(lat)) for lon, lat in part.coords]
        share = part.length / whole.length if whole.length else 1.0
        km = None if line.km is None else line.km * share
        ends = [end for end in (points[0], points[-1]) if not _is_end(line.points, end)]
        found.append((Line(points, area=line.area, join=line.join, km=km), ends))
    return found


def _is_end(points: Sequence[LonLat], point: LonLat) -> bool:
    return any(
        abs(end[0] - point[0]) < 1 / DEGREE and abs(end[1] - point[1]) < 1 / DEGREE
        for end in (points[0], points[-1])
    )
