"""Put the parts of a layer's style together, for a QML file and for a project."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.export.qml.symbols import option_map
from geo.export.xml import Xml, element, text_element

VERSION = "3.22.0"
"""Version of QGIS that the files say they are from: the oldest one that is tested."""

_GEOMETRY_TYPES = {"Point": 0, "LineString": 1, "Polygon": 2}
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """Everything that QGIS needs to draw, label, date and edit a layer.

    Parameters
    ----------
    kind
        Point, LineString or Polygon.
    renderer, labelling
        Elements that draw and label.
    fields
        Elements that configure the columns.
    map_tip
        HTML with QGIS expressions, shown under the pointer.
    dated
        Whether the time slider filters by ``valid_from`` and ``valid_to``.
    opacity
        Of the whole layer, 0 to 1.
    scale_to
        Denominator of the smallest scale at which the layer is drawn; 0 for no limit.
    """

    kind: str
    renderer: Xml
    labelling: Xml | None = None
    fields: tuple[Xml, ...] = field(default=())
    map_tip: str = ""
    dated: bool = False
    opacity: float = 1
    scale_to: int = 0
    display: str = '"name"'


def document(style: LayerStyle) -> str:
    """Return a style as a QML document."""
    kind = text_element("layerGeometryType", _GEOMETRY_TYPES[style.kind])
    head = {"version": VERSION, "styleCategories": "AllStyleCategories"} | attributes(style)
    return _DOCTYPE + element("qgis", head, *elements(style), kind) + "\n"


def attributes(style: LayerStyle) -> dict[str, object]:
    """Return the attributes of a style's root or of a project's layer."""
    return {
        "labelsEnabled": int(style.labelling is not None),
        "hasScaleBasedVisibilityFlag": int(style.scale_to > 0),
        "minScale": style.scale_to or 100_000_000,
        "maxScale": 0,
        "readOnly": 0,
        "symbologyReferenceScale": -1,
        "simplifyDrawingHints": 1 if style.kind != "Point" else 0,
        "simplifyAlgorithm": 0,
        "simplifyDrawingTol": 1,
        "simplifyLocal": 1,
        "simplifyMaxScale": 1,
    }


def elements(style: LayerStyle) -> list[Xml]:
    """Return the child elements of a style's root or of a project's layer."""
    labels = [style.labelling] if style.labelling is not None else []
    return [
        _flags(),
        _temporal(dated=style.dated),
        style.renderer,
        *labels,
        element("customproperties", {}, option_map({})),
        text_element("blendMode", 0),
        text_element("featureBlendMode", 0),
        text_element("layerOpacity", style.opacity),
        element("legend", {"type": "default-vector", "showLabelLegend": 0}),
        *style.fields,
        text_element("previewExpression", style.display),
        text_element("mapTip", style.map_tip),
    ]


def _flags() -> Xml:
    flags = {"Identifiable": 1, "Removable": 1, "Searchable": 1, "Private": 0}
    return element("flags", {}, *(text_element(name, value) for name, value in flags.items()))


def _temporal(*, dated: bool) -> Xml:
    """Return how the layer follows the time slider: both ends of the dates count."""
    fields = {"startField": "valid_from", "endField": "valid_to"} if dated else {}
    head: dict[str, object] = {
        "enabled": int(dated),
        "mode": 2 if dated else 0,
        "limitMode": 1,
        "accumulate": 0,
        "durationField": "",
        "durationUnit": "min",
        "fixedDuration": 0,
        "startExpression": "",
        "endExpression": "",
        "startField": "",
        "endField": "",
    }
    fixed = element("fixedRange", {}, text_element("start", ""), text_element("end", ""))
    return element("temporal", head | fields, fixed)
