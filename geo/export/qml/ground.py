"""Style the ground for QGIS: a quiet land, pale water, thin borders."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from geo.export.qml.document import LayerStyle
from geo.export.qml.labels import LabelRule, Placement, TextFormat, labelling, name_expression
from geo.export.qml.renderers import single
from geo.export.qml.symbols import fill_layer, line_layer, shown_from, symbol
from geo.export.xml import Xml

SEA = "#d6e2e8"
LAND = "#f7f3ea"
_WATER_EDGE = "#9db6c3"
_WATER_TEXT = "#5b7f92"
_BORDER = "#7d7468"
_TINT = "#e4d9c6"
_UNIT = "#c9bfae"
_WIDE = 15_000_000
_WORLD = 90_000_000
_COUNTRY_TEXT = "#8d8475"


def ground_style(name: str) -> LayerStyle:
    """Return the style of a layer of the ground by its table's name."""
    return _STYLES[name]


def _line(*layers: Xml) -> LayerStyle:
    return LayerStyle("LineString", single(partial(_symbol, "line", layers)))


def _symbol(kind: str, layers: tuple[Xml, ...], name: str) -> Xml:
    return symbol(kind, layers, name=name)


def _water_names(size: float, scale: int, placement: Placement) -> Xml:
    rule = LabelRule(
        expression=name_expression(),
        text=TextFormat(size, _WATER_TEXT, LAND if placement is Placement.CURVED else SEA, 0.5,
                        italic=True),
        placement=placement,
        scale_to=scale,
        priority=2,
    )  # fmt: skip
    return labelling([rule], key=f"water-{int(placement)}")


def _countries() -> LayerStyle:
    near = LabelRule(
        expression=name_expression(),
        text=TextFormat(11, _COUNTRY_TEXT, LAND, 0.6, spacing=4, capitals=True),
        placement=Placement.HORIZONTAL,
        condition='"labelrank" <= 5',
        scale_from=1_500_000,
        scale_to=_WIDE,
        priority=1,
    )
    far = replace(
        near,
        text=TextFormat(7.5, _COUNTRY_TEXT, LAND, 0.5, spacing=1.5, capitals=True),
        condition='"labelrank" <= 3 AND "area_km2" > 20000',
        scale_from=_WIDE,
        scale_to=_WORLD,
    )
    return LayerStyle(
        "Polygon",
        single(partial(_symbol, "fill", (fill_layer(None),))),
        labelling=labelling([near, far], key="countries"),
    )


def _finer(width_mm: float) -> dict[str, str]:
    """Return the expression that thins a border on maps of continents."""
    finer = f"CASE WHEN coalesce(@map_scale, 1) > {_WIDE} THEN 0.12 ELSE {width_mm} END"
    return {"outlineWidth": finer}


_STYLES = {
    "countries": _countries(),
    "borders_near": _line(
        line_layer(_TINT, 1.6, expressions=shown_from(_WIDE)),
        line_layer(_BORDER, 0.4, expressions=_finer(0.4)),
    ),
    "borders": _line(
        line_layer(_TINT, 1.2, expressions=shown_from(_WIDE)),
        line_layer(_BORDER, 0.28, expressions=_finer(0.28)),
    ),
    "disputed": _line(line_layer(_BORDER, 0.3, dash_mm=(0.7, 0.9))),
    "admin1": _line(line_layer(_UNIT, 0.18, dash_mm=(1.2, 0.6), expressions=shown_from(_WIDE))),
    "rivers": LayerStyle(
        "LineString",
        single(
            partial(
                _symbol,
                "line",
                (line_layer(_WATER_EDGE, 0.25, opacity=0.8, expressions=shown_from(2 * _WIDE)),),
            )
        ),
        labelling=_water_names(6.5, 4_000_000, Placement.CURVED),
    ),
    "lakes": LayerStyle(
        "Polygon",
        single(partial(_symbol, "fill", (fill_layer(SEA, stroke=_WATER_EDGE, stroke_mm=0.2),))),
        labelling=_water_names(7, 8_000_000, Placement.HORIZONTAL),
    ),
    "land": LayerStyle(
        "Polygon",
        single(partial(_symbol, "fill", (fill_layer(LAND, stroke=_WATER_EDGE, stroke_mm=0.15),))),
    ),
}
