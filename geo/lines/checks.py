"""Check drawn lines against published lengths, true borders and the order of their stations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shapely import LineString, is_valid
from shapely.geometry.base import BaseGeometry

from geo.atlas.atlas import Atlas
from geo.atlas.records import Crossing, Length, Railway
from geo.borders import border_line, country_at
from geo.geodesy import distance_km
from geo.lines.alignment import within_km
from geo.lines.drawing import DrawnSection
from geo.lines.spans import compared_length, span_km
from geo.vocab import Accuracy, Severity

CROSSING_TOLERANCE_KM = 2.0
"""How far a line may cross the border from its crossing point."""

LENGTH_WARNING = 0.03
"""Drawn and published length may differ by this share without a remark."""

LENGTH_ERROR = 0.12
"""From this share on a drawn line contradicts the published length."""

BAND_SHARE = 80
"""The band of a candidate holds this share of the points of known lines at least, per cent."""

STATION_TOLERANCE_M = 1.0
"""A line must pass its own anchors within this distance, metres."""

TRACK_TOLERANCE_M = 1000.0
"""A surveyed track must pass the places of its section within this distance, metres."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Parameters
    ----------
    rule
        Short name of the rule.
    subject
        Id of the railway, section or place.
    severity
        Passed, warning or error.
    message
        One sentence with the figures.
    drawn_km, published_km
        The lengths compared, for the rules about length.
    """

    rule: str
    subject: str
    severity: Severity
    message: str
    drawn_km: float | None = None
    published_km: float | None = None


def check_lines(
    atlas: Atlas, drawn: Sequence[DrawnSection], *, as_of: date | None = None
) -> tuple[Finding, ...]:
    """Run every rule on the drawn lines of an atlas.

    Parameters
    ----------
    atlas
        A validated atlas.
    drawn
        Its sections as `geo.lines.draw_atlas` gives them.
    as_of
        The date that published lengths are taken on; the atlas's own if ``None``.

    Returns
    -------
    tuple of Finding
        One finding a rule and subject, passed ones included, in the order of the atlas.
    """
    day = as_of or atlas.as_of
    return tuple(_findings(atlas, drawn, day))


def _findings(atlas: Atlas, drawn: Sequence[DrawnSection], day: date) -> Iterator[Finding]:
    for railway, group in groupby(drawn, key=lambda section: section.railway):
        sections = list(group)
        for section in sections:
            yield _geometry(section)
            yield _stations_in_order(atlas, section)
            yield _section_length(section, day)
            yield _uncertainty(section)
            yield _sourced(atlas, section)
        yield from _other_spans(railway, sections, day)
        yield from _ranges(railway, sections)
        yield from _crossings(atlas, railway, sections)


def _geometry(drawn: DrawnSection) -> Finding:
    line = LineString(drawn.points)
    good = is_valid(line) and line.is_simple and len(drawn.points) > 1
    message = "valid, does not cross itself" if good else "the line is invalid or crosses itself"
    return Finding("geometry", drawn.id, Severity.OK if good else Severity.ERROR, message)


def _stations_in_order(atlas: Atlas, drawn: DrawnSection) -> Finding:
    """Find anchors off the line or not farther along than the one before."""
    line = LineString(drawn.points)
    steps = zip(drawn.anchors, drawn.anchors[1:], strict=False)
    backwards = [b[0] for a, b in steps if b[1] <= a[1]]
    surveyed = drawn.accuracy is Accuracy.TRACK
    allowed = TRACK_TOLERANCE_M if surveyed else STATION_TOLERANCE_M
    off = [i for i, _ in drawn.anchors if _offset_m(line, atlas.point(i)) > allowed]
    if backwards or off:
        what = "out of order" if backwards else "off the line"
        message = f"{what}: {', '.join(backwards or off)}"
        return Finding("stations", drawn.id, Severity.ERROR, message)
    return Finding("stations", drawn.id, Severity.OK, f"{len(drawn.anchors)} places in order")


def _offset_m(line: LineString, point: tuple[float, float]) -> float:
    from shapely import Point

    nearest = line.interpolate(line.project(Point(point)))
    turns = round((nearest.x - point[0]) / 360)
    return distance_km((nearest.x - 360 * turns, nearest.y), point) * 1000


def _section_length(drawn: DrawnSection, day: date) -> Finding:
    section, km = drawn.section, drawn.length_km
    length = compared_length(drawn.railway, section.from_, section.to, as_of=day)
    if length is None:
        message = f"drawn {km:.1f} km; no length is published for this section"
        return Finding("length", drawn.id, Severity.OK, message, km)
    return _compared("length", drawn.id, length, [drawn], km)


def _uncertainty(drawn: DrawnSection) -> Finding:
    """Find candidates whose band is narrower than what the prediction reaches on known lines."""
    km = drawn.section.accuracy_m / 1000
    message = f"± {km:g} km ({drawn.accuracy.value}): {drawn.section.accuracy_basis}"
    least = within_km(BAND_SHARE)
    if drawn.accuracy is Accuracy.CANDIDATE and km < least:
        message = (
            f"± {km:g} km is narrower than measured: {BAND_SHARE} % of the points of known"
            f" lines lie within {least:g} km of a line so drawn"
        )
        return Finding("uncertainty", drawn.id, Severity.WARNING, message)
    return Finding("uncertainty", drawn.id, Severity.OK, message)


def _other_spans(railway: Railway, drawn: Sequence[DrawnSection], day: date) -> Iterator[Finding]:
    """Compare published lengths that begin or end inside a section or cover several."""
    ends = {frozenset((s.section.from_, s.section.to)) for s in drawn}
    spans = dict.fromkeys((x.from_, x.to) for x in railway.lengths)
    for start, end in spans:
        if frozenset((start, end)) in ends:
            continue
        length = compared_length(railway, start, end, as_of=day)
        km = span_km(drawn, start, end)
        if length is not None and km is not None:
            yield _compared("span length", f"{railway.id}: {start} – {end}", length, drawn, km)


def _compared(
    rule: str, subject: str, length: Length, drawn: Sequence[DrawnSection], km: float
) -> Finding:
    share = km / length.km - 1
    severity = Severity.OK if abs(share) <= LENGTH_WARNING else Severity.WARNING
    # Straight lines are shorter than any railway; longer than published they are wrong.
    loose = any(d.accuracy in {Accuracy.CHORD, Accuracy.CANDIDATE} for d in drawn)
    if share > LENGTH_ERROR or (share < -LENGTH_ERROR and not loose):
        severity = Severity.ERROR
    message = f"drawn {km:.1f} km, published {length.km:g} km ({share:+.1%})"
    return Finding(rule, subject, severity, message, km, length.km)


def _ranges(railway: Railway, drawn: Sequence[DrawnSection]) -> Iterator[Finding]:
    for bounds in railway.ranges:
        subject = f"{railway.id}: {bounds.from_} – {bounds.to}"
        km = span_km(drawn, bounds.from_, bounds.to)
        if km is None:
            yield Finding("range", subject, Severity.ERROR, "an end is not on the drawn line")
            continue
        inside = bounds.min_km <= km <= bounds.max_km
        allowed = f"{bounds.min_km:g} to {bounds.max_km:g} km"
        message = f"drawn {km:.1f} km, {'within' if inside else 'outside'} {allowed}"
        yield Finding("range", subject, Severity.OK if inside else Severity.ERROR, message, km)


def _crossings(atlas: Atlas, railway: Railway, drawn: Sequence[DrawnSection]) -> Iterator[Finding]:
    cross_border = [section for section in drawn if len(section.section.countries) > 1]
    for section in cross_border:
        yield _crosses_once(railway, section)
    for section in drawn:
        yield _in_its_countries(section)
    for crossing in railway.crossings:
        yield _on_border(atlas, crossing)


def _crosses_once(railway: Railway, drawn: DrawnSection) -> Finding:
    first, second = drawn.section.countries
    hits = _intersections(LineString(drawn.points), border_line(first, second))
    if len(hits) != 1:
        message = f"crosses the border {first}–{second} {len(hits)} times; allowed: once"
        return Finding("border", drawn.id, Severity.ERROR, message)
    away = min((distance_km(hits[0], c.lonlat) for c in railway.crossings), default=float("inf"))
    if away > CROSSING_TOLERANCE_KM:
        message = (
            f"crosses the border {away:.1f} km from its crossing point;"
            f" allowed: {CROSSING_TOLERANCE_KM:g} km"
        )
        return Finding("border", drawn.id, Severity.ERROR, message)
    sides = [country_at(drawn.points[0]), country_at(drawn.points[-1])]
    if sides != [first, second]:
        message = f"runs from {sides[0]} to {sides[1]}; the record says {first} to {second}"
        return Finding("border", drawn.id, Severity.ERROR, message)
    message = f"crosses {first}–{second} once, {away * 1000:.0f} m from the crossing point"
    return Finding("border", drawn.id, Severity.OK, message)


def _intersections(line: LineString, border: BaseGeometry) -> list[tuple[float, float]]:
    """Return the points where a line crosses a border; a stretch along it counts as its ends."""
    shared = line.intersection(border)
    parts = getattr(shared, "geoms", [shared])
    points = [coordinate for part in parts if not part.is_empty for coordinate in part.coords]
    return [(float(lon), float(lat)) for lon, lat in points]


def _in_its_countries(drawn: DrawnSection) -> Finding:
    allowed = set(drawn.section.countries)
    outside = {country_at(point) or "no country" for point in drawn.points} - allowed
    if outside:
        message = (
            f"runs through {', '.join(sorted(outside))}; allowed: {', '.join(sorted(allowed))}"
        )
        # A straight line between named places may cut a corner of a neighbour.
        straight = drawn.accuracy is Accuracy.CHORD
        return Finding(
            "countries", drawn.id, Severity.WARNING if straight else Severity.ERROR, message
        )
    return Finding("countries", drawn.id, Severity.OK, f"stays in {', '.join(sorted(allowed))}")


def _on_border(atlas: Atlas, crossing: Crossing) -> Finding:
    from shapely import Point
    from shapely.ops import nearest_points

    countries = list(dict.fromkeys(atlas.places[i].country for i in crossing.places))
    railway = next(r for r in atlas.railways if crossing in r.crossings)
    first, second = (countries if len(countries) > 1 else list(railway.countries))[:2]
    border = border_line(first, second)
    if border.is_empty:
        message = f"{first} and {second} share no border"
        return Finding("crossing", crossing.id, Severity.ERROR, message)
    nearest = nearest_points(border, Point(crossing.lonlat))[0]
    away = distance_km((nearest.x, nearest.y), crossing.lonlat)
    severity = Severity.OK if away <= CROSSING_TOLERANCE_KM else Severity.ERROR
    return Finding("crossing", crossing.id, severity, f"{away * 1000:.0f} m from the border")


def _sourced(atlas: Atlas, drawn: DrawnSection) -> Finding:
    """Every status, length and point of a section names sources that the atlas has."""
    claims = [*drawn.section.status, *drawn.railway.status, *drawn.railway.lengths]
    ids = {s for claim in claims for s in claim.sources}
    places = [atlas.places[i] for i in drawn.section.place_ids if i in atlas.places]
    ids |= {s for place in places for s in place.sources}
    missing = sorted(ids - atlas.sources.keys())
    if missing:
        return Finding("sources", drawn.id, Severity.ERROR, f"unknown: {', '.join(missing)}")
    return Finding("sources", drawn.id, Severity.OK, f"{len(ids)} sources")


def worst(findings: Iterable[Finding]) -> Severity:
    """Return the gravest severity among findings."""
    order = list(Severity)
    return max((finding.severity for finding in findings), key=order.index, default=Severity.OK)
