"""Write tables as GeoJSON that follows RFC 7946, a part at a time so that size costs no memory."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.export import columns, geometry
from geo.export.columns import Kind

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

_ROWS_AT_ONCE = 4096
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def write_geojson(
    path: Path, table: gpd.GeoDataFrame, *, name: str, about: Mapping[str, str] | None = None
) -> None:
    """Write a table as an RFC 7946 FeatureCollection, one feature a line.

    Parameters
    ----------
    path
        The file to write.
    table
        Points, lines or polygons in EPSG:4326 with a unique text column ``id``.
    name
        Name of the layer.
    about
        Further members of the collection, such as ``attribution`` and ``licence``.

    Raises
    ------
    InputError
        If ids repeat, geometry kinds are mixed, or a value has no place in JSON.
    """
    columns.require_unique_ids(table, layer=name)
    geometry.require_drawable(table.geometry.to_numpy())
    head = _head(table, name=name, about=about or {})
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(head)
        separator = "\n"
        for lines in _features(table):
            stream.write(separator + ",\n".join(lines))
            separator = ",\n"
        stream.write("\n]}\n")


def _head(table: gpd.GeoDataFrame, *, name: str, about: Mapping[str, str]) -> str:
    members: dict[str, Any] = {"type": "FeatureCollection", "name": name, **about}
    box = geometry.bbox(table.geometry.to_numpy())
    if box is not None:
        members["bbox"] = box
    return _encode(members)[:-1] + ',"features":['


def _features(table: gpd.GeoDataFrame) -> Iterator[list[str]]:
    shapes = _whole_areas(table.geometry.to_numpy())
    multi = _needs_parts(shapes)
    for start in range(0, len(table), _ROWS_AT_ONCE):
        stop = start + _ROWS_AT_ONCE
        fields = columns.fields(table.iloc[start:stop])
        cells = {field.name: _texts(field) for field in fields}
        drawn = _geometries(geometry.prepare(shapes[start:stop]), multi=multi)
        rows = zip(cells["id"], *cells.values(), drawn, strict=True)
        yield list(map(_template(fields).__mod__, rows))


def _template(fields: list[columns.Field]) -> str:
    """Return the text of a feature with a place for its id, each value and the geometry."""
    names = (_encode(field.name).replace("%", "%%") for field in fields)
    properties = ",".join(f"{name}:%s" for name in names)
    head = f'{{"type":"Feature","id":%s,"properties":{{{properties}}}'
    return f'{head},"geometry":%s}}'


def _texts(field: columns.Field) -> list[str]:
    """Return the cells as JSON texts, a column at a time, which is the fast way."""
    texts = _TO_JSON[field.kind](field.cells)
    for i in np.flatnonzero(field.missing).tolist():
        texts[i] = "null"
    return texts


_TO_JSON: dict[Kind, Callable[[NDArray[Any]], list[str]]] = {
    Kind.TEXT: lambda cells: list(map(encode_basestring, cells.tolist())),
    Kind.INTEGER: lambda cells: list(map(str, cells.tolist())),
    Kind.REAL: lambda cells: list(map(repr, cells.tolist())),
    Kind.BOOLEAN: lambda cells: ["true" if cell else "false" for cell in cells.tolist()],
    Kind.DATE: lambda cells: [f'"{day}"' for day in cells.astype(str).tolist()],
}


def _whole_areas(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Prepare areas all at once: rounding may break one into parts, which decides for all."""
    areas = len(shapes) > 0 and geometry.kind(shapes) == "Polygon"
    return geometry.prepare(shapes) if areas else shapes


def _needs_parts(shapes: NDArray[np.object_]) -> bool:
    """Tell whether one geometry of the table has several parts, so that all are written so."""
    if len(shapes) == 0:
        return False
    wraps = geometry.runs_past(shapely.bounds(shapes)).any()
    return bool(wraps) or geometry.geometry_type(shapes).startswith("Multi")


def _geometries(shapes: NDArray[np.object_], *, multi: bool) -> list[str]:
    kind = geometry.kind(shapes)
    name = f"Multi{kind}" if multi else kind
    nest = {"Point": _points, "LineString": _lines, "Polygon": _polygons}[kind]
    return [f'{{"type":"{name}","coordinates":{c}}}' for c in nest(shapes, multi=multi)]


def _points(shapes: NDArray[np.object_], *, multi: bool) -> list[str]:
    lonlat, owner = shapely.get_coordinates(shapes, return_index=True)
    texts = _split(lonlat.tolist(), "],[")
    return _joined(texts, owner, len(shapes)) if multi else texts


def _lines(shapes: NDArray[np.object_], *, multi: bool) -> list[str]:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    texts = _split(_runs(parts), "]],[[")
    return _joined(texts, owner, len(shapes)) if multi else texts


def _polygons(shapes: NDArray[np.object_], *, multi: bool) -> list[str]:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_owner = shapely.get_rings(parts, return_index=True)
    texts = _joined(_split(_runs(rings), "]],[["), ring_owner, len(parts))
    return _joined(texts, owner, len(shapes)) if multi else texts


def _split(nested: list[Any], seam: str) -> list[str]:
    """Encode all at once and cut the text at the seams: far faster than one by one."""
    opening, closing = seam.split(",")[::-1]
    inner = _encode(nested)[1 + len(opening) : -1 - len(closing)]
    return [f"{opening}{text}{closing}" for text in inner.split(seam)]


def _runs(lines: NDArray[np.object_]) -> list[list[list[float]]]:
    """Return the coordinates of each line or ring."""
    lonlat = shapely.get_coordinates(lines).tolist()
    ends = np.cumsum(shapely.get_num_coordinates(lines)).tolist()
    return [lonlat[a:b] for a, b in zip([0, *ends], ends, strict=False)]


def _joined(texts: list[str], owner: NDArray[np.int64], count: int) -> list[str]:
    """Join texts of the same owner into one JSON array."""
    edges = np.searchsorted(owner, np.arange(count + 1)).tolist()
    return [f"[{','.join(texts[a:b])}]" for a, b in itertools.pairwise(edges)]
