"""Read the track files that sections name: surveyed or hand-drawn geometry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MAX_BYTES = 20_000_000

LonLat = tuple[float, float]


def read_track(root: Path, name: str) -> list[LonLat]:
    """Read the line of a track file.

    Parameters
    ----------
    root
        The atlas folder.
    name
        Path of the file below it: GeoJSON or GeoPackage with exactly one line,
        EPSG:4326.

    Returns
    -------
    list of tuple
        (longitude, latitude) in degrees, in the direction of the file.

    Raises
    ------
    ValueError
        If the file is missing, outside the atlas folder, too large or does not hold
        exactly one line of valid coordinates; the message says which.
    """
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()):
        msg = f"{name!r} is outside the atlas folder"
        raise ValueError(msg)
    if not path.is_file():
        msg = f"there is no file {name!r} in the atlas folder"
        raise ValueError(msg)
    if path.stat().st_size > MAX_BYTES:
        msg = f"{name!r} has {path.stat().st_size:,} bytes; allowed: {MAX_BYTES:,}"
        raise ValueError(msg)
    return _checked(_coordinates(path, name), name)


def _coordinates(path: Path, name: str) -> list[Any]:
    if path.suffix == ".gpkg":
        return _from_geopackage(path, name)
    if path.suffix not in {".geojson", ".json"}:
        msg = f"{name!r} is neither .geojson nor .gpkg"
        raise ValueError(msg)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        msg = f"{name!r} is not GeoJSON: {error}"
        raise ValueError(msg) from None
    return _one([g for g in _geometries(document) if g.get("type") == "LineString"], name)


def _geometries(document: Any) -> list[dict[str, Any]]:
    """Return the geometries of a GeoJSON object of any kind."""
    if not isinstance(document, dict):
        return []
    if document.get("type") == "FeatureCollection":
        return [g for feature in document.get("features", []) for g in _geometries(feature)]
    if document.get("type") == "Feature":
        return _geometries(document.get("geometry"))
    return [document]


def _from_geopackage(path: Path, name: str) -> list[Any]:
    import geopandas as gpd

    try:
        frame = gpd.read_file(path)
    except Exception as error:  # pyogrio has no common root of its read errors
        msg = f"{name!r} cannot be read as a GeoPackage: {error}"
        raise ValueError(msg) from error
    if frame.crs is None or frame.crs.to_epsg() != 4326:  # noqa: PLR2004
        msg = f"{name!r} is in {frame.crs}; allowed: EPSG:4326"
        raise ValueError(msg)
    lines = [geometry for geometry in frame.geometry if geometry.geom_type == "LineString"]
    return _one([{"coordinates": [list(c) for c in line.coords]} for line in lines], name)


def _one(lines: list[dict[str, Any]], name: str) -> list[Any]:
    if len(lines) != 1:
        msg = f"{name!r} holds {len(lines)} lines; allowed: exactly one LineString"
        raise ValueError(msg)
    coordinates = lines[0].get("coordinates")
    return coordinates if isinstance(coordinates, list) else []


def _checked(coordinates: list[Any], name: str) -> list[LonLat]:
    try:
        points = [(float(c[0]), float(c[1])) for c in coordinates]
    except (TypeError, ValueError, IndexError):
        points = []
    # NaN compares false, so it is refused as well.
    good = all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)  # noqa: PLR2004
    if len(points) < 2 or not good:  # noqa: PLR2004
        msg = f"{name!r} has no line of (longitude, latitude) pairs in degrees"
        raise ValueError(msg)
    return points
