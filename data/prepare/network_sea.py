"""Make ``data/network/sea``: the lanes of PyPI ``searoute``, as arrays like the rail graph."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import common
import network_arrays
from network_arrays import Chain
from pyproj import Geod

SOURCE = "searoute-1.6.0.tar.gz"
LANES = "searoute-1.6.0/searoute/data/marnet_searoute.geojson"
GEOD = Geod(ellps="WGS84")
Point = tuple[float, float]
RECORD = {
    "licence": "Apache-2.0",
    "attribution": "Sea lanes: searoute (Apache 2.0)",
    "url": "https://pypi.org/project/searoute/",
    "origin": "PyPI searoute 1.6.0, marnet_searoute.geojson",
    "processing": "data/prepare/network_sea.py: lengths on the ellipsoid",
}


def prepare(cache: Path) -> None:
    """Write the lanes; their area is the strait or canal that they lead through."""
    text = common.member(common.fetch(SOURCE, cache), LANES).decode()
    lanes = [lane for feature in json.loads(text)["features"] for lane in _lanes(feature)]
    seen = Counter(point for line, _ in lanes for point in line)
    meets = {point for point, times in seen.items() if times > 1}
    keys: dict[Point, int] = {}
    best: dict[tuple[int, int], Chain] = {}
    for line, passage in lanes:
        for part in _parts(line, meets):
            chain = _chain(part, passage, keys)
            ends = (min(chain.points[0], chain.points[-1]), max(chain.points[0], chain.points[-1]))
            if ends[0] != ends[1] and (ends not in best or sum(chain.km) < sum(best[ends].km)):
                best[ends] = chain
    points = {key: point for point, key in keys.items()}
    network_arrays.write("sea", points, [best[ends] for ends in sorted(best)], RECORD)


def _lanes(feature: dict[str, Any]) -> list[tuple[list[Point], str]]:
    geometry, passage = feature["geometry"], feature["properties"].get("passage") or ""
    lines = geometry["coordinates"]
    lines = [lines] if geometry["type"] == "LineString" else lines
    return [([_wrapped(point) for point in line], passage) for line in lines]


def _parts(line: list[Point], meets: set[Point]) -> list[list[Point]]:
    """Cut a lane where others meet it, which is at inner points as well."""
    cuts = [0, *(i for i in range(1, len(line) - 1) if line[i] in meets), len(line) - 1]
    return [line[a : b + 1] for a, b in pairwise(cuts)]


def _chain(line: list[Point], passage: str, keys: dict[Point, int]) -> Chain:
    numbers = tuple(keys.setdefault(point, len(keys)) for point in line)
    km = tuple(float(GEOD.inv(*a, *b)[2]) / 1000 for a, b in pairwise(line))
    return Chain(numbers, km, passage)


def _wrapped(point: Point) -> Point:
    """Return a point with a longitude from -180 (included) to 180, to about one metre."""
    lon, lat = round((point[0] + 180) % 360 - 180, 5), round(point[1], 5)
    return (-180.0 if lon == 180 else lon), lat
