"""Weigh matches against each other: the rules that make an answer right or withhold it.

All evidence is counted in doublings of a population. The rules, each tested by itself:

1. The more people, the likelier; the gazetteer's home (its header says which) counts more.
2. A name that agrees letter by letter beats one that agrees as a transliteration, and that
   beats an old name; a display name beats an alternate one.
3. A generic word in the query ("station", "район", "市") favours its kind.
4. A region or station and the town that it is named after are one answer: the town, unless
   the query says otherwise.
5. Matches within a few kilometres of each other are one place.
6. The share of the best place in the evidence of all decides: it must be overwhelming.
"""

from __future__ import annotations

import math

from geo.gazetteer.hints import SETTLEMENTS, rough_km
from geo.gazetteer.naming import named
from geo.gazetteer.words import DISTRICT
from geo.vocab import MatchKind, PlaceKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.gazetteer.asking import Asked
    from geo.gazetteer.hints import Hints
    from geo.gazetteer.matching import Match

MATCH_EVIDENCE = {
    MatchKind.EXACT: 0.0,
    MatchKind.FOLDED: -0.5,
    MatchKind.TRANSLITERATED: -10.0,
    MatchKind.HISTORICAL: -2.0,
    MatchKind.MISSPELT: -10.0,
}
QUALITY = {
    MatchKind.EXACT: 1.0,
    MatchKind.FOLDED: 0.98,
    MatchKind.TRANSLITERATED: 0.9,
    MatchKind.HISTORICAL: 0.9,
    MatchKind.MISSPELT: 0.7,
}
UNLIKENESS_WEIGHT = 24.0  # a name at nine tenths alike by sound loses 2.4 doublings
WRITTEN_EVIDENCE = -5.0  # a place that has a name in a script need not be written by sound in it
BARE_EVIDENCE = -1.0
UNIT_BARE_EVIDENCE = -6.0  # "Almaty region" is not the city of Almaty, though that is a unit too
PRIMARY_EVIDENCE = 2.0
ALIAS_EVIDENCE = -1.0  # Utery is hardly Utrecht, though a rare name of that is Utert
KIND_EVIDENCE = 5.0
SAME_PLACE_KM = 12.0
NAMESAKE_PROMINENCE = 13.0  # of a town that may stand for its region: about 8,000 people
NAMESAKE_KM = 100.0  # of a town from the middle of the region that is named after it
UNITS = frozenset({PlaceKind.REGION.value, DISTRICT})
FIRST_LEVEL = frozenset({PlaceKind.REGION.value, PlaceKind.COUNTRY.value})
READ_NAMES_OF = 12
# A place with so much less evidence than the strongest is weighed without reading its names: they
# could only take from it.
NEGLIGIBLE = {MatchKind.MISSPELT: 6.0}
NEGLIGIBLE_ELSE = 12.0


def weighed(
    found: Sequence[Match], asked: Asked, hints: Hints, home: Mapping[str, float]
) -> list[Match]:
    """Return matches with their evidence, the strongest first; the best ones are named."""
    for match in found:
        match.evidence = _evidence(match, asked, hints, home)
    ranked = sorted(found, key=lambda m: -m.evidence)
    strongest = -math.inf
    for match in ranked[:READ_NAMES_OF]:
        if match.evidence < strongest - NEGLIGIBLE.get(match.how, NEGLIGIBLE_ELSE):
            break
        named(match, asked)
        match.evidence = _evidence(match, asked, hints, home)
        strongest = max(strongest, match.evidence)
    return sorted(ranked, key=lambda m: (-m.evidence, m.number))


def _evidence(match: Match, asked: Asked, hints: Hints, home: Mapping[str, float]) -> float:
    evidence = match.row.prominence + MATCH_EVIDENCE[match.how] + hints.nearness(match)
    evidence += home.get(match.unit, home.get(match.country, 0.0))
    evidence -= UNLIKENESS_WEIGHT * (1 - match.likeness)
    if match.written:
        evidence += WRITTEN_EVIDENCE
    if match.primary:
        evidence += PRIMARY_EVIDENCE
    elif match.how is MatchKind.MISSPELT:
        evidence += ALIAS_EVIDENCE
    if match.bare:
        evidence += UNIT_BARE_EVIDENCE if asked.said in UNITS else BARE_EVIDENCE
    return evidence + _kind_evidence(match.kind, asked.said)


def _kind_evidence(kind: str, said: str) -> float:
    if said in UNITS:
        return KIND_EVIDENCE if kind in UNITS else 0.0
    if said in SETTLEMENTS:
        return 0.0 if kind in SETTLEMENTS else -KIND_EVIDENCE
    return KIND_EVIDENCE if said and kind == said else 0.0


def clusters(ranked: Sequence[Match], said: str) -> list[list[Match]]:
    """Put matches that mean one place together; the strongest first in each and over all."""
    found: list[list[Match]] = []
    by_country: dict[str, list[list[Match]]] = {}
    for match in ranked:
        of_country = by_country.setdefault(match.country, [])
        for cluster in of_country:
            if _one_place(cluster[0], match):
                cluster.append(match)
                break
        else:
            found.append([match])
            of_country.append(found[-1])
    for cluster in found:
        _put_namesake_first(cluster, said)
    return found


def _one_place(a: Match, b: Match) -> bool:
    """Tell whether two places of a country are one."""
    points = (a.row.longitude, a.row.latitude), (b.row.longitude, b.row.latitude)
    apart = rough_km(*points)
    if a.kind in FIRST_LEVEL or b.kind in FIRST_LEVEL:
        return apart <= NAMESAKE_KM or bool(a.unit and a.unit == b.unit)
    return apart <= SAME_PLACE_KM


def _put_namesake_first(cluster: list[Match], said: str) -> None:
    first = cluster[0]
    if said in UNITS or said == first.kind:
        return
    if first.kind not in SETTLEMENTS and first.kind != PlaceKind.COUNTRY.value:
        least = NAMESAKE_PROMINENCE if first.kind in FIRST_LEVEL else 0.0
        for match in cluster[1:]:
            if match.kind in SETTLEMENTS and match.row.prominence >= least:
                cluster.remove(match)
                cluster.insert(0, match)
                return


def shares(groups: Sequence[Sequence[Match]]) -> list[float]:
    """Return the share of each cluster's strongest match in the evidence of all."""
    if not groups:
        return []
    strongest = [max(m.evidence for m in group) for group in groups]
    top = max(strongest)
    weights = [2.0 ** (evidence - top) for evidence in strongest]
    return [weight / sum(weights) for weight in weights]
