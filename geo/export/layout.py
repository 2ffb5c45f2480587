"""Write print layouts for QGIS: title, map, legend, scale and credit on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, exp, log, pi, radians, tan
from typing import TYPE_CHECKING

from geo.export.project import tree
from geo.export.qml.labels import TextFormat, text_style
from geo.export.qml.symbols import fill_layer, line_layer, symbol
from geo.export.xml import Xml, element

if TYPE_CHECKING:
    from geo.export.project import ProjectLayer

_EARTH_M = 6_378_137.0
_TYPES = {"page": 65638, "map": 65639, "label": 65641, "legend": 65642, "scale": 65646}
_MARGIN = 12.0
_A4_WIDTH = 297.0
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and the words on it.

    Parameters
    ----------
    name
        Name of the layout.
    width, height
        Of the page, millimetres.
    title, subtitle, credit
        Texts that may hold QGIS expressions in ``[% %]``.
    extent
        What the map shows at least: west, south, east, north in degrees.
    theme
        Map theme that the map follows.
    legend
        Layers of the legend, from top to bottom.
    note
        Words on the projection.
    columns
        Columns of a legend across the whole sheet, with the scale bar on the map; 0 for a
        column a layer and the scale bar beside them.
    projection, window
        Reference system of the map, and west, south, east, north in its metres; the project's
        and what holds the extent if ``None``.
    """

    name: str
    width: float
    height: float
    title: str
    subtitle: str
    credit: str
    extent: _Box
    theme: str
    legend: Sequence[ProjectLayer]
    note: str = "Mercator projection; scale at the middle."
    columns: int = 0
    projection: Xml | None = None
    window: _Box | None = None


def layout(sheet: Sheet) -> Xml:
    """Return a layout as QGIS stores it in a project."""
    scale = sheet.width / _A4_WIDTH
    wide = sheet.width - 2 * _MARGIN
    top, bottom = 26 * scale, sheet.height - 43 * scale
    map_box = (_MARGIN, top, wide, bottom - top)
    map_id = f"{{{sheet.name}-map}}"
    inset = 1.5 * scale if sheet.columns else 0.0
    bar = bottom - 12 * scale if sheet.columns else bottom + 2 * scale
    title = (_MARGIN, 8 * scale, wide, 10 * scale)
    subtitle = (_MARGIN, 17.5 * scale, wide, 7 * scale)
    credit = (_MARGIN, sheet.height - 13 * scale, wide, 10 * scale)
    items = [
        _map(sheet, map_box, map_id, 1),
        _label(sheet.title, title, 20 * scale, 2, bold=True),
        _label(sheet.subtitle, subtitle, 11 * scale, 3),
        _legend(sheet, (_MARGIN, bottom + 1.5 * scale), map_id, 4),
        _scale_bar((_MARGIN + wide - inset, bar), scale, map_id, 5, on_map=sheet.columns > 0),
        _label(f"{sheet.credit} {sheet.note}", credit, 6.5 * scale, 6),
    ]
    page = _page(sheet)
    attributes = {"name": sheet.name, "units": "mm", "printResolution": 300, "worldFileMap": ""}
    single_file = element("Option", {"type": "bool", "name": "singleFile", "value": "true"})
    custom = element("customproperties", {}, element("Option", {"type": "Map"}, single_file))
    return element("Layout", attributes, page, *reversed(items), custom)


def map_ratio(sheet: Sheet) -> float:
    """Return the width of a sheet's map by its height."""
    scale = sheet.width / _A4_WIDTH
    return (sheet.width - 2 * _MARGIN) / (sheet.height - 69 * scale)


