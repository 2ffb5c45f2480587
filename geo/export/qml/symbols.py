"""Write QGIS symbols: lines, fills and markers as XML, lengths in millimetres on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.export.xml import Xml, element
from geo.style import LineStyle

MM_PER_PX = 25.4 / 96
"""Millimetres of a CSS pixel."""

Properties = Mapping[str, object]


def option_map(properties: Properties) -> Xml:
    """Return texts by name as QGIS writes a map of options."""
    items = [
        element("Option", {"type": "QString", "name": name, "value": value})
        for name, value in properties.items()
    ]
    return element("Option", {"type": "Map"}, *items)


def symbol(kind: str, layers: Sequence[Xml], *, name: str = "0", opacity: float = 1) -> Xml:
    """Return a symbol.

    Parameters
    ----------
    kind
        line, fill or marker.
    layers
        Its symbol layers, the lowest first.
    name
        Name by which a renderer refers to it.
    opacity
        0 to 1.
    """
    head = {"type": kind, "name": name, "alpha": opacity, "clip_to_extent": 1, "force_rhr": 0}
    return element("symbol", head, *layers)


def symbol_layer(
    kind: str,
    properties: Properties,
    *children: Xml,
    level: int = 0,
    expressions: Mapping[str, str] | None = None,
) -> Xml:
    """Return a symbol layer in the form that QGIS before and since 3.22 reads.

    Parameters
    ----------
    kind
        QGIS's name of the symbol layer, such as SimpleLine.
    properties
        Its settings.
    *children
        Further elements, such as a sub-symbol.
    level
        Layers of a higher level are drawn over those of every feature's lower levels.
    expressions
        QGIS expressions by the setting that they compute.
    """
    old = [element("prop", {"k": key, "v": value}) for key, value in properties.items()]
    head = {"class": kind, "pass": level, "enabled": 1, "locked": 0}
    defined = data_defined("data_defined_properties", expressions or {})
    return element("layer", head, option_map(properties), *old, *defined, *children)


def data_defined(tag: str, expressions: Mapping[str, str]) -> list[Xml]:
    """Return the element that lets expressions compute settings; nothing if there is none."""
    if not expressions:
        return []
    entries = [
        element(
            "Option",
            {"type": "Map", "name": name},
            element("Option", {"type": "bool", "name": "active", "value": "true"}),
            element("Option", {"type": "QString", "name": "expression", "value": expression}),
            element("Option", {"type": "int", "name": "type", "value": 3}),
        )
        for name, expression in expressions.items()
    ]
    properties = element("Option", {"type": "Map", "name": "properties"}, *entries)
    kind = element("Option", {"type": "QString", "name": "type", "value": "collection"})
    name = element("Option", {"type": "QString", "name": "name", "value": ""})
    return [element(tag, {}, element("Option", {"type": "Map"}, name, properties, kind))]


def colour(code: str, opacity: float = 1) -> str:
    """Return a colour ``#rrggbb`` as QGIS writes it: red, green, blue, opacity from 0 to 255."""
    red, green, blue = (int(code[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def line_layer(
    code: str,
    width_mm: float,
    *,
    dash_mm: Sequence[float] = (),
    opacity: float = 1,
    level: int = 0,
    expressions: Mapping[str, str] | None = None,
) -> Xml:
    """Return a stroke with flat caps, so that gaps of a dash stay open."""
    properties = {
        "capstyle": "flat",
        "joinstyle": "round",
        "line_color": colour(code, opacity),
        "line_style": "solid",
        "line_width": f"{width_mm:.3g}",
        "line_width_unit": "MM",
        "use_custom_dash": int(bool(dash_mm)),
        "customdash": ";".join(f"{d:.3g}" for d in dash_mm) or "5;2",
        "customdash_unit": "MM",
    }
    return symbol_layer("SimpleLine", properties, level=level, expressions=expressions)


def cased_line(style: LineStyle, *, level: int, name: str = "0") -> Xml:
    """Return the symbol of a railway: the core of the style over a halo.

    Parameters
    ----------
    style
        Row of the style table.
    level
        Order of the core among all symbols of the layer; halos lie below every core.
    name
        Name by which a renderer refers to it.
    """
    width = style.width_px * MM_PER_PX
    halo = line_layer(style.halo, width + 0.9, opacity=0.9)
    core = line_layer(
        style.colour, width, dash_mm=[stroke * width for stroke in style.dash], level=level
    )
    return symbol("line", [halo, core], name=name)


def fill_layer(
    code: str | None,
    *,
    stroke: str | None = None,
    stroke_mm: float = 0.2,
    dashed: bool = False,
    opacity: float = 1,
    expressions: Mapping[str, str] | None = None,
) -> Xml:
    """Return a plain fill with a plain outline; None leaves either out."""
    properties = {
        "color": colour(code or "#000000", opacity),
        "style": "solid" if code else "no",
        "joinstyle": "round",
        "outline_color": colour(stroke or "#000000"),
        "outline_style": ("dash" if dashed else "solid") if stroke else "no",
        "outline_width": f"{stroke_mm:.3g}",
        "outline_width_unit": "MM",
    }
    return symbol_layer("SimpleFill", properties, expressions=expressions)


def hatch_layer(
    code: str,
    *,
    angle: float,
    gap_mm: float,
    width_mm: float,
    opacity: float,
    name: str,
    expressions: Mapping[str, str] | None = None,
) -> Xml:
    """Return a fill of parallel strokes.

    Parameters
    ----------
    code
        Colour ``#rrggbb``.
    angle
        Direction of the strokes in degrees, anticlockwise from the east.
    gap_mm, width_mm
        Distance and width of the strokes.
    opacity
        0 to 1.
    name
        Name of the sub-symbol, unique in the style.
    expressions
        QGIS expressions by the setting that they compute.
    """
    properties = {
        "angle": f"{angle:g}",
        "distance": f"{gap_mm:.3g}",
        "distance_unit": "MM",
        "color": colour(code, opacity),
        "line_width": f"{width_mm:.3g}",
        "line_width_unit": "MM",
        "outline_width_unit": "MM",
    }
    strokes = symbol("line", [line_layer(code, width_mm, opacity=opacity)], name=name)
    return symbol_layer("LinePatternFill", properties, strokes, expressions=expressions)


def marker_layer(
    shape: str,
    size_mm: float,
    *,
    fill: str,
    stroke: str,
    stroke_mm: float = 0.3,
    offset_mm: tuple[float, float] = (0, 0),
    angle: float = 0,
    expressions: Mapping[str, str] | None = None,
) -> Xml:
    """Return a plain marker; the offset is to the right and down."""
    properties = {
        "name": shape,
        "size": f"{size_mm:.3g}",
        "size_unit": "MM",
        "color": colour(fill),
        "outline_color": colour(stroke),
        "outline_style": "solid",
        "outline_width": f"{stroke_mm:.3g}",
        "outline_width_unit": "MM",
        "offset": f"{offset_mm[0]:.3g},{offset_mm[1]:.3g}",
        "offset_unit": "MM",
        "angle": f"{angle:g}",
        "scale_method": "diameter",
        "horizontal_anchor_point": 1,
        "vertical_anchor_point": 1,
    }
    return symbol_layer("SimpleMarker", properties, expressions=expressions)


def shown_from(scale: int) -> dict[str, str]:
    """Return the expression that draws a symbol layer only at a scale or larger.

    Unlike a rule's scale it leaves each feature with a symbol, so that nothing counts as lost.
    """
    return {"enabled": f"coalesce(@map_scale, 1) <= {scale}"}


def generated_line(
    expression: str, stroke: Xml, *, name: str, expressions: Mapping[str, str] | None = None
) -> Xml:
    """Return a symbol layer that draws a line computed from the feature.

    Parameters
    ----------
    expression
        QGIS expression that gives a line.
    stroke
        Symbol layer of the line.
    name
        Name of the sub-symbol, unique in the style.
    expressions
        QGIS expressions by the setting that they compute.
    """
    properties = {"SymbolType": "Line", "geometryModifier": expression, "units": "MapUnit"}
    inner = symbol("line", [stroke], name=name)
    return symbol_layer("GeometryGenerator", properties, inner, expressions=expressions)


def generated_fill(expression: str, fill: Xml, *, name: str) -> Xml:
    """Return a symbol layer that fills an area computed from the feature.

    Parameters
    ----------
    expression
        QGIS expression that gives a polygon.
    fill
        Symbol layer of the area.
    name
        Name of the sub-symbol, unique in the style.
    """
    properties = {"SymbolType": "Fill", "geometryModifier": expression, "units": "MapUnit"}
    inner = symbol("fill", [fill], name=name)
    return symbol_layer("GeometryGenerator", properties, inner)
