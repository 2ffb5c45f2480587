"""Write QGIS renderers: which feature gets which symbol, and what the legend says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.export.xml import Xml, element

SymbolMaker = Callable[[str], Xml]
"""Make a symbol from the name by which the renderer refers to it."""


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a column, the words of its legend entry and its symbol."""

    value: str
    label: str
    symbol: SymbolMaker


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition, scales and a symbol.

    Parameters
    ----------
    condition
        QGIS expression; empty for every feature, ELSE for those that no other rule takes.
    label
        Words of the legend entry.
    symbol
        Maker of the symbol.
    scale_from, scale_to
        Denominators of the largest and the smallest scale at which the rule draws; 0
        for no limit.
    """

    condition: str
    label: str
    symbol: SymbolMaker
    scale_from: int = 0
    scale_to: int = 0


def single(symbol: SymbolMaker) -> Xml:
    """Return a renderer that draws every feature alike."""
    return _renderer("singleSymbol", {}, [element("symbols", {}, symbol("0"))])


def categorised(column: str, categories: Sequence[Category], *, levels: bool = False) -> Xml:
    """Return a renderer by the values of a column.

    Parameters
    ----------
    column
        Name of the column or an expression.
    categories
        In the order of the legend; the last must be the catch-all with an empty value.
    levels
        Whether symbol layers are drawn level by level over all features.
    """
    entries = [
        element(
            "category",
            {"value": c.value, "label": c.label, "symbol": i, "render": "true", "type": "string"},
        )
        for i, c in enumerate(categories)
    ]
    symbols = [c.symbol(str(i)) for i, c in enumerate(categories)]
    parts = [element("categories", {}, *entries), element("symbols", {}, *symbols)]
    return _renderer("categorizedSymbol", {"attr": column}, parts, levels=levels)


def ruled(rules: Sequence[Rule], *, key: str, levels: bool = False) -> Xml:
    """Return a renderer by rules.

    Parameters
    ----------
    rules
        In the order of the legend.
    key
        Text that makes the keys of the rules unique in the project.
    levels
        Whether symbol layers are drawn level by level over all features.
    """
    entries = [
        element("rule", _rule(rule, key=f"{key}-{i}") | {"symbol": i})
        for i, rule in enumerate(rules)
    ]
    symbols = [rule.symbol(str(i)) for i, rule in enumerate(rules)]
    parts = [element("rules", {"key": f"{key}-root"}, *entries), element("symbols", {}, *symbols)]
    return _renderer("RuleRenderer", {}, parts, levels=levels)


def _rule(rule: Rule, *, key: str) -> dict[str, object]:
    head: dict[str, object] = {"key": key, "label": rule.label}
    if rule.condition:
        head["filter"] = rule.condition
    if rule.scale_from:
        head["scalemindenom"] = rule.scale_from
    if rule.scale_to:
        head["scalemaxdenom"] = rule.scale_to
    return head


def _renderer(
    kind: str, head: dict[str, object], parts: Sequence[Xml], *, levels: bool = False
) -> Xml:
    attributes = head | {
        "type": kind,
        "symbollevels": int(levels),
        "enableorderby": 0,
        "forceraster": 0,
        "referencescale": -1,
    }
    return element("renderer-v2", attributes, *parts)