def fitted(extent: _Box, ratio: float) -> _Box:
    """Return an extent of EPSG:3857 in metres that holds degrees and has a ratio of its sides.

    Parameters
    ----------
    extent
        West, south, east, north in degrees.
    ratio
        Width by height.
    """
    west, south, east, north = extent
    left, right = (_EARTH_M * radians(degrees) for degrees in (west, east))
    bottom, top = (_EARTH_M * log(tan(pi / 4 + radians(d) / 2)) for d in (south, north))
    middle = ((left + right) / 2, (bottom + top) / 2)
    height = max(top - bottom, (right - left) / ratio)
    width = height * ratio
    return (
        middle[0] - width / 2,
        middle[1] - height / 2,
        middle[0] + width / 2,
        middle[1] + height / 2,
    )


def latitude(northing: float) -> float:
    """Return the latitude in degrees of a northing of EPSG:3857 in metres."""
    return (2 * atan(exp(northing / _EARTH_M)) - pi / 2) * 180 / pi


def _item(
    kind: str, box: _Box, order: int, extra: dict[str, object], *children: Xml, identifier: str
) -> Xml:
    left, top, width, height = box
    head = {
        "type": _TYPES[kind],
        "uuid": identifier,
        "templateUuid": identifier,
        "id": "",
        "size": f"{width:.2f},{height:.2f},mm",
        "position": f"{left:.2f},{top:.2f},mm",
        "positionOnPage": f"{left:.2f},{top:.2f},mm",
        "referencePoint": 0,
        "zValue": order,
        "visibility": 1,
        "opacity": 1,
        "blendMode": 0,
        "itemRotation": 0,
        "groupUuid": "",
        "excludeFromExports": 0,
        "frame": "false",
        "background": "false",
        "outlineWidthM": "0.2,mm",
        "frameJoinStyle": "miter",
        "positionLock": "false",
    }
    frame = element("FrameColor", {"red": 125, "green": 116, "blue": 104, "alpha": 255})
    ground = element("BackgroundColor", {"red": 255, "green": 255, "blue": 255, "alpha": 225})
    return element("LayoutItem", head | extra, frame, ground, *children)


def _page(sheet: Sheet) -> Xml:
    paper = symbol("fill", [fill_layer("#ffffff")], name="")
    box = (0.0, 0.0, sheet.width, sheet.height)
    page = _item("page", box, 0, {"background": "true"}, paper, identifier=f"{{{sheet.name}-page}}")
    return element("PageCollection", {}, paper, page, element("GuideCollection", {"visible": 1}))


def _map(sheet: Sheet, box: _Box, identifier: str, order: int) -> Xml:
    left, bottom, right, top = sheet.window or fitted(sheet.extent, box[2] / box[3])
    extent = {"xmin": left, "ymin": bottom, "xmax": right, "ymax": top}
    head = {
        "id": "Map",
        "frame": "true",
        "background": "true",
        "followPreset": "true",
        "followPresetName": sheet.theme,
        "keepLayerSet": "false",
        "drawCanvasItems": "false",
        "mapRotation": 0,
        "mapFlags": 0,
        "labelMargin": "1,mm",
        "isTemporal": 0,
    }
    water = element("BackgroundColor", {"red": 214, "green": 226, "blue": 232, "alpha": 255})
    parts = [
        element("Extent", extent),
        *([element("crs", {}, sheet.projection)] if sheet.projection else []),
    ]
    made = _item("map", box, order, head, *parts, identifier=identifier)
    start = made.index("<BackgroundColor")
    end = made.index("/>", start) + 2
    return Xml(made[:start] + water + made[end:])


def _label(text: str, box: _Box, size: float, order: int, *, bold: bool = False) -> Xml:
    head = {
        "labelText": text,
        "htmlState": 0,
        "halign": 1,
        "valign": 32,
        "marginX": 0,
        "marginY": 0,
    }
    font = element("LabelFont", {"description": _font(size, bold=bold), "style": ""})
    ink = element("FontColor", {"red": 34, "green": 34, "blue": 34, "alpha": 255})
    style = text_style(TextFormat(round(size, 2), "#222222", None, bold=bold))
    return _item("label", box, order, head, font, ink, style, identifier=f"{{label-{order}}}")


