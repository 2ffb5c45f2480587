"""Measure drawn lines between any two points of a railway, and pick what to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geo.atlas.records import Length, Railway, StatusChange
from geo.lines.drawing import DrawnSection


def positions_km(drawn: Sequence[DrawnSection]) -> dict[str, float]:
    """Return the distance of every anchor from the start of a railway, in kilometres.

    Parameters
    ----------
    drawn
        The sections of one railway, in order; each begins where the one before ends.
    """
    positions: dict[str, float] = {}
    start = 0.0
    for section in drawn:
        for identifier, km in section.anchors:
            positions.setdefault(identifier, start + km)
        start += section.length_km
    return positions


def span_km(drawn: Sequence[DrawnSection], start: str, end: str) -> float | None:
    """Return the drawn length between two anchors of a railway, ``None`` if one is not on it."""
    positions = positions_km(drawn)
    if start not in positions or end not in positions:
        return None
    return abs(positions[end] - positions[start])


def compared_length(railway: Railway, start: str, end: str, *, as_of: date) -> Length | None:
    """Return the newest published length of a span that holds on a date.

    Parameters
    ----------
    railway
        The railway with its published lengths.
    start, end
        Ids of the ends, in either order.
    as_of
        Figures published later are left out; undated ones count as the oldest. Of two
        equally old figures the one with more sources is taken.
    """
    candidates = [
        length
        for length in railway.lengths
        if {length.from_, length.to} == {start, end}
        and length.compare
        and (length.date is None or length.date.first <= as_of)
    ]
    return max(candidates, key=_newest_best, default=None)


def _newest_best(length: Length) -> tuple[date, int]:
    """Order figures by date; of equally old ones the better supported is the better."""
    return (length.date.first if length.date else date.min, len(length.sources))


def status_on(changes: Sequence[StatusChange], day: date) -> StatusChange | None:
    """Return the status that holds on a day, ``None`` before the first change."""
    past = [change for change in changes if change.date.first <= day]
    return past[-1] if past else None
