"""Turn weighed matches into an answer with a verdict and its reason."""

from __future__ import annotations

from geo.gazetteer.folding import has_han
from geo.gazetteer.naming import named
from geo.gazetteer.records import Answer, Candidate
from geo.gazetteer.shelf import EXTRA
from geo.gazetteer.weighing import QUALITY, clusters, shares, weighed
from geo.gazetteer.words import DISTRICT
from geo.vocab import MatchKind, PlaceKind, Verdict

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.gazetteer.asking import Asked
    from geo.gazetteer.hints import Hints
    from geo.gazetteer.matching import Match

LEAST_SHARE = {
    MatchKind.EXACT: 2 / 3,
    MatchKind.FOLDED: 2 / 3,
    MatchKind.TRANSLITERATED: 4 / 5,
    MatchKind.HISTORICAL: 2 / 3,
    MatchKind.MISSPELT: 9 / 10,
}
# Evidence in doublings that a match needs, lest a small place far away answers for one that the
# index lacks.
LEAST_EVIDENCE = {
    MatchKind.EXACT: 0.0,
    MatchKind.FOLDED: 0.0,
    MatchKind.TRANSLITERATED: 3.0,
    MatchKind.HISTORICAL: 0.0,
    MatchKind.MISSPELT: 6.0,
}
INEXACT = frozenset({MatchKind.TRANSLITERATED, MatchKind.MISSPELT})
SHORT_KEY = 6  # letters of a key below which a name that is not the same needs more evidence,
SHORT_HAN = 5  # or Han characters where no hint rules most places out,
SHORT_EVIDENCE = 2.5  # so much for each letter that it lacks
HINTED_EVIDENCE = 4.0  # what a hint that rules most places out adds
LITERAL = frozenset({MatchKind.EXACT, MatchKind.FOLDED})
# Kinds that a town does not stand for: a station may be far from its town. A port or a border
# crossing lies at the town that it is named after.
SPECIAL_KINDS = frozenset({PlaceKind.STATION.value, PlaceKind.JUNCTION.value})
FIELDS_OF_EXTRA = 9
DATED_ACCURACY_M = 100_000.0  # an outline from before a unit was split


def answer(
    query: str,
    asked: Asked,
    found: Sequence[Match],
    hints: Hints,
    *,
    home: Mapping[str, float],
    candidates: int,
) -> Answer:
    """Weigh matches and conclude."""
    if not found:
        return Answer(query, Verdict.UNKNOWN, (), "no place is known by this name")
    admitted = [match for match in found if hints.admit(match)]
    if not admitted:
        return Answer(query, Verdict.UNKNOWN, (), _contradiction(found))
    ranked = weighed(admitted, asked, hints, home)
    groups = clusters(ranked, asked.said)
    share = shares(groups)
    listed = tuple(
        candidate(named(group[0], asked), part)
        for group, part in list(zip(groups, share, strict=True))[:candidates]
    )
    verdict, why = _verdict(groups, share, asked, hints)
    return Answer(query, verdict, listed, why)


def _verdict(
    groups: Sequence[Sequence[Match]], share: Sequence[float], asked: Asked, hints: Hints
) -> tuple[Verdict, str]:
    best = groups[0][0]
    if asked.said in SPECIAL_KINDS and not any(m.kind == asked.said for m in groups[0]):
        return Verdict.AMBIGUOUS, f"no {asked.said} of this name is known; a {best.kind} is"
    if best.kind == DISTRICT and not asked.said and best.how not in LITERAL:
        return Verdict.AMBIGUOUS, "only a district has a name like this one"
    evidence = best.evidence + (HINTED_EVIDENCE if hints else 0.0)
    if evidence < LEAST_EVIDENCE[best.how] + _for_shortness(best, asked, hints):
        why = "it only resembles the name of a place; a country would help"
        return Verdict.AMBIGUOUS, why
    if share[0] < LEAST_SHARE[best.how]:
        return Verdict.AMBIGUOUS, _what_settles(groups)
    return Verdict.RESOLVED, _why(best, alone=len(groups) == 1)


def _for_shortness(best: Match, asked: Asked, hints: Hints) -> float:
    """Return the evidence that a short name needs besides: many names are like a short one."""
    if best.how not in INEXACT:
        return 0.0
    if has_han(asked.bare):
        return 0.0 if hints else SHORT_EVIDENCE * max(0, SHORT_HAN - len(asked.bare))
    return SHORT_EVIDENCE * max(0, SHORT_KEY - len(asked.keys[-1]))


def _why(best: Match, *, alone: bool) -> str:
    if best.dates:
        start, end, source = best.dates.split("/")
        span = f"{start or '?'} to {end or '?'}" if start or end else "undated"
        return f"an old name, {span}" + (f" ({source})" if source else "")
    return "" if alone else "far more prominent than its namesakes"


def _what_settles(groups: Sequence[Sequence[Match]]) -> str:
    rivals = [group[0] for group in groups[:5]]
    needed = "a bounding box, or other places near it"
    if len({m.unit for m in rivals}) == len(rivals):
        needed = "a region"
    if len({m.country for m in rivals}) == len(rivals):
        needed = "a country"
    elif len({m.kind for m in rivals}) == len(rivals):
        needed = "a kind"
    return f"{len(groups)} places have this name; {needed} would settle it"


def _contradiction(found: Sequence[Match]) -> str:
    countries = sorted({match.country for match in found})[:5]
    return f"the name is known ({', '.join(countries)}), but nowhere that the hints allow"


def candidate(match: Match, share: float) -> Candidate:
    """Return a match as a candidate."""
    names = match.shelf.names(match.number)
    place_id, source, licence, accuracy = match.shelf.identity(match.row)
    extra = names[-1][1:] if names[-1].startswith(EXTRA) else ""
    fields = extra.split(",") + [""] * FIELDS_OF_EXTRA
    region, area, dated = fields[0], fields[1], fields[6]
    west, south, east, north = fields[2:6]
    bbox = (float(west), float(south), float(east), float(north)) if area else None
    place_id = region or fields[7] or place_id
    accuracy = float(fields[8] or accuracy)
    if dated:
        source = f"{source} (outline of the unit before {dated})"
        accuracy = max(accuracy, DATED_ACCURACY_M)
    return Candidate(
        place_id=place_id,
        name=names[0],
        longitude=match.row.longitude,
        latitude=match.row.latitude,
        kind=PlaceKind.REGION if match.kind == DISTRICT else PlaceKind(match.kind),
        country=match.country,
        admin1=match.shelf.unit(match.row)[2],
        matched_name=match.name or names[0],
        match=match.how,
        score=round(QUALITY[match.how] * share, 3),
        source=source,
        licence=licence,
        accuracy_m=accuracy,
        region_id=region or None,
        area_km2=float(area) if area else None,
        bbox=bbox,
    )
