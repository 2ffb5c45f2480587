"""Gather the places whose names match a query, and grade how they match."""

from __future__ import annotations

from functools import lru_cache

from geo.gazetteer.folding import filing_keys, key, plain, script_of, split_generic
from geo.gazetteer.shelf import (
    EXTRA,
    FLAG_SHIFT,
    HASH_SHIFT,
    HISTORICAL,
    OLD_NAME,
    OLD_NOTE,
    PLACE_MASK,
    PRIMARY,
    plain_hash,
)
from geo.vocab import MatchKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.gazetteer.asking import Asked
    from geo.gazetteer.own import OwnShelf
    from geo.gazetteer.shelf import Shelf

LETTERS = "aeiubdghklmnprstvC"  # the alphabet of keys
SHORTEST_MISSPELT = 5  # letters of a key: in a shorter one, every change makes another name
LONGEST_MISSPELT = 24
NO_VOWELS = str.maketrans("", "", "aeiu")
OTHER_CONSONANT = 0.85  # likeness of a name with another consonant: vowels are misheard more often
MOST_SOUNDING = 40  # places that sound like a name, and
MOST_SCANNED = 400  # places compared to find them
SHARED_SLACK = 0.4  # romanisations that share six tenths of their letters count as alike
FURTHER_SLIP = 0.17  # likeness that each letter but the first that differs in the spelling costs
MOST_KEY_EDITS = 3  # that one slip of a letter can make in a key


class Match:
    """A place, how its name matches, and the evidence for it in doublings of a population.

    Written out, since making a dataclass costs a look-up 1 ms.
    """

    __slots__ = (
        "bare", "country", "dates", "evidence", "how", "kind", "likeness", "name", "number",
        "primary", "row", "shelf", "unit", "written",
    )  # fmt: skip

    def __init__(
        self, shelf: Shelf | OwnShelf, number: int, how: MatchKind, *, primary: bool
    ) -> None:
        row = shelf.row(number)
        self.shelf = shelf
        self.number = number
        self.row = row
        self.country, self.unit, _ = shelf.unit(row)
        self.kind = shelf.kind(row)
        self.how = how
        self.primary = primary
        self.evidence = 0.0
        self.likeness = 1.0
        self.name = ""
        self.dates = ""  # of an old name: from/to/source
        self.bare = False
        self.written = False  # matched by sound, though it has a name in the query's script


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


def misspelt_matches(shelves: Sequence[Shelf | OwnShelf], asked: Asked) -> list[Match]:
    """Return the places whose key differs from the query's by one letter.

    One letter lost, added, changed, or two neighbours swapped; keys of fewer than
    `SHORTEST_MISSPELT` letters are left alone. A slip inside sh or kh changes more of a key than
    of the name, so letters added and swapped are tried in the name as well.
    """
    one = asked.keys[0]
    if not SHORTEST_MISSPELT <= len(one) <= LONGEST_MISSPELT or not one.isascii():
        return []
    found: list[Match] = []
    near = {*edits(one), *map(key, slips(asked.bare_plain))}
    consonants = one.translate(NO_VOWELS)
    for shelf in shelves:
        best: dict[int, Match] = {}
        for other in sorted(one for one in near if one in shelf):
            alike = 1.0 if other.translate(NO_VOWELS) == consonants else OTHER_CONSONANT
            for posting in shelf.postings(other):
                number = posting & PLACE_MASK
                known = best.get(number)
                if known is None:
                    known = Match(shelf, number, MatchKind.MISSPELT, primary=False)
                    known.likeness = alike
                    best[number] = known
                known.likeness = max(known.likeness, alike)
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


def edits(one: str) -> Iterator[str]:
    """Yield the keys at one edit from a key."""
    for i in range(len(one) + 1):
        head, tail = one[:i], one[i:]
        for letter in LETTERS:
            yield f"{head}{letter}{tail}"
        if tail:
            yield head + tail[1:]
            for letter in LETTERS:
                yield f"{head}{letter}{tail[1:]}"
        if len(tail) > 1:
            yield f"{head}{tail[1]}{tail[0]}{tail[2:]}"


def slips(plain_name: str) -> Iterator[str]:
    """Yield a name without each of its letters, and with each two neighbours swapped."""
    for i in range(len(plain_name)):
        head, tail = plain_name[:i], plain_name[i:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield f"{head}{tail[1]}{tail[0]}{tail[2:]}"


def named(found: Match, asked: Asked) -> Match:
    """Fill in the name that matched, and tell exact from folded matches by it.

    A match whose plain form agrees only without generic words is marked as ``bare``.
    """
    if found.name:
        return found
    old: dict[str, str] = {}
    names: list[str] = []
    for raw in found.shelf.names(found.number):
        name, _, dates = raw.lstrip(OLD_NAME).partition(OLD_NOTE)
        if raw.startswith(OLD_NAME):
            old[name] = dates
        if not raw.startswith(EXTRA):
            names.append(name)
    found.name = _literal(found, names, asked) or _likeliest(found, names, asked)
    if found.name in old:
        found.how, found.dates = MatchKind.HISTORICAL, old[found.name]
    return found


def _literal(found: Match, names: Sequence[str], asked: Asked) -> str:
    """Return a name that agrees letter by letter, in its plain form, or without generic words."""
    if asked.text in names:
        found.how = MatchKind.EXACT
        return asked.text
    bare = ""
    for name in names:
        if plain(name) == asked.plain:
            found.how = MatchKind.FOLDED
            return name
        if not bare and plain(split_generic(name)[0]) == asked.bare_plain:
            bare = name
    if bare:
        found.how, found.bare = MatchKind.FOLDED, True
    elif found.how is not MatchKind.MISSPELT:
        found.how = MatchKind.TRANSLITERATED
    return bare


def _likeliest(found: Match, names: Sequence[str], asked: Asked) -> str:
    """Return the name that was meant; note how alike the romanisations are.

    Two romanisations of one name share most letters: *Schitiqara*, *Zhitikara*. Where hardly any
    is shared, keys agree by chance.
    """
    from rapidfuzz.distance import OSA  # 14 ms, not needed for names that agree
    from rapidfuzz.fuzz import ratio

    misspelt = found.how is MatchKind.MISSPELT
    edits_allowed = MOST_KEY_EDITS if misspelt else 0
    near = [
        name
        for name in names
        if any(
            OSA.distance(one, other, score_cutoff=edits_allowed) <= edits_allowed
            for one in filing_keys(name)
            for other in asked.keys
        )
    ] or names
    same = [name for name in near if script_of(name) == script_of(asked.bare)]
    if not same:
        return near[0]
    bare = {name: plain(split_generic(name)[0]) for name in same}
    if misspelt:
        best = min(same, key=lambda name: OSA.distance(bare[name], asked.bare_plain))
        slips_made = max(OSA.distance(bare[best], asked.bare_plain), 1)
        found.likeness *= max(1 - (slips_made - 1) * FURTHER_SLIP, 0)
        return best
    best = max(same, key=lambda name: ratio(bare[name], asked.bare_plain))
    shared = ratio(bare[best], asked.bare_plain) / 100
    found.likeness *= min(1.0, shared + SHARED_SLACK)
    return best
