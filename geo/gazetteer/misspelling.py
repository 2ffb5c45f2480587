"""Find the names that a misspelt one may have meant.

A misspelling is one letter lost, added, changed, or two neighbours swapped. One such slip in a
name is mostly one edit of its key, but inside sh or kh, or beside a letter that becomes a double
one, it is two. So keys within one edit are gathered first, and where there are none, keys within
two; the names themselves are then compared letter by letter (`spelled`).

A trie finds what begins alike quickly, so a key is cut in two. Edits behind the cut are found
among the keys with the same head; those before it by trying them out.
"""

from __future__ import annotations

from geo.gazetteer.folding import key, of_latin, plain, script_of, split_generic
from geo.gazetteer.matching import Match
from geo.gazetteer.shelf import FLAG_SHIFT, LONGEST_HEAD, PLACE_MASK, PRIMARY, SHORTEST_HEAD
from geo.vocab import MatchKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.gazetteer.asking import Asked
    from geo.gazetteer.own import OwnShelf
    from geo.gazetteer.shelf import Shelf

LETTERS = [bytes([letter]) for letter in b"aeiubdghklmnprstvC"]  # the alphabet of keys
VOWELS, CONSONANTS = "aeiou", "bdghklmnprstvy"
TRIED_A_LETTER = 2 + 2 * len(LETTERS)
SHORTEST = 5  # letters of a key: in a shorter one, every change makes another name
LONGEST = 24
SHORTEST_TWICE = 7  # letters of a key that may differ by two edits
OF_TWO_LETTERS = frozenset("hcjz")  # a slip beside one of these may be two edits of the key
NO_VOWELS = str.maketrans("", "", "aeiu")
OTHER_CONSONANT = 0.9  # likeness of a name with another consonant: vowels are misheard more often
OTHER_INITIAL = 0.8  # and of one that begins otherwise: first letters are mistaken least
FURTHER_SLIP = 0.4  # likeness that each letter but the first that differs in the spelling costs
MOST_SLIPS = 3


def misspelt_matches(shelves: Sequence[Shelf | OwnShelf], asked: Asked) -> list[Match]:
    """Return the places that have a name like the one asked for, a slip apart.

    Keys of fewer than `SHORTEST` letters are left alone.
    """
    one = asked.keys[0]
    if not SHORTEST <= len(one) <= LONGEST or not one.isascii():
        return []
    slipped = {key(name).encode() for name in slips(asked.bare_plain)}
    for edits in (1, 2) if len(one) >= SHORTEST_TWICE else (1,):
        near = near_keys(shelves, one, slipped, edits=edits)
        found = [match for shelf in shelves for match in _filed(shelf, one, near)] if near else []
        if found:
            return found
    return []


def near_keys(
    shelves: Sequence[Shelf | OwnShelf], one: str, slipped: Iterable[bytes] = (), *, edits: int = 1
) -> list[str]:
    """Return the keys that differ from one by so many edits at most.

    Parameters
    ----------
    shelves
        Where to look.
    one
        The key.
    slipped
        Other keys, in UTF-8, that count if a shelf has them.
    edits
        One edit may be anywhere in the key, two only behind its head.
    """
    from rapidfuzz.distance import OSA  # 14 ms, not needed for names that agree
    from rapidfuzz.process import extract

    raw = one.encode()
    cuts = [head_of(shelf, one) for shelf in shelves]
    tried = edited_before(raw, max(cuts, default=0))
    alike: list[bytes] = []
    found: set[bytes] = set()
    for shelf, cut in zip(shelves, cuts, strict=True):
        alike += shelf.keys(raw[:cut])
        found.update(shelf.filed(tried[: cut * TRIED_A_LETTER]), shelf.filed(slipped))
    behind = extract(raw, alike, scorer=OSA.distance, score_cutoff=edits, limit=None)
    found.update([other for other, _, _ in behind])
    found.discard(raw)
    return sorted(map(bytes.decode, found))


