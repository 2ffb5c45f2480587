"""Style other views of the same layers: a year of the past, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from geo.export.qml import layers
from geo.export.qml.document import LayerStyle
from geo.export.qml.renderers import Rule, ruled
from geo.export.qml.symbols import cased_line
from geo.export.xml import Xml
from geo.style import CATCH_ALL, LINES, LineStyle
from geo.vocab import Status

_PAST = LineStyle("#a9b4bd", (), 1.8)


def in_year(style: LayerStyle, year: int) -> LayerStyle:
    """Return a style of railways that draws only what ran in a year.

    Parameters
    ----------
    style
        The style to change.
    year
        Calendar year.
    """
    ran = (
        f'"status" = \'{Status.OPERATING}\' AND "valid_from" <= make_date({year}, 12, 31) '
        f'AND ("valid_to" IS NULL OR "valid_to" >= make_date({year}, 1, 1))'
    )
    symbol = partial(_line, LINES[Status.OPERATING], 1)
    rules = [Rule(ran, f"Operating in {year}", symbol)]
    return replace(style, renderer=ruled(rules, key=f"railways-{year}"), labelling=None)


def crossed_in_year(style: LayerStyle, year: int) -> LayerStyle:
    """Return a style of crossings that draws only those that trains used in a year."""
    used = (
        f'"status" = \'{Status.OPERATING}\' AND coalesce("rail", true) '
        f'AND "valid_from" <= make_date({year}, 12, 31) '
        f'AND ("valid_to" IS NULL OR "valid_to" >= make_date({year}, 1, 1))'
    )
    symbol = partial(layers.crossing_symbol, solid=True)
    rules = [Rule(used, f"Crossed in {year}", symbol)]
    labels = layers.crossing_labels(key=f"crossings-{year}", condition=used)
    return replace(style, renderer=ruled(rules, key=f"crossings-{year}"), labelling=labels)


def ahead(style: LayerStyle) -> LayerStyle:
    """Return a style of railways that puts what runs today behind what may come."""
    coming: Sequence[Status] = [s for s in LINES if s is not Status.OPERATING]
    rules = [
        Rule(f"\"status\" = '{s}'", s.label, partial(_line, LINES[s], len(LINES) + 1 - i))
        for i, s in enumerate(coming)
    ]
    past = Rule(f"\"status\" = '{Status.OPERATING}'", "Operating", partial(_line, _PAST, 0))
    rest = Rule("ELSE", "Other", partial(_line, CATCH_ALL, 0))
    return replace(style, renderer=ruled([*rules, past, rest], key="railways-ahead", levels=True))


def _line(style: LineStyle, level: int, name: str) -> Xml:
    return cased_line(style, level=level, name=name)
