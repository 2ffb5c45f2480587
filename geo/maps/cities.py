"""Choose the towns that a page names between its railways, from the embedded gazetteer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.gazetteer import embedded
from geo.vocab import PlaceKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.gazetteer import ListedPlace

_LIMIT = 260
_ZOOMS = ((900_000, 4.25), (250_000, 5.25), (90_000, 6.25), (30_000, 7.25), (8_000, 8.25))
_SMALL = 9.25
_SPELLINGS = 5
_PASSED_OVER = frozenset(" -–—'’ʻʼ.,()")
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
    west, south, east, north = area.bounds
    towns = embedded().within(
        (west, south, east, north), kinds=_TOWNS, shelves=["geonames"], limit=_LIMIT
    )
    return [_city(town, languages) for town in towns]


def _city(town: ListedPlace, languages: Sequence[str]) -> dict[str, Any]:
    spellings = [*town.names, *town.old_names]
    names = {"en": spellings[0]} | {
        language: name for language in languages if (name := _in(language, spellings))
    }
    shown = {_sought(name) for name in names.values()}
    further = {_sought(name): name for name in reversed(spellings) if _sought(name) not in shown}
    return {
        "names": names,
        "more": list(reversed(further.values()))[:_SPELLINGS],
        "at": [round(town.longitude, 4), round(town.latitude, 4)],
        "country": town.country,
        "zoom": next((zoom for people, zoom in _ZOOMS if town.population >= people), _SMALL),
    }


def _sought(name: str) -> str:
    """Return a name as the page's search compares it: spellings alike there are one."""
    letters = unicodedata.normalize("NFKD", name).lower()
    return "".join(c for c in letters if c not in _PASSED_OVER and not unicodedata.combining(c))


def _in(language: str, spellings: Iterable[str]) -> str | None:
    """Return the first spelling whose letters belong to a language."""
    return next((name for name in spellings if _fits(language, name.lower())), None)


def _fits(language: str, name: str) -> bool:
    if language in _RANGES:
        first, last = _RANGES[language]
        return all(first <= character <= last for character in name)
    allowed, telling = _LETTERS.get(language, (frozenset(), frozenset()))
    return allowed.issuperset(name) and (not telling or not telling.isdisjoint(name))
