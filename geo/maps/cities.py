"""Choose the towns that a page names between its railways, from the embedded gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo import embedded
from geo.gazetteer.shelf import EXTRA, OLD_NAME, OLD_NOTE, Shelf
from geo.vocab import PlaceKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_LIMIT = 260
_ZOOMS = ((900_000, 4.25), (250_000, 5.25), (90_000, 6.25), (30_000, 7.25), (8_000, 8.25))
_SMALL = 9.25
_TOWNS = {PlaceKind.CITY, PlaceKind.VILLAGE}
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -()")
_OWN_KAZAKH = frozenset("ғқңөұүһіә")
_LETTERS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "ru": (_RUSSIAN, frozenset()),
    "kk": (_RUSSIAN | _OWN_KAZAKH, _OWN_KAZAKH),
}
"""Letters that a language writes, and those of which a name must have one to be known by."""
_RANGES = {"zh": ("\u4e00", "\u9fff"), "lo": ("\u0e80", "\u0eff"), "th": ("\u0e00", "\u0e7f")}


def city_names(area: BaseGeometry, *, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Return the larger towns of an area, the largest first.

    Parameters
    ----------
    area
        Polygon in EPSG:4326.
    languages
        Languages of the page. The gazetteer does not say which language a name is in: a
        name counts for a language if its letters can only be of that language's script;
        where none does, the page shows the display name and marks it.

    Returns
    -------
    list of dict
        ``names`` by language, ``more`` (further spellings for the search), ``at``,
        ``country`` and ``zoom`` from which the town shows.
    """
    shelf = Shelf(str(embedded.path("gazetteer/geonames.shelf")))
    west, south, east, north = area.bounds
    rows = ((number, shelf.row(number)) for number in range(len(shelf)))
    inside = [
        (row.prominence, number, row)
        for number, row in rows
        if west <= row.longitude <= east
        and south <= row.latitude <= north
        and shelf.kind(row) in _TOWNS
    ]
    inside.sort(key=lambda item: (-item[0], item[1]))
    return [_city(shelf, number, row, languages) for _, number, row in inside[:_LIMIT]]


def _city(shelf: Shelf, number: int, row: Any, languages: Sequence[str]) -> dict[str, Any]:
    raw = [name for name in shelf.names(number) if not name.startswith(EXTRA)]
    spellings = [name.lstrip(OLD_NAME).partition(OLD_NOTE)[0] for name in raw]
    names = {"en": spellings[0]} | {
        language: name for language in languages if (name := _in(language, spellings))
    }
    rest = [name for name in spellings[1:] if name not in names.values()]
    return {
        "names": names,
        "more": rest[:8],
        "at": [round(row.longitude, 4), round(row.latitude, 4)],
        "country": shelf.unit(row)[0],
        "zoom": next((zoom for people, zoom in _ZOOMS if 2**row.prominence >= people), _SMALL),
    }


def _in(language: str, spellings: Iterable[str]) -> str | None:
    """Return the first spelling whose letters belong to a language."""
    return next((name for name in spellings if _fits(language, name.lower())), None)


def _fits(language: str, name: str) -> bool:
    if language in _RANGES:
        first, last = _RANGES[language]
        return all(first <= character <= last for character in name)
    allowed, telling = _LETTERS.get(language, (frozenset(), frozenset()))
    return allowed.issuperset(name) and (not telling or not telling.isdisjoint(name))
