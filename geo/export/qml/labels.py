"""Write QGIS labels: rules with scales, one text format, the language by a project variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from geo.export.qml.symbols import colour, data_defined
from geo.export.xml import Xml, element

LANGUAGE_VARIABLE = "label_lang"
"""Name of the project variable that holds the language of the labels."""


_DEGREES_PER_MM = 8.3e-9
"""Degrees of a millimetre on paper, by the denominator of the scale, at middle latitudes."""


class Placement(IntEnum):
    """Where a label goes; the numbers are QGIS's."""

    AROUND_POINT = 0
    OVER_POINT = 1
    CURVED = 3
    HORIZONTAL = 4
    BESIDE_POINT = 6


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a text looks: size in points, colours, halo in millimetres."""

    size: float
    colour: str
    halo: str | None = "#ffffff"
    halo_mm: float = 0.8
    bold: bool = False
    italic: bool = False
    spacing: float = 0
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class LabelRule:
    """What is written beside which features at which scales.

    Parameters
    ----------
    expression
        QGIS expression of the text.
    text
        How it looks.
    placement
        Where it goes.
    condition
        QGIS expression; empty for every feature.
    scale_from, scale_to
        Denominators of the largest and the smallest scale; 0 for no limit.
    distance_mm
        Distance from the point or line.
    offset_mm
        Shift to the right and down, for labels over a point.
    always
        Whether the label is drawn even if it overlaps others.
    priority
        0 to 10; the higher one stays where two collide.
    repeat_mm
        Distance after which a label repeats along a line; 0 for once a line.
    wrap
        Characters after which a line breaks; 0 for never.
    generalised_mm
        Size on paper of the bends that a label along a line does not follow; 0 to follow all.
    colour_expression
        QGIS expression of the colour; empty for that of the text format.
    overrun_mm
        How far a label along a line may run on past its end.
    turn
        Degrees that a letter of a label along a line may turn from the one before.
    obstacle
        Whether labels of other features keep off the features.
    """

    expression: str
    text: TextFormat
    placement: Placement
    condition: str = ""
    scale_from: int = 0
    scale_to: int = 0
    distance_mm: float = 0
    offset_mm: tuple[float, float] = (0, 0)
    always: bool = False
    priority: int = 5
    repeat_mm: float = 0
    wrap: int = 0
    generalised_mm: float = 0
    colour_expression: str = ""
    overrun_mm: float = 0
    turn: int = 35
    obstacle: bool = True


def name_expression() -> str:
    """Return the expression of a name in the language that the project asks for.

    Styles are used outside the project as well, where the variable does not exist: the
    display name stands in.
    """
    column = f"'name_' || coalesce(@{LANGUAGE_VARIABLE}, '')"
    return f"coalesce(nullif(attribute($currentfeature, {column}), ''), \"name\")"


def labelling(rules: Sequence[LabelRule], *, key: str) -> Xml:
    """Return the labelling of a layer.

    Parameters
    ----------
    rules
        Every rule that holds writes its own label.
    key
        Text that makes the keys of the rules unique in the project.
    """
    entries = [_rule(rule, key=f"{key}-label-{i}") for i, rule in enumerate(rules)]
    root = element("rules", {"key": f"{key}-labels"}, *entries)
    return element("labeling", {"type": "rule-based"}, root)


def _rule(rule: LabelRule, *, key: str) -> Xml:
    head: dict[str, object] = {"key": key}
    if rule.condition:
        head["filter"] = rule.condition
    if rule.scale_from:
        head["scalemindenom"] = rule.scale_from
    if rule.scale_to:
        head["scalemaxdenom"] = rule.scale_to
    colour = {"Color": rule.colour_expression} if rule.colour_expression else {}
    parts = [
        _text_style(rule),
        element("text-format", {"multilineAlign": 3, "autoWrapLength": rule.wrap, "wrapChar": ""}),
        element("placement", _placement(rule)),
        element("rendering", _rendering(rule)),
        *data_defined("dd_properties", colour),
    ]
    return element("rule", head, element("settings", {"calloutType": "simple"}, *parts))


def text_style(text: TextFormat, extra: dict[str, object] | None = None) -> Xml:
    """Return a text format; it names no font, so that no system lacks it."""
    head: dict[str, object] = {
        "fontSize": text.size,
        "fontSizeUnit": "Point",
        "fontWeight": 75 if text.bold else 50,
        "namedStyle": "",
        "fontItalic": int(text.italic),
        "fontLetterSpacing": text.spacing,
        "capitalization": int(text.capitals),
        "textColor": colour(text.colour),
        "textOpacity": 1,
        "multilineHeight": 1,
    }
    halo = {
        "bufferDraw": int(text.halo is not None),
        "bufferColor": colour(text.halo or "#ffffff"),
        "bufferSize": text.halo_mm,
        "bufferSizeUnits": "MM",
        "bufferOpacity": 0.9,
        "bufferJoinStyle": 128,
        "bufferNoFill": 0,
    }
    return element("text-style", head | (extra or {}), element("text-buffer", halo))


def _text_style(rule: LabelRule) -> Xml:
    return text_style(rule.text, {"fieldName": rule.expression, "isExpression": 1})


def _placement(rule: LabelRule) -> dict[str, object]:
    return {
        "placement": int(rule.placement),
        "dist": rule.distance_mm,
        "distUnits": "MM",
        "xOffset": rule.offset_mm[0],
        "yOffset": rule.offset_mm[1],
        "offsetUnits": "MM",
        "quadOffset": 4,
        "offsetType": 1,
        "placementFlags": 9 if rule.distance_mm == 0 else 14,
        "predefinedPositionOrder": "R,L,TR,BR,TL,BL,TSR,BSR",
        "maxCurvedCharAngleIn": rule.turn,
        "maxCurvedCharAngleOut": -rule.turn,
        "repeatDistance": rule.repeat_mm,
        "repeatDistanceUnits": "MM",
        "priority": rule.priority,
        "lineAnchorPercent": 0.5,
        "overrunDistance": rule.overrun_mm,
        "overrunDistanceUnit": "MM",
        "geometryGeneratorEnabled": int(rule.generalised_mm > 0),
        "geometryGenerator": _run(rule.generalised_mm) if rule.generalised_mm else "",
        "geometryGeneratorType": "LineGeometry",
    }


def _run(bends_mm: float) -> str:
    """Return the expression of a line without its small bends."""
    tolerance = f"coalesce(@map_scale, 1000000) * {bends_mm * _DEGREES_PER_MM:.2g}"
    return f"smooth(simplify($geometry, {tolerance}), 2)"


def _rendering(rule: LabelRule) -> dict[str, object]:
    return {
        "drawLabels": 1,
        "displayAll": int(rule.always),
        "obstacle": int(rule.obstacle),
        "obstacleFactor": 1,
        "obstacleType": 1,
        "mergeLines": 0,
        "scaleVisibility": 0,
        "upsidedownLabels": 0,
        "fontLimitPixelSize": 0,
        "minFeatureSize": 0,
        "labelPerPart": 0,
        "limitNumLabels": 0,
        "maxNumLabels": 2000,
    }
