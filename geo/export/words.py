"""Turn names of columns into words, and bind columns to their vocabularies."""

from __future__ import annotations

from collections.abc import Iterable

from geo.lines.corridors import LegMethod
from geo.style import MODES
from geo.vocab import Accuracy, Confidence, Method, PlaceKind, Precision, Role, Status

_UNITS = {"km": "km", "km2": "km²", "m": "m", "mm": "mm", "pct": "%"}

Pairs = tuple[tuple[str, str], ...]
"""Values and their labels."""

_LEG_METHODS = {
    LegMethod.NETWORK: "Along the rail network",
    LegMethod.LANES: "Along sea lanes",
    LegMethod.STRAIGHT: "Straight between the places named",
    LegMethod.MIXED: "Along a network, with straight pieces",
}


def _pairs(
    words: Iterable[Status | Method | Accuracy | Confidence | Precision | PlaceKind | Role],
) -> Pairs:
    return tuple((str(word), word.label) for word in words)


VOCABULARIES: dict[str, tuple[Pairs, tuple[tuple[str, str], ...]]] = {
    "status": (
        _pairs(Status),
        (
            ("railways", "status"),
            ("railways", "railway_status"),
            ("crossings", "status"),
            ("railway_history", "status"),
            ("corridors", "status"),
        ),
    ),
    "method": (_pairs(Method), (("railways", "method"), ("railway_history", "method"))),
    "accuracy": (_pairs(Accuracy), (("railways", "accuracy"),)),
    "confidence": (
        _pairs(Confidence),
        (
            ("railways", "confidence"),
            ("railway_history", "confidence"),
            ("corridors", "confidence"),
            ("events", "confidence"),
            ("members", "confidence"),
        ),
    ),
    "precision": (
        _pairs(Precision),
        (
            ("railways", "status_since_precision"),
            ("events", "date_precision"),
            ("members", "valid_from_precision"),
            ("members", "valid_to_precision"),
        ),
    ),
    "role": (_pairs(Role), (("members", "role"),)),
    "place_kind": (_pairs(PlaceKind), (("stations", "kind"), ("places", "kind"))),
    "mode": (
        tuple((mode, style.label) for mode, style in MODES.items()),
        (("corridors", "mode"),),
    ),
    "leg_method": (
        tuple((str(method), label) for method, label in _LEG_METHODS.items()),
        (("corridors", "method"),),
    ),
}
"""Vocabulary and the layers and columns that take their values from it, by name."""


def alias(column: str) -> str:
    """Return a column name as words for people.

    Examples
    --------
    >>> alias("published_length_km")
    'Published length, km'
    >>> alias("name_zh")
    'Name (zh)'
    """
    words = column.split("_")
    if words[0] == "name" and len(words) > 1:
        return f"Name ({'-'.join(words[1:])})"
    unit = _UNITS.get(words[-1]) if len(words) > 1 else None
    kept = words[:-1] if unit else words
    text = " ".join("number" if word == "no" else word for word in kept)
    text = text[:1].upper() + text[1:]
    return f"{text}, {unit}" if unit else text


def words_of(layer: str) -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of value and label of every column of a layer that has a vocabulary."""
    return {
        column: list(vocabulary)
        for vocabulary, uses in VOCABULARIES.values()
        for owner, column in uses
        if owner == layer
    }
