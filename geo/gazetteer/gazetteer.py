"""Open the embedded index and look names up in it."""

from __future__ import annotations

import os
from functools import cached_property

from geo.errors import InputError
from geo.gazetteer.answering import INEXACT, answer
from geo.gazetteer.asking import Asked, asked, cleaned, parts, refusal
from geo.gazetteer.folding import forms, is_code, keys, romanised, script_of, split_generic
from geo.gazetteer.hints import Hints, kinds_of
from geo.gazetteer.matching import Match, matches, sounding_matches
from geo.gazetteer.records import Answer
from geo.gazetteer.shelf import HASH_SHIFT, PLACE_MASK, Shelf, plain_hash
from geo.gazetteer.weighing import FIRST_LEVEL
from geo.vocab import MatchKind, PlaceKind, Verdict

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from geo.gazetteer.own import OwnShelf
    from geo.gazetteer.records import Bbox, GazetteerPlace, ListedPlace

SHELVES = ("geonames", "osm", "naturalearth", "china")
SOUNDS = "sounds"
_PACKAGE = __file__.replace("\\", "/").rsplit("/", 2)[0]  # pathlib would cost a look-up 4 ms


class Gazetteer:
    """Names and places: the embedded shelves, and places that a caller adds.

    Parameters
    ----------
    shelves
        What to look in.

    Examples
    --------
    >>> Gazetteer.load().locate("Тачэн").best.name
    'Tacheng'
    """

    def __init__(self, shelves: Sequence[Shelf | OwnShelf]) -> None:
        self.shelves = tuple(shelves)
        self._opened_sounds: Shelf | None = None

    @classmethod
    def load(cls) -> Gazetteer:
        """Open the embedded index.

        Raises
        ------
        DataError
            If a file of the index is missing, damaged or of another version.
        """
        folder = _folder()
        return cls([Shelf(f"{folder}/{name}.shelf") for name in SHELVES])

    def with_places(self, places: Iterable[GazetteerPlace]) -> Gazetteer:
        """Return a gazetteer that knows these places as well, ahead of its own."""
        from geo.gazetteer.own import OwnShelf

        return Gazetteer([OwnShelf(places), *self.shelves])

    @cached_property
    def home(self) -> dict[str, float]:
        """The prominence that a country or unit adds to its places, in doublings."""
        pairs: list[str] = []
        for shelf in self.shelves:
            if isinstance(shelf, Shelf):
                pairs += [pair for pair in shelf.header.get("home", "").split(",") if pair]
        return {code: float(value) for code, _, value in (pair.partition(":") for pair in pairs)}

    def exact(self, name: str) -> list[Match]:
        """Return every place that has a name, its accents and case aside, with no verdict.

        Parameters
        ----------
        name
            A name without what it lies in.

        Returns
        -------
        list of Match
            The places of each shelf, the most prominent first.
        """
        bare, _ = split_generic(name)
        folded, one = forms(bare)
        bits = plain_hash(folded)
        found = []
        for shelf in self.shelves:
            for posting in shelf.postings(one):
                if posting >> HASH_SHIFT & 0xFF == bits:
                    number = posting & PLACE_MASK
                    found.append(Match(shelf, number, MatchKind.FOLDED, primary=False))
        return found

    def within(
        self,
        bbox: Bbox,
        *,
        kinds: Collection[PlaceKind] = tuple(PlaceKind),
        shelves: Collection[str] | None = None,
        limit: int | None = None,
    ) -> list[ListedPlace]:
        """Return the places in a box, the most populous first.

        Parameters
        ----------
        bbox
            West, south, east, north in degrees; west is more than east across the date line.
        kinds
            The kinds wanted.
        shelves
            Names of the parts of the index to look in (``"geonames"``, ``"osm"``,
            ``"naturalearth"``, ``"china"``, ``"own"``); all unless given. A place may be
            listed more than once: by the atlas and by GeoNames.
        limit
            How many to return at most; all unless given.

        Raises
        ------
        InputError
            If the box is none.

        Examples
        --------
        >>> box = (82, 46, 84, 47.5)
        >>> towns = Gazetteer.load().within(box, kinds=[PlaceKind.CITY], shelves=["geonames"])
        >>> [town.names[0] for town in towns]
        ['Tacheng', 'Tacheng', 'Emin', 'Maqanshy']
        """
        from geo.gazetteer.listing import listed  # a look-up of names needs none

        wanted = [s for s in self.shelves if shelves is None or s.name in shelves]
        return listed(wanted, bbox, kinds, limit)

    def verify(self) -> None:
        """Check the whole index, as look-ups do bit by bit.

        Raises
        ------
        DataError
            If anything is damaged.
        """
        for shelf in self.shelves:
            if isinstance(shelf, Shelf):
                shelf.verify()
                if shelf.name == "geonames":
                    self._sounds(shelf).verify()

    def locate(
        self,
        query: str,
        *,
        country: str | None = None,
        kind: str | None = None,
        region: str | None = None,
        bbox: Bbox | None = None,
        near: Sequence[tuple[float, float]] = (),
        candidates: int = 5,
    ) -> Answer:
        """Look a name up; see `geo.gazetteer.locate`."""
        hints = self._hints(country, kind, region, bbox, near)
        text = cleaned(query)
        why = refusal(query, text)
        if why:
            return Answer(query, Verdict.UNKNOWN, (), why)
        question = asked(text)
        found = matches(self.shelves, question)
        if not found:
            head, *tail = parts(text)
            if tail:
                return self._with_tail(query, head, tail, hints, candidates)
        return self._answer(query, question, found, hints, candidates)

    def _answer(
        self, query: str, question: Asked, found: list[Match], hints: Hints, candidates: int
    ) -> Answer:
        if not found or (question.may_be_misspelt and all(m.how in INEXACT for m in found)):
            known = {(match.shelf, match.number) for match in found}
            further = self._approximate(question, hints)
            found = found + [m for m in further if (m.shelf, m.number) not in known]
        return answer(query, question, found, hints, home=self.home, candidates=candidates)

    def _approximate(self, question: Asked, hints: Hints) -> list[Match]:
        if question.keys[0].isascii():
            from geo.gazetteer.misspelling import misspelt_matches  # not needed for known names

            return misspelt_matches(self.shelves, question)
        script = script_of(question.bare)
        if script not in {"Han", "Arabic"}:
            latin = question.with_keys(keys(romanised(question.bare)))
            found = matches(self.shelves, latin)
            if found:
                return found
        places = next((shelf for shelf in self.shelves if shelf.name == "geonames"), None)
        if not isinstance(places, Shelf):
            return []
        return sounding_matches(places, self._sounds(places), question, hints.admit)

    def _sounds(self, places: Shelf) -> Shelf:
        if self._opened_sounds is None:
            folder = places.path.replace("\\", "/").rpartition("/")[0]
            self._opened_sounds = Shelf(f"{folder}/{SOUNDS}.shelf")
        return self._opened_sounds

    def _with_tail(
        self, query: str, head: str, tail: list[str], hints: Hints, candidates: int
    ) -> Answer:
        for part in tail:
            region = self._region(part)
            if region is None:
                why = f"nothing is known of {part!r}, which follows the name"
                return Answer(query, Verdict.UNKNOWN, (), why)
            narrowed = hints.within(region.country, region.unit)
            if narrowed is None:
                why = f"{part!r}, which follows the name, contradicts the hint"
                return Answer(query, Verdict.UNKNOWN, (), why)
            hints = narrowed
        question = asked(head)
        return self._answer(query, question, matches(self.shelves, question), hints, candidates)

    def _region(self, name: str) -> Match | None:
        question = asked(cleaned(name) or "-")
        code = name.strip().upper()
        coded = question.with_keys((f"={code}",)) if is_code(code) else question
        found = matches(self.shelves, coded) or matches(self.shelves, question)
        found = [m for m in found if m.kind in FIRST_LEVEL]
        same = [m for m in found if m.how is MatchKind.FOLDED] or found
        return max(same, key=lambda m: m.row.prominence, default=None)

    def country_code(self, name: str) -> str:
        """Return the ISO 3166-1 code of a country by its code or name.

        Raises
        ------
        InputError
            If the country is not known.
        """
        return next(iter(self._hints(name, None, None, None, ()).countries))

    def _hints(
        self,
        country: str | None,
        kind: str | None,
        region: str | None,
        bbox: Bbox | None,
        near: Sequence[tuple[float, float]],
    ) -> Hints:
        hints = Hints(kinds=_kinds(kind), bbox=bbox, near=tuple(near))
        for label, value in (("country", country), ("region", region)):
            if value:
                found = self._region(value)
                if found is None or (label == "country") != (found.kind == PlaceKind.COUNTRY):
                    msg = f"{label} {value!r} is not known: give an ISO 3166 code or a name"
                    raise InputError(msg)
                narrowed = hints.within(found.country, found.unit)
                hints = narrowed or Hints(countries=frozenset({"-"}))
        return hints


def _folder() -> str:
    """Return the folder of the index; `geo.embedded` would cost a look-up 8 ms of imports."""
    folders = (f"{_PACKAGE}/_data", f"{_PACKAGE.rpartition('/')[0]}/data")
    here = next((f for f in folders if os.access(f"{f}/catalog.json", os.R_OK)), folders[0])
    return f"{here}/gazetteer"


def _kinds(kind: str | None) -> frozenset[str]:
    try:
        return kinds_of(kind)
    except ValueError:
        allowed = ", ".join(member.value for member in PlaceKind)
        msg = f"kind {kind!r} is not known; allowed: {allowed}"
        raise InputError(msg) from None
