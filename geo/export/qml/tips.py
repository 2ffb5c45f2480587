"""Write map tips: what QGIS shows under the pointer, with every value as text, not as markup."""

from __future__ import annotations

from collections.abc import Iterable

from geo.export.qml.labels import name_expression

SOURCES_TABLE = "sources"
"""Name of the table of sources in a GeoPackage and its project."""


def quoted(text: str) -> str:
    """Return a text as a literal of a QGIS expression."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped + "'"


def escaped(expression: str) -> str:
    """Return an expression whose text is safe inside HTML."""
    marks = "map('&','&amp;', '<','&lt;', '>','&gt;', '\"','&quot;')"
    return f"replace(to_string(coalesce({expression}, '')), {marks})"


def label_of(column: str, words: Iterable[tuple[str, str]]) -> str:
    """Return an expression that gives the label of a vocabulary's value."""
    pairs = ", ".join(f"{quoted(value)}, {quoted(label)}" for value, label in words)
    return f'coalesce(map_get(map({pairs}), "{column}"), "{column}")'


def dated(column: str) -> str:
    """Return an expression that writes a date as exactly as its column of precision tells."""
    year, month = (f"\"{column}_precision\" = '{word}'" for word in ("year", "month"))
    shape = f"CASE WHEN {year} THEN 'yyyy' WHEN {month} THEN 'yyyy-MM' ELSE 'yyyy-MM-dd' END"
    return f'format_date("{column}", {shape})'


def cited_sources() -> str:
    """Return an expression that names the sources; their ids where the table is not at hand."""
    field = "attribute(get_feature({table}, 'id', @element), '{name}')"
    publisher, title = (
        field.format(table=quoted(SOURCES_TABLE), name=name) for name in ("publisher", "title")
    )
    each = f"coalesce({publisher} || ': ' || {title}, @element)"
    return f"array_to_string(array_foreach(string_to_array(\"sources\", '; '), {each}), ' · ')"


def tip(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return the HTML of a map tip.

    Parameters
    ----------
    rows
        Words, QGIS expression of the value, QGIS condition under which the row shows.
    """
    head = f"<b>[% {escaped(name_expression())} %]</b>"
    lines = [
        f"[% CASE WHEN {condition} THEN {quoted('<br>' + words + ' ')} || {escaped(value)} "
        "ELSE '' END %]"
        for words, value, condition in rows
    ]
    return "\n".join([head, *lines])
