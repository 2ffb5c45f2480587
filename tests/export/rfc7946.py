"""Check GeoJSON text against RFC 7946 and against what GIS programs stumble over."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from shapely.geometry import LinearRing, shape

_PARTS = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}


def faults(text: str) -> list[str]:
    """Return what is wrong with a GeoJSON text, in words; empty if nothing is."""
    if re.search(r"\b(NaN|-?Infinity)\b", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)):
        return ["not JSON: NaN or Infinity"]
    collection = json.loads(text)
    found = [] if collection["type"] == "FeatureCollection" else ["not a FeatureCollection"]
    found += ["has a crs member"] * ("crs" in collection)
    found += ["has no bbox"] * ("bbox" not in collection)
    features = collection["features"]
    ids = [feature.get("id") for feature in features]
    found += ["ids repeat"] * (len(ids) != len(set(ids)))
    found += ["ids are not texts"] * any(not isinstance(i, str) for i in ids)
    found += ["ids are not in properties"] * any(
        f.get("id") != f["properties"].get("id") for f in features
    )
    found += ["several geometry types"] * (len({f["geometry"]["type"] for f in features}) > 1)
    found += _property_faults(features)
    for feature in features:
        found += _geometry_faults(feature["geometry"], collection.get("bbox"))
    return sorted(set(found))


def _property_faults(features: list[dict[str, Any]]) -> Iterator[str]:
    for feature in features:
        for value in feature["properties"].values():
            if isinstance(value, (list, dict)):
                yield "a property is not a scalar"
            if isinstance(value, str) and value in {"True", "False", "nan", "NaT", "None"}:
                yield "a boolean or gap is a text"
    columns = {tuple(feature["properties"]) for feature in features}
    if len(columns) > 1:
        yield "columns differ between features"


def _geometry_faults(geometry: dict[str, Any], bbox: list[float] | None) -> Iterator[str]:
    for lonlat in _positions(geometry["coordinates"]):
        if len(lonlat) != 2:
            yield "positions are not 2-D"
            return
        if any(abs(v * 1e6 - round(v * 1e6)) > 1e-4 for v in lonlat):
            yield "more than 6 decimals"
        if not (-180 <= lonlat[0] <= 180 and -90 <= lonlat[1] <= 90):
            yield "outside the world"
        if bbox is not None and not _inside(lonlat, bbox):
            yield "outside the bbox"
    if not shape(geometry).is_valid:
        yield "geometry is not valid"
    yield from _shape_faults(geometry)


def _shape_faults(geometry: dict[str, Any]) -> Iterator[str]:
    for lonlats in _lines(geometry):
        if any(abs(a[0] - b[0]) > 180 for a, b in itertools.pairwise(lonlats)):
            yield "a line runs around the world"
    for polygon in _polygons(geometry):
        if [LinearRing(ring).is_ccw for ring in polygon] != [True] + [False] * (len(polygon) - 1):
            yield "a ring turns the wrong way"


def _inside(lonlat: list[float], bbox: list[float]) -> bool:
    west, south, east, north = bbox
    lon, lat = lonlat
    across = west > east
    held = (lon >= west or lon <= east) if across else west <= lon <= east
    return (held or (across and abs(lon) == 180)) and south <= lat <= north


def _positions(coordinates: Any) -> Iterator[list[float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part)


def _lines(geometry: dict[str, Any]) -> list[Any]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        return [coordinates]
    if kind == "MultiLineString":
        return list(coordinates)
    return [ring for polygon in _polygons(geometry) for ring in polygon]


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return list(geometry["coordinates"]) if geometry["type"] == "MultiPolygon" else []
