"""Write a QGIS project as XML: layers, groups, themes, bookmarks, time, credit on the canvas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from geo.export import qmd
from geo.export.qml.document import VERSION, LayerStyle, attributes, elements
from geo.export.qml.ground import SEA
from geo.export.qml.labels import LANGUAGE_VARIABLE
from geo.export.qml.symbols import option_map
from geo.export.xml import Xml, element, text_element

if TYPE_CHECKING:
    from geo.export.describe import Description

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_GEOMETRIES = {"Point": "Point", "LineString": "Line", "Polygon": "Polygon", "": "No geometry"}


@dataclass(frozen=True, slots=True)
class ProjectLayer:
    """A layer of a project.

    Parameters
    ----------
    identifier
        Id in the project; QGIS replaces one of less than eleven characters.
    title
        Words in the layer tree and the legend.
    group
        Group of the layer tree.
    source
        Data source relative to the project, such as ``./atlas.gpkg|layername=railways``.
    styles
        Style by name; the first one is current.
    about
        Description, for the layer's metadata.
    legend
        Indices of the legend entries that a printed legend shows; None for all.
    legend_label
        Words that stand in a printed legend for those of its only entry.
    legend_symbols
        Symbols that stand in every legend for those of the first entries.
    """

    identifier: str
    title: str
    group: str
    source: str
    styles: Mapping[str, LayerStyle]
    about: Description | None = None
    credit: str = ""
    visible: bool = True
    legend: tuple[int, ...] | None = None
    legend_label: str = ""
    legend_symbols: tuple[Xml, ...] = ()
    expanded: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A named view: the layers that show and the style of those that have several."""

    name: str
    layers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place to go to: west, south, east, north in degrees."""

    identifier: str
    name: str
    group: str
    extent: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Project:
    """Everything in a project.

    Parameters
    ----------
    title, abstract, credit
        Words; the credit is drawn on the canvas.
    language
        Language in which labels start.
    extent
        First view: west, south, east, north in degrees.
    dates
        First and last day of the time slider.
    written
        Day that the project gives as its own date.
    layers
        From top to bottom; those of one group follow each other.
    themes, bookmarks, layouts
        Named views, places to go to, layouts as XML.
    """

    title: str
    abstract: str
    credit: str
    language: str
    extent: tuple[float, float, float, float]
    dates: tuple[date, date]
    written: date
    layers: Sequence[ProjectLayer]
    themes: Sequence[Theme] = ()
    bookmarks: Sequence[Bookmark] = ()
    layouts: Sequence[Xml] = field(default=())


def layer_id(name: str) -> str:
    """Return the id of a layer in the project."""
    return f"geo_atlas_{name}"


def document(project: Project) -> str:
    """Return a project as the text of a .qgs file."""
    head = {"version": VERSION, "projectname": project.title, "saveUser": "", "saveUserFull": ""}
    return _DOCTYPE + element("qgis", head, *_parts(project)) + "\n"


def archive(project: Project, *, name: str) -> bytes:
    """Return a project as the bytes of a .qgz file, the same bytes for the same project."""
    stream = io.BytesIO()
    entry = zipfile.ZipInfo(f"{name}.qgs", date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(entry, document(project).encode("utf-8"), compresslevel=9)
    return stream.getvalue()


def _parts(project: Project) -> list[Xml]:
    return [
        element("homePath", {"path": ""}),
        text_element("title", project.title),
        element("autotransaction", {"active": 0}),
        element("evaluateDefaultValues", {"active": 0}),
        element("trust", {"active": 0}),
        element("projectCrs", {}, mercator()),
        tree(project.layers),
        element("projectlayers", {}, *(_layer(layer) for layer in project.layers)),
        element(
            "layerorder", {}, *(element("layer", {"id": i.identifier}) for i in project.layers)
        ),
        _properties(project),
        _themes(project),
        _metadata(project),
        element("Layouts", {}, *project.layouts),
        element("Bookmarks", {}, *(_bookmark(bookmark) for bookmark in project.bookmarks)),
        _view(project),
        _time(project),
    ]


def mercator() -> Xml:
    """Return the reference system of the canvas, EPSG:3857."""
    parts = {
        "proj4": "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 "
        "+units=m +nadgrids=@null +wktext +no_defs",
        "srsid": "3857",
        "srid": "3857",
        "authid": "EPSG:3857",
        "description": "WGS 84 / Pseudo-Mercator",
        "projectionacronym": "merc",
        "ellipsoidacronym": "EPSG:7030",
        "geographicflag": "false",
    }
    texts = [text_element(name, value) for name, value in parts.items()]
    return element("spatialrefsys", {"nativeFormat": "Wkt"}, *texts)


def tree(layers: Sequence[ProjectLayer], *, printed: bool = False) -> Xml:
    """Return the layer tree, grouped.

    Parameters
    ----------
    layers
        From top to bottom.
    printed
        Whether it is the tree of a printed legend, which has no groups and only the
        entries that the map needs.
    """
    empty = element("customproperties", {}, option_map({}))
    if printed:
        leaves = [_leaf(layer, printed=True) for layer in layers]
        return element("layer-tree-group", {}, empty, *leaves)
    groups = dict.fromkeys(layer.group for layer in layers)
    branches = [
        element(
            "layer-tree-group",
            {"name": group, "checked": "Qt::Checked", "expanded": int(group == layers[0].group)},
            empty,
            *(_leaf(layer) for layer in layers if layer.group == group),
        )
        for group in groups
    ]
    items = (text_element("item", layer.identifier) for layer in layers)
    order = element("custom-order", {"enabled": 0}, *items)
    return element("layer-tree-group", {}, empty, *branches, order)


def _leaf(layer: ProjectLayer, *, printed: bool = False) -> Xml:
    legend: dict[str, object] = {
        f"legend/custom-symbol-{i}": symbol for i, symbol in enumerate(layer.legend_symbols)
    }
    if printed and layer.legend is not None:
        legend["legend/node-order"] = ",".join(str(i) for i in layer.legend)
    if printed and layer.legend_label and layer.legend:
        legend[f"legend/label-{layer.legend[0]}"] = layer.legend_label
    head = {
        "id": layer.identifier,
        "name": layer.title,
        "source": layer.source,
        "providerKey": "ogr",
        "checked": "Qt::Checked" if layer.visible else "Qt::Unchecked",
        "expanded": int(layer.expanded),
        "legend_exp": "",
        "patch_size": "-1,-1",
    }
    return element("layer-tree-layer", head, element("customproperties", {}, option_map(legend)))


def _layer(layer: ProjectLayer) -> Xml:
    current = next(iter(layer.styles), None)
    style = layer.styles[current] if current is not None else None
    head = {"type": "vector", "geometry": _GEOMETRIES[style.kind if style else ""]}
    parts = [
        text_element("id", layer.identifier),
        text_element("datasource", layer.source),
        text_element("layername", layer.title),
        element("srs", {}, *(qmd.wgs84() if style else [])),
        text_element("provider", "ogr", {"encoding": "UTF-8"}),
    ]
    if layer.credit:
        parts.append(text_element("attribution", layer.credit, {"href": ""}))
    if layer.about is not None:
        parts.append(element("resourceMetadata", {}, *qmd.resource(layer.about)))
    if style is None or current is None:
        return element("maplayer", head, *parts)
    manager = [element("map-layer-style", {"name": current})]
    manager += [
        element("map-layer-style", {"name": name}, _named_style(other))
        for name, other in layer.styles.items()
        if name != current
    ]
    parts.append(element("map-layer-style-manager", {"current": current}, *manager))
    return element("maplayer", head | attributes(style), *parts, *elements(style))


def _named_style(style: LayerStyle) -> Xml:
    head = {"version": VERSION, "styleCategories": "AllStyleCategories"} | attributes(style)
    return element("qgis", head, *elements(style))


def _properties(project: Project) -> Xml:
    red, green, blue = (int(SEA[i : i + 2], 16) for i in (1, 3, 5))
    copyright_label = {
        "Enabled": ("bool", "true"),
        "Label": ("QString", project.credit),
        "Placement": ("int", 3),
        "MarginH": ("double", 1),
        "MarginV": ("double", 1),
        "MarginUnit": ("QString", "MM"),
    }
    canvas = {
        "CanvasColorRedPart": ("int", red),
        "CanvasColorGreenPart": ("int", green),
        "CanvasColorBluePart": ("int", blue),
    }
    scale_bar = {"Enabled": ("bool", "true"), "Placement": ("int", 0)}
    return element(
        "properties",
        {},
        _property("CopyrightLabel", copyright_label),
        _property("Gui", canvas),
        _property("Measure", {"Ellipsoid": ("QString", "EPSG:7030")}),
        _property("Measurement", {"DistanceUnits": ("QString", "km")}),
        _property("Paths", {"Absolute": ("bool", "false")}),
        _property("ScaleBar", scale_bar),
        _property("SpatialRefSys", {"ProjectionsEnabled": ("int", 1)}),
        _variables({LANGUAGE_VARIABLE: project.language}),
    )


def _property(group: str, entries: Mapping[str, tuple[str, object]]) -> Xml:
    return element(
        group,
        {},
        *(text_element(name, value, {"type": kind}) for name, (kind, value) in entries.items()),
    )


def _variables(variables: Mapping[str, str]) -> Xml:
    names = [text_element("value", name) for name in variables]
    values = [text_element("value", value) for value in variables.values()]
    return element(
        "Variables",
        {},
        element("variableNames", {"type": "QStringList"}, *names),
        element("variableValues", {"type": "QStringList"}, *values),
    )


def _themes(project: Project) -> Xml:
    default = {layer.identifier: next(iter(layer.styles), "default") for layer in project.layers}
    groups = list(dict.fromkeys(layer.group for layer in project.layers))
    checked = [element("checked-group-node", {"id": group}) for group in groups]
    return element(
        "visibility-presets",
        {},
        *(
            element(
                "visibility-preset",
                {"name": theme.name, "has-expanded-info": 0, "has-checked-group-info": 1},
                *(
                    element(
                        "layer",
                        {
                            "id": identifier,
                            "visible": int(identifier in theme.layers),
                            "style": theme.layers.get(identifier) or style,
                        },
                    )
                    for identifier, style in default.items()
                ),
                element("checked-group-nodes", {}, *checked),
            )
            for theme in project.themes
        ),
    )


def _metadata(project: Project) -> Xml:
    return element(
        "projectMetadata",
        {},
        text_element("identifier", ""),
        text_element("language", ""),
        text_element("type", "dataset"),
        text_element("title", project.title),
        text_element("abstract", project.abstract),
        text_element("author", ""),
        text_element("creation", f"{project.written.isoformat()}T00:00:00"),
    )


def _bookmark(bookmark: Bookmark) -> Xml:
    west, south, east, north = bookmark.extent
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    corners = ", ".join(f"{lon:.5f} {lat:.5f}" for lon, lat in ring)
    head = {
        "id": bookmark.identifier,
        "name": bookmark.name,
        "group": bookmark.group,
        "extent": f"POLYGON(({corners}))",
    }
    return element("Bookmark", head, *qmd.wgs84())


def _view(project: Project) -> Xml:
    west, south, east, north = project.extent
    box = {"xmin": west, "ymin": south, "xmax": east, "ymax": north}
    return element(
        "ProjectViewSettings",
        {"UseProjectScales": 0, "rotation": 0},
        element("Scales", {}),
        element("DefaultViewExtent", box, *qmd.wgs84()),
    )


def _time(project: Project) -> Xml:
    start, end = (f"{day.isoformat()}T00:00:00Z" for day in project.dates)
    span = element("TemporalRange", {}, text_element("start", start), text_element("end", end))
    head = {"timeStep": 1, "timeStepUnit": "y", "frameRate": 2, "cumulativeTemporalRange": 0}
    return element("ProjectTimeSettings", head, span)
