"""Write how QGIS shows and edits columns: words for names, lists for vocabularies, calendars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.export.columns import Kind
from geo.export.words import alias
from geo.export.xml import Xml, element

_DATE = {
    "display_format": "yyyy-MM-dd",
    "field_format": "yyyy-MM-dd",
    "calendar_popup": "true",
    "allow_null": "true",
}


def configuration(
    kinds: Mapping[str, Kind],
    vocabularies: Mapping[str, Iterable[tuple[str, str]]],
    *,
    required: Iterable[str] = ("id", "name"),
) -> list[Xml]:
    """Return the elements that configure the columns of a layer.

    Parameters
    ----------
    kinds
        What each column holds, in order.
    vocabularies
        For columns with a fixed vocabulary, its pairs of value and label.
    required
        Columns that must not be empty.
    """
    needed = set(required)
    return [
        element(
            "fieldConfiguration",
            {},
            *(_field(name, _widget(kind, vocabularies.get(name))) for name, kind in kinds.items()),
        ),
        element("aliases", {}, *(_alias(i, name) for i, name in enumerate(kinds))),
        element("constraints", {}, *(_constraint(name) for name in kinds if name in needed)),
        element("attributetableconfig", {"sortOrder": 0, "sortExpression": '"id"'}),
    ]


def _field(name: str, widget: Xml) -> Xml:
    return element("field", {"name": name, "configurationFlags": "None"}, widget)


def _widget(kind: Kind, words: Iterable[tuple[str, str]] | None) -> Xml:
    if words is not None:
        return _edit_widget("ValueMap", _value_map(words))
    if kind is Kind.DATE:
        options = [
            element("Option", {"type": "QString", "name": name, "value": value})
            for name, value in _DATE.items()
        ]
        return _edit_widget("DateTime", element("Option", {"type": "Map"}, *options))
    if kind is Kind.BOOLEAN:
        return _edit_widget("CheckBox", element("Option", {"type": "Map"}))
    multiline = element("Option", {"type": "bool", "name": "IsMultiline", "value": "false"})
    return _edit_widget("TextEdit", element("Option", {"type": "Map"}, multiline))


def _edit_widget(kind: str, options: Xml) -> Xml:
    return element("editWidget", {"type": kind}, element("config", {}, options))


def _value_map(words: Iterable[tuple[str, str]]) -> Xml:
    entries = [
        element(
            "Option",
            {"type": "Map"},
            element("Option", {"type": "QString", "name": label, "value": value}),
        )
        for value, label in words
    ]
    listed = element("Option", {"type": "List", "name": "map"}, *entries)
    return element("Option", {"type": "Map"}, listed)


def _alias(index: int, name: str) -> Xml:
    return element("alias", {"field": name, "name": alias(name), "index": index})


def _constraint(name: str) -> Xml:
    unique = int(name == "id")
    return element(
        "constraint",
        {
            "field": name,
            "constraints": 3 if unique else 1,
            "notnull_strength": 1,
            "unique_strength": unique,
            "exp_strength": 0,
        },
    )
