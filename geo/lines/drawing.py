"""Draw each section of a railway by the method that its record names."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.atlas.atlas import Atlas
from geo.atlas.records import Railway, Section
from geo.errors import InputError
from geo.geodesy import LonLat, continuous, cumulative_km, densify, distance_km, length_km
from geo.lines.alignment import predict_line
from geo.terrain import least_cost_path
from geo.vocab import Accuracy, Method

STRAIGHT_BELOW_KM = 6.0
"""Legs shorter than this are drawn straight: the terrain grid has nothing finer to say."""

TOWNS_ABOVE_KM = 30.0
"""Legs longer than this between named places are drawn towards the towns on their way."""

SIMPLIFY_DEGREES = 0.008
"""Steps of the terrain grid smaller than this are its raster, not the line's shape."""

CURVE_STEP_KM = 1.5
"""Spacing of the points of a drawn curve."""

CHORD_STEP_KM = 20.0
"""Spacing of the points along a straight (geodesic) leg."""


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section with its geometry.

    Parameters
    ----------
    railway, section
        The records.
    points
        (longitude, latitude) from end to end; longitudes are continuous.
    anchors
        Id of each place or crossing on the line and its distance from the start, km.
    accuracy
        Class of accuracy; `Accuracy.CHORD` where the terrain data does not reach.
    """

    railway: Railway
    section: Section
    points: tuple[LonLat, ...]
    anchors: tuple[tuple[str, float], ...]
    accuracy: Accuracy

    @property
    def id(self) -> str:
        """The id of the section, unique in the atlas."""
        return f"{self.railway.id}-{self.section.id}"

    @property
    def length_km(self) -> float:
        """Geodesic length of the drawn line in kilometres."""
        return length_km(self.points)


def draw_atlas(atlas: Atlas, *, as_of: date | None = None) -> tuple[DrawnSection, ...]:
    """Draw every section of every railway, in the order of the atlas.

    Parameters
    ----------
    atlas
        A validated atlas.
    as_of
        The date whose designs are drawn; the atlas's own if ``None``.

    Returns
    -------
    tuple of DrawnSection

    Raises
    ------
    InputError
        If a section's method has no data to draw it with.
    """
    day = as_of or atlas.as_of
    return tuple(
        draw_section(atlas, railway, section.on(day))
        for railway in atlas.railways
        for section in railway.sections
    )


def draw_section(atlas: Atlas, railway: Railway, section: Section) -> DrawnSection:
    """Draw one section through its anchors; see `draw_atlas`."""
    if section.method is Method.NETWORK:
        msg = (
            f"section {railway.id}/{section.id}: no data to draw method {section.method.value!r};"
            " allowed: track, stations, waypoints, candidate"
        )
        raise InputError(msg)
    if section.method is Method.TRACK:
        return _draw_track(atlas, railway, section)
    anchors = continuous([atlas.point(identifier) for identifier in section.place_ids])
    legs = [_leg(section.method, a, b) for a, b in itertools.pairwise(anchors)]
    knots = [anchors[0], *(point for leg, _ in legs for point in leg[1:])]
    points = _curve(knots)
    # Every anchor is a knot, and the curve keeps its knots: distances are read off it.
    marks = cumulative_km(points)
    position = {point: marks[i] for i, point in reversed(list(enumerate(points)))}
    return DrawnSection(
        railway=railway,
        section=section,
        points=tuple(points),
        anchors=tuple(
            (identifier, float(position[anchor]))
            for identifier, anchor in zip(section.place_ids, anchors, strict=True)
        ),
        accuracy=_accuracy(section, on_terrain=all(found for _, found in legs)),
    )


def _draw_track(atlas: Atlas, railway: Railway, section: Section) -> DrawnSection:
    """Draw a section along its track file, in the direction of the record."""
    assert section.track is not None
    points = continuous(atlas.tracks[section.track])
    start, end = (atlas.point(identifier) for identifier in (section.from_, section.to))
    if distance_km(points[0], end) + distance_km(points[-1], start) < distance_km(
        points[0], start
    ) + distance_km(points[-1], end):
        points.reverse()
    anchors = [(i, km_of_nearest(points, atlas.point(i))) for i in section.place_ids]
    return DrawnSection(railway, section, tuple(points), tuple(anchors), Accuracy.TRACK)


def km_of_nearest(points: Sequence[LonLat], target: LonLat) -> float:
    """Return how far along a line its point nearest to a target lies, in kilometres."""
    from shapely import LineString, Point
    from shapely.ops import substring

    line = LineString(points)
    turns = round((points[0][0] - target[0]) / 360)
    at = line.project(Point(target[0] + 360 * turns, target[1]))
    before = substring(line, 0, at)
    if before.geom_type != "LineString":
        return 0.0
    return length_km([(float(lon), float(lat)) for lon, lat in before.coords])


def _leg(method: Method, start: LonLat, end: LonLat) -> tuple[list[LonLat], bool]:
    """Return the way between two anchors, and whether it is as good as the method can give."""
    if distance_km(start, end) < STRAIGHT_BELOW_KM:
        return [start, end], True
    # Where every station is an anchor, and near them, towns would only pull the line off.
    long = method is not Method.STATIONS and distance_km(start, end) > TOWNS_ABOVE_KM
    path = predict_line(start, end) if long else least_cost_path(start, end)
    if path is None:
        return densify([start, end], step_km=CHORD_STEP_KM), False
    return simplified(path), True


def simplified(path: Sequence[LonLat]) -> list[LonLat]:
    """Return a path over the terrain grid without the grid's own steps."""
    from shapely import LineString

    line = LineString(path).simplify(SIMPLIFY_DEGREES)
    return [(float(lon), float(lat)) for lon, lat in line.coords]


def _curve(knots: Sequence[LonLat]) -> list[LonLat]:
    """Return a smooth curve through the knots, which it keeps to the last digit.

    Modified Akima interpolation over centripetal parameters: local, without the
    overshoot of a cubic spline. Source: Akima 1970; Lee 1989 for the parameters.
    """
    from scipy.interpolate import Akima1DInterpolator

    steps_km = np.diff(cumulative_km(knots))
    if len(knots) < 3:  # noqa: PLR2004 - two knots make a straight line
        return list(knots)
    parameter = np.concatenate([[0.0], np.cumsum(np.sqrt(steps_km))])
    curve = Akima1DInterpolator(parameter, np.asarray(knots), method="makima")
    points: list[LonLat] = [knots[0]]
    for i, km in enumerate(steps_km):
        pieces = max(1, int(np.ceil(km / CURVE_STEP_KM)))
        inner = np.linspace(parameter[i], parameter[i + 1], pieces + 1)[1:-1]
        points.extend((float(lon), float(lat)) for lon, lat in curve(inner))
        points.append(knots[i + 1])
    return points


def _accuracy(section: Section, *, on_terrain: bool) -> Accuracy:
    if section.method is Method.CANDIDATE:
        return Accuracy.CANDIDATE
    if not on_terrain:
        return Accuracy.CHORD
    return Accuracy(section.method.value)
