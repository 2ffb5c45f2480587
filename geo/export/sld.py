"""Write styles as SLD 1.0 for GeoServer and other servers, from the same style table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from geo.export.qml.layers import scale_of
from geo.export.xml import Xml, element, text_element
from geo.style import (
    CATCH_ALL,
    CORRIDOR_OPACITY,
    CROSSING,
    EVENT,
    LINES,
    MEMBER_HUE,
    MODES,
    POINTS,
    ROLES,
    UNBUILT,
    AreaStyle,
    LineStyle,
    ModeStyle,
    PointStyle,
    corridor_hues,
)
from geo.vocab import Status

if TYPE_CHECKING:
    from geo.atlas.records import Names

_SPACES = {
    "version": "1.0.0",
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MARKS = {"circle": "circle", "square": "square", "diamond": "square", "star": "star"}


def document(layer: str, wholes: Mapping[str, Names] | None = None) -> str:
    """Return the style of a layer as an SLD document.

    Parameters
    ----------
    layer
        Name of the layer, such as ``railways``.
    wholes
        Names by language of what the rows are parts of, by id: the corridors of legs.
    """
    makers = {
        "railways": _railways,
        "crossings": _crossings,
        "stations": _points,
        "places": _points,
        "regions": _regions,
        "events": _events,
        "members": _members,
    }
    rules = _corridors(wholes or {}) if layer == "corridors" else makers[layer]()
    style = element(
        "UserStyle",
        {},
        text_element("Name", layer),
        *(element("FeatureTypeStyle", {}, *group) for group in rules),
    )
    named = element("NamedLayer", {}, text_element("Name", layer), style)
    return _HEAD + element("StyledLayerDescriptor", _SPACES, named) + "\n"


def _railways() -> list[list[Xml]]:
    """Return casings first, then cores, so that no casing cuts a neighbour."""
    styles = [(str(status), status.label, style) for status, style in LINES.items()]
    casing = [_rule("Casing", [_stroke(CATCH_ALL.halo, CATCH_ALL.width_px + 3)])]
    cores = [
        _rule(label, [_core(style)], condition=_equals("status", value))
        for value, label, style in styles
    ]
    rest = _rule("Other", [_core(CATCH_ALL)], otherwise=True)
    return [casing, [*cores, rest, _labels("label", "#4a3a80", 10)]]


def _corridors(wholes: Mapping[str, Names]) -> list[list[Xml]]:
    """Return a rule a corridor and form: SLD 1.0 has no expressions for colours or dashes."""
    rules: list[Xml] = []
    built = _equals("status", str(Status.OPERATING))
    unbuilt = element("ogc:Not", {}, built)
    for identifier, hue in corridor_hues(wholes).items():
        names = wholes[identifier]
        name = names.get("en") or next(iter(names.values()))
        own = _equals("corridor_id", identifier)
        for mode, style in MODES.items():
            condition = element("ogc:And", {}, own, _equals("mode", mode), built)
            rules.append(
                _rule(f"{name}, {style.label.lower()}", [_form(style, hue)], condition=condition)
            )
        condition = element("ogc:And", {}, own, unbuilt)
        rules.append(_rule(f"{name}, not built", [_form(UNBUILT, hue)], condition=condition))
    rules.append(_rule("Other", [_form(MODES["rail"], CATCH_ALL.colour)], otherwise=True))
    return [[*rules, _labels("corridor_name", "#444444", 10)]]


def _form(style: ModeStyle, hue: str) -> Xml:
    dash = " ".join(f"{stroke * style.width_px:g}" for stroke in style.dash)
    return _stroke(hue, style.width_px, dash=dash, opacity=CORRIDOR_OPACITY)


def _crossings() -> list[list[Xml]]:
    rule = _rule("Border crossing", [_mark(CROSSING)])
    return [[rule, _labels("railway_no", CROSSING.stroke, 12)]]


def _points() -> list[list[Xml]]:
    rules = [
        _rule(
            kind.label,
            [_mark(style)],
            condition=_equals("kind", str(kind)),
            scale=scale_of(style.min_zoom),
        )
        for kind, style in POINTS.items()
        if style.size_px
    ]
    return [[*rules, _labels("name", "#222222", 11)]]


def _regions() -> list[list[Xml]]:
    fill = element("Fill", {}, _css("fill", "#b08d3c"), _css("fill-opacity", 0.1))
    stroke = element("Stroke", {}, _css("stroke", "#b08d3c"), _css("stroke-width", 1.5))
    rule = _rule("Region", [element("PolygonSymbolizer", {}, fill, stroke)])
    return [[rule, _labels("name", "#7a6a45", 13)]]


def _events() -> list[list[Xml]]:
    rule = _rule("Event", [_mark(EVENT)], scale=scale_of(EVENT.min_zoom))
    return [[rule, _labels("name", "#222222", 10)]]


def _members() -> list[list[Xml]]:
    """Return a rule a role; a server has no time slider, so that only periods that go on count."""
    holds = element("ogc:PropertyIsNull", {}, text_element("ogc:PropertyName", "valid_to"))
    rules = [
        _rule(
            role.label,
            [element("PolygonSymbolizer", {}, _hatched(style))],
            condition=element("ogc:And", {}, _equals("role", str(role)), holds),
        )
        for role, style in ROLES.items()
    ]
    return [rules]


def _hatched(style: AreaStyle) -> Xml:
    """Return a tint, or strokes by the mark that GeoServer and QGIS know for them."""
    if style.angle is None:
        return element("Fill", {}, _css("fill", MEMBER_HUE), _css("fill-opacity", style.opacity))
    slash = "slash" if style.angle < 90 else "backslash"  # noqa: PLR2004 - a right angle
    strokes = element(
        "Stroke",
        {},
        _css("stroke", MEMBER_HUE),
        _css("stroke-width", style.stroke_px),
        _css("stroke-opacity", style.opacity),
    )
    mark = element("Mark", {}, text_element("WellKnownName", f"shape://{slash}"), strokes)
    graphic = element("Graphic", {}, mark, text_element("Size", f"{style.gap_px:g}"))
    return element("Fill", {}, element("GraphicFill", {}, graphic))


def _rule(
    title: str,
    symbols: Sequence[Xml],
    *,
    condition: Xml | None = None,
    otherwise: bool = False,
    scale: int = 0,
) -> Xml:
    parts = [text_element("Name", title), text_element("Title", title)]
    parts += [element("ogc:Filter", {}, condition)] if condition is not None else []
    parts += [element("ElseFilter", {})] if otherwise else []
    parts += [text_element("MaxScaleDenominator", scale)] if scale else []
    return element("Rule", {}, *parts, *symbols)


def _equals(column: str, value: str) -> Xml:
    return element(
        "ogc:PropertyIsEqualTo",
        {},
        text_element("ogc:PropertyName", column),
        text_element("ogc:Literal", value),
    )


def _core(style: LineStyle) -> Xml:
    dash = " ".join(f"{stroke * style.width_px:g}" for stroke in style.dash)
    return _stroke(style.colour, style.width_px, dash=dash)


def _stroke(colour: str, width: float, *, dash: str = "", opacity: float = 1) -> Xml:
    parts = [
        _css("stroke", colour),
        _css("stroke-width", f"{width:g}"),
        _css("stroke-linecap", "butt"),
        _css("stroke-linejoin", "round"),
    ]
    parts += [_css("stroke-dasharray", dash)] if dash else []
    parts += [_css("stroke-opacity", f"{opacity:g}")] if opacity < 1 else []
    return element("LineSymbolizer", {}, element("Stroke", {}, *parts))


def _mark(style: PointStyle) -> Xml:
    mark = element(
        "Mark",
        {},
        text_element("WellKnownName", _MARKS[style.shape]),
        element("Fill", {}, _css("fill", style.fill)),
        element("Stroke", {}, _css("stroke", style.stroke), _css("stroke-width", 1.2)),
    )
    turned = [text_element("Rotation", 45)] if style.shape == "diamond" else []
    size = text_element("Size", f"{style.size_px:g}")
    return element("PointSymbolizer", {}, element("Graphic", {}, mark, size, *turned))


def _labels(column: str, colour: str, size: int) -> Xml:
    font = element("Font", {}, _css("font-family", "SansSerif"), _css("font-size", size))
    halo = element(
        "Halo", {}, text_element("Radius", 1.5), element("Fill", {}, _css("fill", "#ffffff"))
    )
    label = element("Label", {}, text_element("ogc:PropertyName", column))
    ink = element("Fill", {}, _css("fill", colour))
    return _rule("Label", [element("TextSymbolizer", {}, label, font, halo, ink)])


def _css(name: str, value: object) -> Xml:
    return text_element("CssParameter", value, {"name": name})
