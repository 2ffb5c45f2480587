"""Read the names of a place that matched, and tell by them how it did."""

from __future__ import annotations

from geo.gazetteer.folding import filing_keys, of_latin, plain, script_of, split_generic
from geo.gazetteer.shelf import EXTRA, OLD_NAME, OLD_NOTE
from geo.vocab import MatchKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.gazetteer.asking import Asked
    from geo.gazetteer.matching import Match

SHARED_SLACK = 0.4  # romanisations that share six tenths of their letters count as alike


def told_apart(raw: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Return the present names among those that a shelf gives, and the old ones with their notes.

    A note has the dates and the source of an old name: ``from/to/source``.
    """
    current: list[str] = []
    old: dict[str, str] = {}
    for name in raw:
        if name.startswith(OLD_NAME):
            spelling, _, note = name[len(OLD_NAME) :].partition(OLD_NOTE)
            old[spelling] = note
        elif not name.startswith(EXTRA):
            current.append(name)
    return current, old


def named(found: Match, asked: Asked) -> Match:
    """Fill in the name that matched, and tell exact from folded matches by it.

    A match whose plain form agrees only without generic words is marked as ``bare``.
    """
    if found.name:
        return found
    current, old = told_apart(found.shelf.names(found.number))
    names = [*current, *old]
    if found.how is MatchKind.MISSPELT:
        from geo.gazetteer.misspelling import spelled  # not needed for known names

        found.name = spelled(found, names, asked)
    else:
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
    for name in of_latin(names) if asked.plain.isascii() else names:
        if plain(name) == asked.plain:
            found.how = MatchKind.FOLDED
            return name
        if not bare and plain(split_generic(name)[0]) == asked.bare_plain:
            bare = name
    if bare:
        found.how, found.bare = MatchKind.FOLDED, True
    else:
        found.how = MatchKind.TRANSLITERATED
    return bare


def _likeliest(found: Match, names: Sequence[str], asked: Asked) -> str:
    """Return the name that was meant; note how alike the romanisations are.

    Two romanisations of one name share most letters: *Schitiqara*, *Zhitikara*. Where hardly any
    is shared, keys agree by chance.
    """
    from rapidfuzz.fuzz import ratio  # 14 ms, not needed for names that agree

    keys = set(asked.keys)
    near = [name for name in names if not keys.isdisjoint(filing_keys(name))] or names
    same = [name for name in near if script_of(name) == script_of(asked.bare)]
    if not same:
        return near[0]
    bare = {name: plain(split_generic(name)[0]) for name in same}
    best = max(same, key=lambda name: ratio(bare[name], asked.bare_plain))
    shared = ratio(bare[best], asked.bare_plain) / 100
    found.likeness *= min(1.0, shared + SHARED_SLACK)
    return best
