"""Write layers as KML or KMZ for Google Earth: styled by status, with time spans and credit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.export import columns, geometry
from geo.export.describe import CORRIDORS, EVENTS, MEMBERS, Description, short_title
from geo.export.words import alias, words_of
from geo.export.xml import Xml, element, text_element
from geo.style import (
    CATCH_ALL,
    CORRIDOR_OPACITY,
    EVENT,
    LINES,
    MEMBER_HUE,
    MODES,
    ROLES,
    UNBUILT,
    corridor_hues,
)
from geo.text import for_html
from geo.vocab import Role, Status

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_UNBUILT = "unbuilt"
_QUIET = {"id", "name", "attribution", "licence"}
Layer = tuple["gpd.GeoDataFrame", Description]


def write_kml(path: Path, layers: Mapping[str, Layer]) -> list[Path]:
    """Write layers as folders of one KML file.

    Parameters
    ----------
    path
        The file.
    layers
        Table and description by layer.

    Returns
    -------
    list of pathlib.Path
        The file.
    """
    path.write_text(document(layers), encoding="utf-8", newline="\n")
    return [path]


def write_kmz(path: Path, layers: Mapping[str, Layer]) -> list[Path]:
    """Write layers as one KMZ file, the same bytes for the same layers.

    Returns
    -------
    list of pathlib.Path
        The file.
    """
    stream = io.BytesIO()
    entry = zipfile.ZipInfo("doc.kml", date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, document(layers).encode("utf-8"), compresslevel=9)
    path.write_bytes(stream.getvalue())
    return [path]


def document(layers: Mapping[str, Layer]) -> str:
    """Return layers as the text of a KML document."""
    credited = dict.fromkeys(about.attribution for _, about in layers.values())
    licences = dict.fromkeys(about.licence for _, about in layers.values())
    first = next(iter(layers.values()))[1]
    said = f"As of {first.as_of.isoformat()}. {'; '.join(credited)}. {' AND '.join(licences)}."
    body = element(
        "Document",
        {},
        text_element("name", first.title),
        text_element("description", for_html(said)),
        *_styles(),
        *(_corridor_styles(layers[CORRIDORS][1].wholes) if CORRIDORS in layers else ()),
        *_context_styles(layers),
        *(_folder(name, table) for name, (table, _) in layers.items()),
    )
    return _HEAD + element("kml", {"xmlns": "http://www.opengis.net/kml/2.2"}, body) + "\n"


def _styles() -> list[Xml]:
    styles = {str(status): style for status, style in LINES.items()} | {"other": CATCH_ALL}
    made = [
        _line_style(f"line-{name}", _colour(style.colour), style.width_px)
        for name, style in styles.items()
    ]
    point = element(
        "Style",
        {"id": "point"},
        element("IconStyle", {}, text_element("scale", 0.6)),
        element("LabelStyle", {}, text_element("scale", 0.8)),
    )
    area = element(
        "Style",
        {"id": "area"},
        element("LineStyle", {}, text_element("color", "ff3d8db0"), text_element("width", 1.5)),
        element("PolyStyle", {}, text_element("color", "203d8db0")),
    )
    return [*made, point, area]


def _corridor_styles(ids: Iterable[str]) -> list[Xml]:
    """Return a style a corridor and mode: KML has no dashes, so that width tells the mode."""
    forms = {**MODES, _UNBUILT: UNBUILT}
    return [
        _line_style(
            f"corridor-{identifier}-{mode}",
            _colour(hue, CORRIDOR_OPACITY if mode != _UNBUILT else CORRIDOR_OPACITY / 2),
            form.width_px,
        )
        for identifier, hue in corridor_hues(ids).items()
        for mode, form in forms.items()
    ]


def _context_styles(layers: Iterable[str]) -> list[Xml]:
    """Return the styles of events and roles: KML has no strokes, so that outlines tell the role."""
    made = []
    if EVENTS in layers:
        icon = element("IconStyle", {}, text_element("color", _colour(EVENT.fill)))
        made.append(element("Style", {"id": "event"}, icon))
    for role, style in ROLES.items() if MEMBERS in layers else ():
        tint = style.opacity if style.angle is None else 0.0
        edge = element(
            "LineStyle",
            {},
            text_element("color", _colour(MEMBER_HUE)),
            text_element("width", style.stroke_px),
        )
        fill = element("PolyStyle", {}, text_element("color", _colour(MEMBER_HUE, tint)))
        made.append(element("Style", {"id": f"role-{role}"}, edge, fill))
    return made


def _line_style(identifier: str, colour: str, width: float) -> Xml:
    line = element("LineStyle", {}, text_element("color", colour), text_element("width", width))
    return element("Style", {"id": identifier}, line)


def _colour(code: str, opacity: float = 1) -> str:
    """Return ``#rrggbb`` in KML's order: opacity, blue, green, red."""
    return f"{round(opacity * 255):02x}{code[5:7]}{code[3:5]}{code[1:3]}"


