"""Gather the places whose names match a query, and grade how they match."""

from __future__ import annotations

from functools import lru_cache

from geo.gazetteer.folding import filing_keys, script_of
from geo.gazetteer.shelf import (
    EXTRA,
    FLAG_SHIFT,
    HASH_SHIFT,
    HISTORICAL,
    PLACE_MASK,
    PRIMARY,
    plain_hash,
)
from geo.vocab import MatchKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.gazetteer.asking import Asked
    from geo.gazetteer.own import OwnShelf
    from geo.gazetteer.shelf import Shelf

MOST_SOUNDING = 40  # places that sound like a name, and
MOST_SCANNED = 400  # places compared to find them


class Match:
    """A place, how its name matches, and the evidence for it in doublings of a population.

    Written out, since making a dataclass costs a look-up 1 ms; what most matches keep as it is
    stands in the class.
    """

    evidence = 0.0
    likeness = 1.0
    name = ""
    dates = ""  # of an old name: from/to/source
    bare = False
    written = False  # matched by sound, though it has a name in the query's script

    def __init__(
        self, shelf: Shelf | OwnShelf, number: int, how: MatchKind, *, primary: bool
    ) -> None:
        self.shelf = shelf
        self.number = number
        self.row = row = shelf.row(number)
        self.country, self.unit, _ = shelf.unit(row)
        self.kind = shelf.kind(row)
        self.how = how
        self.primary = primary


def matches(shelves: Iterable[Shelf | OwnShelf], asked: Asked) -> list[Match]:
    """Return every place that is filed under a key of the query, each once a shelf.

    A match is graded ``folded`` if the plain forms agree (`named` tells exact from folded
    later, by the names themselves), else ``transliterated``; ``historical`` if the name is.
    """
    bits = plain_hash(asked.bare_plain)
    found: list[Match] = []
    for shelf in shelves:
        best: dict[int, Match] = {}
        for one in asked.keys:
            for posting in shelf.postings(one):
                number = posting & PLACE_MASK
                flags = posting >> FLAG_SHIFT
                same = posting >> HASH_SHIFT & 0xFF == bits
                how = MatchKind.FOLDED if same else MatchKind.TRANSLITERATED
                if flags & HISTORICAL:
                    how = MatchKind.HISTORICAL
                known = best.get(number)
                if known is None:
                    best[number] = Match(shelf, number, how, primary=bool(flags & PRIMARY))
                elif how is MatchKind.FOLDED:
                    known.how = how
                    known.primary |= bool(flags & PRIMARY)
        found += best.values()
    return found


def sounding_matches(
    places: Shelf, sounds: Shelf, asked: Asked, admit: Callable[[Match], bool]
) -> list[Match]:
    """Return the places that sound like a name in a script without a key of its own.

    Parameters
    ----------
    places
        The shelf whose places ``sounds`` counts.
    sounds
        The index of consonants (see `geo.gazetteer.sounds`).
    asked
        The query.
    admit
        Tells whether a place agrees with the hints; others are not compared.
    """
    from geo.gazetteer.sounds import readings, skeleton

    script = script_of(asked.bare)
    native = frozenset(sounds.header.get(f"native.{script}", "").split())
    by_skeleton: dict[str, list[str]] = {}
    for one in readings(asked.bare):
        by_skeleton.setdefault(skeleton(one), []).append(one)
    found: list[Match] = []
    scanned = 0
    for sound, heard in by_skeleton.items():
        for posting in sounds.postings(sound):
            scanned += 1
            if scanned > MOST_SCANNED or len(found) >= MOST_SOUNDING:
                return found
            one_place = Match(places, posting & PLACE_MASK, MatchKind.TRANSLITERATED, primary=False)
            if one_place.country not in native and admit(one_place):
                _compare(one_place, sound, heard, script)
                if one_place.name:
                    found.append(one_place)
    return found


def _compare(found: Match, sound: str, heard: list[str], script: str) -> None:
    """Fill in the name of a place that sounds most like what was heard, if one does."""
    from geo.gazetteer.sounds import LEAST_LIKENESS, likeness

    found.likeness = 0.0
    for name in found.shelf.names(found.number):
        if script_of(name) == script:
            found.written = True
            continue
        for one, its_sound in _sounds_of(name):
            if its_sound == sound:
                alike = max(likeness(reading, one) for reading in heard)
                if alike >= LEAST_LIKENESS and alike > found.likeness:
                    found.likeness, found.name = alike, name


@lru_cache(maxsize=1 << 14)
def _sounds_of(name: str) -> tuple[tuple[str, str], ...]:
    """Return the keys of a name with their consonants; none for what is not Latin or Cyrillic."""
    from geo.gazetteer.sounds import skeleton

    if name.startswith(EXTRA):
        return ()
    return tuple((one, skeleton(one)) for one in filing_keys(name) if one.isascii())