def head_of(shelf: Shelf | OwnShelf, one: str) -> int:
    """Return how many letters the head of a key has: so many that few keys of a shelf share it."""
    cut = SHORTEST_HEAD
    while cut < min(len(one), LONGEST_HEAD) and one[:cut] in shelf.crowded:
        cut += 1
    return cut


def edited_before(one: bytes, cut: int) -> list[bytes]:
    """Return the keys with one edit in the head of a key, `TRIED_A_LETTER` for each letter."""
    found: list[bytes] = []
    for i in range(cut):
        head, letter, tail, rest = one[:i], one[i : i + 1], one[i:], one[i + 1 :]
        found += (head + rest, head + rest[:1] + letter + rest[1:])
        found += [head + other + tail for other in LETTERS]
        found += [head + other + rest for other in LETTERS]
    return found


def slips(plain_name: str) -> Iterator[str]:
    """Yield spellings that a slip may have changed where it changes a key by more than an edit.

    That is beside a sound of two letters, and where a lost letter made a vowel a double one.
    """
    for i in range(len(plain_name)):
        head, tail = plain_name[:i], plain_name[i:]
        if not OF_TWO_LETTERS.isdisjoint(plain_name[max(i - 1, 0) : i + 3]):
            yield head + tail[1:]
            if len(tail) > 1:
                yield f"{head}{tail[1]}{tail[0]}{tail[2:]}"
        if tail[:1] in VOWELS and tail[1:2] == tail[:1]:
            for consonant in CONSONANTS:
                yield f"{head}{tail[0]}{consonant}{tail[1:]}"


def _filed(shelf: Shelf | OwnShelf, one: str, near: Iterable[str]) -> Iterable[Match]:
    """Return the places filed under keys near to one, each with its likeness."""
    consonants = one.translate(NO_VOWELS)
    best: dict[int, Match] = {}
    for other in near:
        alike = 1.0 if other.translate(NO_VOWELS) == consonants else OTHER_CONSONANT
        for posting in shelf.postings(other):
            number = posting & PLACE_MASK
            known = best.get(number)
            if known is None:
                primary = bool(posting >> FLAG_SHIFT & PRIMARY)
                known = Match(shelf, number, MatchKind.MISSPELT, primary=primary)
                known.likeness = alike
                best[number] = known
            known.likeness = max(known.likeness, alike)
    return best.values()


def spelled(found: Match, names: Sequence[str], asked: Asked) -> str:
    """Return the name that was meant, and lower the likeness for each further slip in it."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    meant, fewest = names[0], MOST_SLIPS + 1
    for form, fitting in _ways(names, asked):
        forms = [form(name) for name in fitting]
        best = extractOne(asked.bare_plain, forms, scorer=OSA.distance, score_cutoff=fewest - 1)
        if best:
            _, fewest, i = best
            meant = fitting[i]
            if fewest <= 1:
                break
    if fewest == 0:
        found.how = MatchKind.FOLDED  # an accent alone makes the key another: Celeken, Çeleken
    elif plain(meant)[:1] != asked.bare_plain[:1]:
        found.likeness *= OTHER_INITIAL
    found.likeness *= max(1 - max(fewest - 1, 0) * FURTHER_SLIP, 0)
    return meant


def _ways(
    names: Sequence[str], asked: Asked
) -> Iterator[tuple[Callable[[str], str], Sequence[str]]]:
    """Yield ways to compare names, the quicker first: mostly one of them is a single slip away."""
    script = script_of(asked.bare)
    if script == "Latin":
        yield plain, [name for name in names if name.isascii()]
        same = of_latin(names)
    else:
        same = [name for name in names if script_of(name) == script]
    yield plain, same
    yield _bare_plain, [name for name in same if not name.isalpha()]


def _bare_plain(name: str) -> str:
    return plain(split_generic(name)[0])
