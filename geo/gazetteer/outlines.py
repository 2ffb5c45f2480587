"""Give the outlines of countries and regions, read when they are asked for."""

from __future__ import annotations

import json
from functools import lru_cache

from geo.embedded import path

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry


# A finer outline of the same region wins.
FILES = ("borders/regions.geojson", "borders/admin1.geojson", "borders/countries.geojson")


@lru_cache(maxsize=32)
def outline(region_id: str) -> BaseGeometry | None:
    """Return the outline of a country or first-level unit, or None where there is none.

    Parameters
    ----------
    region_id
        ISO 3166-1 alpha-2 or ISO 3166-2 code.

    Returns
    -------
    shapely.Polygon or shapely.MultiPolygon
        In (longitude, latitude), EPSG:4326.
    """
    from shapely.geometry import shape  # 60 ms that a name look-up must not pay

    start = f'{{"type":"Feature","id":"{_renamed().get(region_id, region_id)}",'
    for name in FILES:
        with path(name).open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(start):
                    return shape(json.loads(line.rstrip().rstrip(","))["geometry"])
    return None


@lru_cache(maxsize=1)
def _renamed() -> dict[str, str]:
    """Return the ids of outlines that are filed under an older code, by the present code."""
    lines = path("gazetteer/outlines.csv").read_text(encoding="utf-8").splitlines()
    return dict(line.split(",") for line in lines[1:])


def region_contains(region_id: str, longitude: float, latitude: float) -> bool:
    """Tell whether a point lies in a country or region."""
    from shapely import intersects_xy

    found = outline(region_id)
    return found is not None and bool(intersects_xy(found, longitude, latitude))


def region_at(longitude: float, latitude: float) -> str | None:
    """Return the id of the first-level unit whose outline holds a point, or None."""
    from shapely import Point

    identifiers, tree = _regions()
    hits = sorted(int(i) for i in tree.query(Point(longitude, latitude), predicate="intersects"))
    return identifiers[hits[0]] if hits else None


@lru_cache(maxsize=1)
def _regions() -> tuple[list[str], STRtree]:
    """Return the ids and a tree of all regions, those of finer outline first."""
    from shapely import STRtree, from_geojson

    shapes: dict[str, BaseGeometry] = {}
    present = {outline: code for code, outline in _renamed().items()}
    for name in FILES[:2]:
        for feature in json.loads(path(name).read_text(encoding="utf-8"))["features"]:
            shape = from_geojson(json.dumps(feature["geometry"]))
            identifier = feature["properties"]["id"]
            shapes.setdefault(present.get(identifier, identifier), shape)
    return list(shapes), STRtree(list(shapes.values()))