def _folder(name: str, table: gpd.GeoDataFrame) -> Xml:
    columns.require_unique_ids(table, layer=name)
    fields = columns.fields(table)
    names = [field.name for field in fields]
    rows = zip(*(field.python() for field in fields), strict=True)
    shapes = geometry.prepare(table.geometry.to_numpy())
    labels = {column: dict(pairs) for column, pairs in words_of(name).items()}
    marks = [
        _placemark(name, dict(zip(names, row, strict=True)), shape, labels)
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return element("Folder", {}, text_element("name", short_title(name)), *marks)


def _placemark(
    layer: str,
    row: Mapping[str, Any],
    shape: BaseGeometry,
    labels: Mapping[str, Mapping[str, str]],
) -> Xml:
    data = [
        element("Data", {"name": name}, text_element("value", value))
        for name, value in row.items()
        if value is not None
    ]
    return element(
        "Placemark",
        {"id": f"{layer}-{row['id']}"},
        text_element("name", row.get("name") or row["id"]),
        *_time(row),
        text_element("styleUrl", f"#{_style(layer, row, shape)}"),
        text_element("description", _html(row, labels)),
        element("ExtendedData", {}, *data),
        _shape(shape),
    )


def _time(row: Mapping[str, Any]) -> list[Xml]:
    ends = {"begin": row.get("valid_from"), "end": row.get("valid_to")}
    known = [text_element(tag, day) for tag, day in ends.items() if day is not None]
    return [element("TimeSpan", {}, *known)] if known else []


def _style(layer: str, row: Mapping[str, Any], shape: BaseGeometry) -> str:
    if layer == CORRIDORS:
        built = row.get("status") == Status.OPERATING
        return f"corridor-{row['corridor_id']}-{row['mode'] if built else _UNBUILT}"
    if layer == EVENTS:
        return "event"
    if layer == MEMBERS and row.get("role") in set(Role):
        return f"role-{row['role']}"
    dimension = int(shapely.get_dimensions(shape))
    if dimension == 1:
        status = row.get("status")
        return f"line-{status}" if status in set(map(str, LINES)) else "line-other"
    return "point" if dimension == 0 else "area"


def _html(row: Mapping[str, Any], labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return a row as an HTML table in which every value is text."""
    cells = [
        (alias(name), labels.get(name, {}).get(str(value), value))
        for name, value in row.items()
        if value is not None and name not in _QUIET
    ]
    lines = [
        f"<tr><th>{for_html(name)}</th><td>{for_html(value)}</td></tr>" for name, value in cells
    ]
    credit = for_html(" · ".join(str(row[k]) for k in ("attribution", "licence") if row.get(k)))
    return f"<table>{''.join(lines)}</table><p>{credit}</p>"


def _shape(shape: BaseGeometry) -> Xml:
    parts = [_part(part) for part in shapely.get_parts(shape)]
    return parts[0] if len(parts) == 1 else element("MultiGeometry", {}, *parts)


def _part(part: BaseGeometry) -> Xml:
    dimension = int(shapely.get_dimensions(part))
    if dimension == 0:
        return element("Point", {}, _coordinates(part))
    if dimension == 1:
        return element("LineString", {}, text_element("tessellate", 1), _coordinates(part))
    outer, *inner = shapely.get_rings(part)
    rings = [("outerBoundaryIs", outer), *(("innerBoundaryIs", ring) for ring in inner)]
    return element("Polygon", {}, text_element("tessellate", 1), *_rings(rings))


def _rings(rings: Sequence[tuple[str, BaseGeometry]]) -> list[Xml]:
    return [element(tag, {}, element("LinearRing", {}, _coordinates(ring))) for tag, ring in rings]


def _coordinates(part: BaseGeometry) -> Xml:
    lonlat = np.round(shapely.get_coordinates(part), geometry.DECIMALS).tolist()
    return text_element("coordinates", " ".join(f"{lon!r},{lat!r}" for lon, lat in lonlat))
