"""Check drawn corridors: published lengths, joined gaps, borders, changes of gauge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from shapely import LineString, union_all

from geo.atlas.corridors import CorridorLength, Mode
from geo.lines.checks import Finding
from geo.lines.corridors import DrawnLeg, lengths_by_mode
from geo.network.joins import Verdict, load_joins
from geo.terrain import lakes
from geo.vocab import Severity

MOST_UNEXPLAINED = 0.08
"""Drawn and published length may differ by this share without an explanation in the record."""

OVER_WATER = 0.75
"""A straight ferry line lies over a lake with this share of it at least."""


def check_corridors(legs: Sequence[DrawnLeg]) -> tuple[Finding, ...]:
    """Check drawn corridors.

    Parameters
    ----------
    legs
        As `geo.lines.corridors.draw_corridors` gives them.

    Returns
    -------
    tuple of Finding
        For each leg what it is made of, for each branch its length, and one finding for each
        published length. Published lengths are those of the first branch.
    """
    return tuple(_findings(legs))


def _findings(legs: Sequence[DrawnLeg]) -> Iterator[Finding]:
    for drawn in legs:
        yield _made_of(drawn)
        yield from _joins(drawn)
    for _, group in groupby(legs, key=lambda drawn: (drawn.corridor.id, drawn.branch.id)):
        yield from _lengths(list(group))


def _made_of(drawn: DrawnLeg) -> Finding:
    parts = [f"{drawn.length_km:,.0f} km by {drawn.leg.mode.value}"]
    if borders := [f"{a}–{b}" for (a, _), (b, _) in pairwise(drawn.countries)]:
        parts.append(f"crosses {', '.join(borders)}")
    parts += [
        f"changes from {change.before_mm} to {change.after_mm} mm"
        f" at {change.point[0]:.2f}, {change.point[1]:.2f}"
        for change in drawn.changes_of_gauge
    ]
    missing = [] if drawn.leg.mode is Mode.ROAD or _sails(drawn) else drawn.straight
    if missing:
        pairs = "; ".join(f"{a} – {b}" for a, b in missing)
        parts.append(f"no network between {pairs}: drawn straight")
    elif drawn.straight:
        parts.append("straight over the water" if _sails(drawn) else "straight between its places")
    severity = Severity.WARNING if missing else Severity.OK
    return Finding("corridor leg", drawn.id, severity, "; ".join(parts), drawn.length_km)


def _sails(drawn: DrawnLeg) -> bool:
    """Return whether a leg is a ferry over a lake: there a straight line is the way."""
    if drawn.leg.mode is not Mode.FERRY:
        return False
    line = LineString(drawn.points)
    crossed = union_all([lake for lake in lakes() if lake.intersects(line)])
    return bool(line.intersection(crossed).length > OVER_WATER * line.length)


def _joins(drawn: DrawnLeg) -> Iterator[Finding]:
    """Find joined gaps that nobody has looked at; those of imported networks are not listed."""
    if not drawn.joins:
        return
    known = load_joins()
    joins = [known[number] for number in drawn.joins if number in known]
    unchecked = [str(join.number) for join in joins if join.verdict is Verdict.UNCHECKED]
    message = f"{len(drawn.joins)} joined gaps, {sum(j.km for j in joins):.1f} km, all checked"
    if unchecked:
        message = f"joined gaps without a check by hand: {', '.join(unchecked)}"
    severity = Severity.WARNING if unchecked else Severity.OK
    yield Finding("joined gaps", drawn.id, severity, message)


def _lengths(branch: Sequence[DrawnLeg]) -> Iterator[Finding]:
    modes = lengths_by_mode(branch)
    km = sum(modes.values())
    words = ", ".join(f"{length:,.0f} km {mode.value}" for mode, length in modes.items())
    first = branch[0]
    subject = f"{first.corridor.id}-{first.branch.id}"
    published = first.corridor.lengths if first.branch is first.corridor.branches[0] else ()
    for length in published:
        yield _compared(subject, km, words, length)
    if not published:
        message = f"{km:,.0f} km ({words}); no length is published for this branch"
        yield Finding("corridor length", subject, Severity.OK, message, km)


def _compared(subject: str, km: float, words: str, length: CorridorLength) -> Finding:
    share = km / length.km - 1
    message = f"{km:,.0f} km ({words}), published {length.km:,g} km ({share:+.1%})"
    if abs(share) <= MOST_UNEXPLAINED:
        return Finding("corridor length", subject, Severity.OK, message, km, length.km)
    if length.note:
        return Finding(
            "corridor length", subject, Severity.OK, f"{message}: {length.note}", km, length.km
        )
    message += f"; more than {MOST_UNEXPLAINED:.0%} off and no note says why"
    return Finding("corridor length", subject, Severity.ERROR, message, km, length.km)
