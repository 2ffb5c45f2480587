"""Turn values of records into cells of tables: joined lists, names by language, credits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
"""Cells of a table's row by column."""

_CYRILLIC = {"kk", "ru"}
_ASKS_NOTHING = {"CC0-1.0", "public-domain"}


def name_column(language: str) -> str:
    """Return the column that holds names in a language: ``name_kk``, ``name_ug_latn``."""
    return "name_" + language.lower().replace("-", "_")


def name_cells(names: dict[str, str], languages: Iterable[str]) -> Row:
    """Return the name columns; Cyrillic of unstated language serves Kazakh and Russian alike."""
    found = {language: names.get(language) or _fallback(names, language) for language in languages}
    return {name_column(language): name for language, name in found.items()}


def credit_cells(credited: Iterable[Any]) -> Row:
    """Join the licences and credits of records that have ``licence`` and ``attribution``."""
    given = [record for record in credited if record.licence not in _ASKS_NOTHING]
    return {
        "licence": " AND ".join(sorted({record.licence for record in given})) or "CC0-1.0",
        "attribution": joined(dict.fromkeys(record.attribution for record in given)),
    }


def joined(values: Iterable[str]) -> str | None:
    """Join values into one cell; None if there are none."""
    return "; ".join(values) or None


def _fallback(names: dict[str, str], language: str) -> str | None:
    return names.get("und-Cyrl") if language in _CYRILLIC else None
