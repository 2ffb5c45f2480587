"""Gather what the trust in corridors and in the rail network rests on, for the report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

from geo.atlas.atlas import Atlas
from geo.lines.corridors import DrawnLeg, lengths_by_mode
from geo.network.joins import Join, load_joins
from geo.network.known import Comparison, compare_known

Row = dict[str, Any]


def network_evidence(atlas: Atlas, legs: Sequence[DrawnLeg]) -> dict[str, Any]:
    """Return the tables on corridors and on the rail network as JSON values.

    Parameters
    ----------
    atlas
        A validated atlas.
    legs
        As `geo.lines.corridors.draw_corridors` gives them; nothing without any.
    """
    if not legs:
        return {"corridors": [], "legs": [], "known_lengths": [], "joins": []}
    known = compare_known()
    return {
        "corridors": [_branch(list(group)) for _, group in groupby(legs, key=_branch_key)],
        "legs": [_leg(atlas, leg) for leg in legs],
        "known_lengths": [_known(row) for row in known],
        "joins": _joins(legs, known),
    }


def _branch_key(leg: DrawnLeg) -> tuple[str, str]:
    return leg.corridor.id, leg.branch.id


def _branch(legs: Sequence[DrawnLeg]) -> Row:
    first = legs[0]
    modes = lengths_by_mode(legs)
    km = sum(modes.values())
    main = first.branch is first.corridor.branches[0]
    return {
        "corridor": first.corridor.name,
        "branch": first.branch.names.get("en") or next(iter(first.branch.names.values())),
        "km": round(km),
        "by_mode": {mode.value: round(length) for mode, length in modes.items()},
        "published": [
            {
                "km": length.km,
                "difference_pct": round((km / length.km - 1) * 100, 1),
                "sources": list(length.sources),
                "note": length.note,
            }
            for length in (first.corridor.lengths if main else ())
        ],
    }


def _leg(atlas: Atlas, leg: DrawnLeg) -> Row:
    return {
        "id": leg.id,
        "name": " – ".join(atlas.nodes[i].name for i in (leg.leg.from_, leg.leg.to)),
        "corridor": leg.corridor.name,
        "mode": leg.leg.mode.value,
        "method": leg.method.value,
        "km": round(leg.length_km),
        "countries": [[country, round(km)] for country, km in leg.countries],
        "borders": [f"{a}–{b}" for (a, _), (b, _) in pairwise(leg.countries)],
        "gauge_breaks": [
            {
                "lon": round(change.point[0], 3),
                "lat": round(change.point[1], 3),
                "from_mm": change.before_mm,
                "to_mm": change.after_mm,
            }
            for change in leg.changes_of_gauge
        ],
        "joins": list(leg.joins),
        "joined_km": round(sum(way.joined_km for way in leg.ways), 1),
        "straight": [f"{a} – {b}" for a, b in leg.straight],
        "note": leg.leg.note,
    }


def _known(row: Comparison) -> Row:
    return {
        "name": row.name,
        "published_km": row.published_km,
        "route_km": round(row.route_km),
        "difference_pct": round(row.share * 100, 1),
        "joins": list(row.joins),
        "source": row.source,
        "url": row.url,
        "explained": row.explained,
    }


def _joins(legs: Sequence[DrawnLeg], known: Sequence[Comparison]) -> list[Row]:
    """Return every joined gap that a corridor or a known railway uses, by number."""
    users: dict[int, dict[str, None]] = {}
    for leg in legs:
        for number in leg.joins:
            users.setdefault(number, {})[leg.corridor.name] = None
    for row in known:
        for number in row.joins:
            users.setdefault(number, {})[row.name] = None
    joins = load_joins()
    return [_join(joins[number], list(users[number])) for number in sorted(users)]


def _join(join: Join, users: Sequence[str]) -> Row:
    return {
        "number": join.number,
        "ends": [list(end) for end in join.ends],
        "km": join.km,
        "kind": join.kind,
        "railway": join.railway,
        "verdict": join.verdict.value,
        "reason": join.reason,
        "source": join.source,
        "url": join.url,
        "used_by": list(users),
    }
