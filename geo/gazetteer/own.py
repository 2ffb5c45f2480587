"""Hold places that a caller adds, in memory, behind the same interface as a shelf."""

from __future__ import annotations

from geo.gazetteer.folding import filing_keys, plain, split_generic
from geo.gazetteer.shelf import (
    FLAG_SHIFT,
    HASH_SHIFT,
    HISTORICAL,
    OLD_NAME,
    OLD_NOTE,
    PRIMARY,
    Row,
    plain_hash,
)
from geo.vocab import PlaceKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.gazetteer.records import GazetteerPlace

# Added places are what the caller works with: each counts like a large city, a settlement
# more than the station of the same name.
_PROMINENCE = {"city": 20.0, "village": 20.0, "station": 19.0, "border-crossing": 19.0}
_OTHER_PROMINENCE = 18.0


class OwnShelf:
    """Places added by a caller.

    Parameters
    ----------
    places
        The places; a later one with the id of an earlier one replaces it.
    """

    name = "own"
    crowded: frozenset[str] = frozenset()

    def __init__(self, places: Iterable[GazetteerPlace]) -> None:
        self.places = tuple({place.place_id: place for place in places}.values())
        self.units = tuple(dict.fromkeys(place.country for place in self.places))
        self._postings: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            names = [(name, PRIMARY) for name in place.names.values()]
            names += [(old, HISTORICAL) for old, _, _ in place.historical]
            for name, flag in names:
                self._file(number, name, flag)

    def _file(self, number: int, name: str, flag: int) -> None:
        bits = plain_hash(plain(split_generic(name)[0]))
        posting = number | bits << HASH_SHIFT | flag << FLAG_SHIFT
        for key in filing_keys(name):
            found = self._postings.setdefault(key, [])
            if posting not in found:
                found.append(posting)

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.places)

    def __contains__(self, key: object) -> bool:
        """Tell whether a key is filed here."""
        return key in self._postings

    def postings(self, key: str) -> Iterable[int]:
        """Return the postings of a key."""
        return self._postings.get(key, ())

    def filed(self, keys: Iterable[bytes]) -> list[bytes]:
        """Return those of some keys, in UTF-8, that are filed here."""
        return [key for key in keys if key.decode() in self._postings]

    def keys(self, prefix: bytes = b"") -> list[bytes]:
        """Return all keys with a prefix, in UTF-8."""
        return [raw for key in self._postings if (raw := key.encode()).startswith(prefix)]

    def row(self, number: int) -> Row:
        """Return the record of a place."""
        place = self.places[number]
        prominence = _PROMINENCE.get(place.kind, _OTHER_PROMINENCE)
        return Row(place.longitude, place.latitude, number, number, 0, prominence)

    def rows(self) -> Iterator[Row]:
        """Yield the records of all places, in the order of their numbers."""
        return map(self.row, range(len(self.places)))

    def names(self, number: int) -> list[str]:
        """Return the names of a place in the form of a shelf, the display name first."""
        place = self.places[number]
        shown = place.names.get("en") or next(iter(place.names.values()))
        old = [
            f"{OLD_NAME}{name}{OLD_NOTE}{start or ''}/{end or ''}/"
            for name, start, end in place.historical
        ]
        return [shown, *dict.fromkeys(place.names.values()), *old]

    def unit(self, row: Row) -> tuple[str, str, str]:
        """Return (country, ISO 3166-2 code, name) of the unit that a place lies in."""
        return self.places[row.number].country, "", ""

    def kind(self, row: Row) -> str:
        """Return the kind of a place."""
        return PlaceKind(self.places[row.number].kind).value

    def identity(self, row: Row) -> tuple[str, str, str, float]:
        """Return id, source, licence and accuracy in metres of a place."""
        place = self.places[row.number]
        return place.place_id, place.source, place.licence, place.accuracy_m