def _legend(sheet: Sheet, corner: tuple[float, float], map_id: str, order: int) -> Xml:
    """Return the legend with its upper left corner at a point."""
    scale = sheet.width / _A4_WIDTH
    head = {
        "referencePoint": 0,
        "map_uuid": map_id,
        "title": "",
        "resizeToContents": 1,
        "symbolWidth": round(9 * scale, 2),
        "symbolHeight": round(4 * scale, 2),
        "boxSpace": 0.5,
        "columnCount": sheet.columns or len(sheet.legend),
        "columnSpace": round(8 * scale, 2),
        "lineSpacing": 1,
        "wrapChar": "",
        "fontColor": "#222222",
        "symbolAlignment": 1,
        "titleAlignment": 1,
        "splitLayer": int(sheet.columns > 0),
        "equalColumnWidth": 0,
        "legendFilterByAtlas": 0,
    }
    sizes = {"title": 11, "group": 9, "subgroup": 8.5, "symbol": 8, "symbolLabel": 8}
    above = {"group": 2.0, "subgroup": 2.2, "symbol": 1.1, "symbolLabel": 1.1}
    styles = [
        element(
            "style",
            {"name": name, "alignment": 1, "indent": 0}
            | ({"marginTop": round(above[name] * scale, 2)} if name in above else {})
            | ({"marginLeft": 2} if name == "symbolLabel" else {}),
            element(
                "styleFont",
                {"description": _font(size * scale, bold=name == "subgroup"), "style": ""},
            ),
        )
        for name, size in sizes.items()
    ]
    box = (*corner, 190 * scale, 26 * scale)
    shown = tree(sheet.legend, printed=True)
    parts = (element("styles", {}, *styles), shown)
    return _item("legend", box, order, head, *parts, identifier=f"{{legend-{order}}}")


def _scale_bar(
    corner: tuple[float, float], scale: float, map_id: str, order: int, *, on_map: bool
) -> Xml:
    """Return a scale bar in kilometres with its upper right corner at a point."""
    width, height = 75 * scale, 11 * scale
    head: dict[str, object] = {
        "mapUuid": map_id,
        "background": "true" if on_map else "false",
        "style": "Single Box",
        "unitType": "km",
        "unitLabel": "km",
        "numMapUnitsPerScaleBarUnit": 1,
        "numUnitsPerSegment": 100,
        "segmentSizeMode": 1,
        "minBarWidth": round(25 * scale, 1),
        "maxBarWidth": round(55 * scale, 1),
        "numSegments": 2,
        "numSegmentsLeft": 0,
        "segmentMillimeters": 20,
        "height": round(1.4 * scale, 2),
        "labelBarSpace": 1,
        "boxContentSpace": 1.5,
        "outlineWidth": 0.2,
        "alignment": 0,
        "referencePoint": 2,
        "labelVerticalPlacement": 0,
        "labelHorizontalPlacement": 0,
        "lineJoinStyle": "miter",
        "lineCapStyle": "square",
        "position": f"{corner[0]:.2f},{corner[1]:.2f},mm",
        "positionOnPage": f"{corner[0]:.2f},{corner[1]:.2f},mm",
    }
    text = text_style(TextFormat(round(7.5 * scale, 2), "#222222", None))
    stroke = element("lineSymbol", {}, symbol("line", [line_layer("#222222", 0.2)], name=""))
    fills = [
        element(f"fillSymbol{i}", {}, symbol("fill", [fill_layer(c, stroke="#222222")], name=""))
        for i, c in ((1, "#222222"), (2, "#ffffff"))
    ]
    box = (corner[0] - width, corner[1], width, height)
    return _item("scale", box, order, head, text, stroke, *fills, identifier=f"{{scale-{order}}}")


def _font(size: float, *, bold: bool) -> str:
    """Return a font of the generic family, for which each system has one."""
    return f"Sans Serif,{size:.2f},-1,5,{75 if bold else 50},0,0,0,0,0"
