"""Let a route over the rail network follow the atlas where the atlas knows better.

The network has good lengths and poor shapes: in thinly settled country a line is one
chord from junction to junction. Where a route runs along a section of a railway of the
atlas, its shape and length are replaced by those of the drawn section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely import LineString, Point

from geo.atlas.atlas import Atlas
from geo.geodesy import LonLat, distance_km
from geo.lines.drawing import DrawnSection, draw_section
from geo.lines.spans import status_on
from geo.network import Route
from geo.vocab import Method, Status

REACH_KM = 10.0
"""A section's ends must lie this near to a route that runs along it."""

ALIKE = 0.12
"""Route and section may differ in length by this share and still be the same line."""

_FOLLOWED = {Method.STATIONS, Method.TRACK}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a followed route.

    Parameters
    ----------
    points
        (longitude, latitude) in the direction of travel.
    km
        Length: along the track for parts of the network, as drawn for sections.
    section
        Id of the atlas section that the part follows; ``None`` for the network.
    """

    points: tuple[LonLat, ...]
    km: float
    section: str | None


def follow_atlas(
    way: Route, atlas: Atlas, *, drawn: Sequence[DrawnSection] = ()
) -> tuple[Part, ...]:
    """Return a rail route in parts, with sections of the atlas in place of chords.

    Parameters
    ----------
    way
        A route over the rail network.
    atlas
        Its operating sections that are drawn through mapped stations or along surveyed
        track are followed.
    drawn
        Sections drawn already, as `geo.lines.draw_atlas` gives them; others are drawn when
        they are needed.

    Returns
    -------
    tuple of Part
        Parts in order of travel, joined end to end.
    """
    points = way.points
    marks = _marks(way)
    line = LineString(points)
    found = sorted(_along(line, marks, atlas, drawn), key=lambda span: span[0])
    parts: list[Part] = []
    position = 0.0
    for start, end, section, forwards in found:
        if start < position:
            continue
        parts.extend(_network_part(points, marks, position, start))
        shape = section.points if forwards else section.points[::-1]
        parts.append(Part(tuple(shape), section.length_km, section.id))
        position = end
    parts.extend(_network_part(points, marks, position, float(marks[-1])))
    return tuple(_joined(parts))


def _marks(way: Route) -> np.ndarray:
    """Return the distance of every point of a route from its start, along the track."""
    marks = [0.0]
    for stretch in way.stretches:
        steps = np.array([distance_km(a, b) for a, b in pairwise(stretch.points)])
        scale = stretch.km / steps.sum() if steps.sum() > 0 else 0.0
        marks.extend(marks[-1] + np.cumsum(steps * scale))
    return np.array(marks)


def _along(
    line: LineString, marks: np.ndarray, atlas: Atlas, ready: Sequence[DrawnSection]
) -> list[tuple[float, float, DrawnSection, bool]]:
    known = {section.id: section for section in ready}
    spans = []
    for railway in atlas.railways:
        for section in railway.sections:
            change = status_on(section.status, atlas.as_of)
            operating = change is not None and change.status is Status.OPERATING
            if section.method not in _FOLLOWED or not operating:
                continue
            ends = [_position(line, marks, atlas.point(i)) for i in (section.from_, section.to)]
            if any(away > REACH_KM for _, away in ends):
                continue
            (a, _), (b, _) = ends
            name = f"{railway.id}-{section.id}"
            drawn = known.get(name) or draw_section(atlas, railway, section)
            if abs(abs(b - a) / drawn.length_km - 1) <= ALIKE:
                spans.append((min(a, b), max(a, b), drawn, a < b))
    return spans


def _position(line: LineString, marks: np.ndarray, point: LonLat) -> tuple[float, float]:
    """Return how far along a route a point is nearest, and how far it is away, km."""
    coordinates = np.asarray(line.coords)
    turns = np.round((coordinates[:, 0].mean() - point[0]) / 360)
    share = line.project(Point(point[0] + 360 * turns, point[1]))
    planar = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(coordinates, axis=0).T))])
    on = line.interpolate(share)
    away = distance_km((on.x, on.y), (point[0] + 360 * turns, point[1]))
    return float(np.interp(share, planar, marks)), away


def _network_part(
    points: Sequence[LonLat], marks: np.ndarray, start: float, end: float
) -> list[Part]:
    if end - start <= 0:
        return []
    lonlat = np.asarray(points)
    inner = (marks > start) & (marks < end)
    at = [start, *marks[inner], end]
    part = [
        (float(np.interp(km, marks, lonlat[:, 0])), float(np.interp(km, marks, lonlat[:, 1])))
        for km in at
    ]
    return [Part(tuple(part), end - start, None)]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Lead each network part to the section beside it, so that the line has no gap."""
    result: list[Part] = []
    for i, part in enumerate(parts):
        points = list(part.points)
        if part.section is None:
            if i > 0:
                points.insert(0, parts[i - 1].points[-1])
            if i + 1 < len(parts):
                points.append(parts[i + 1].points[0])
        result.append(Part(tuple(points), part.km, part.section))
    return result
