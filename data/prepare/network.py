"""Make ``data/network``: a rail graph of Eurasia and Africa, and the sea lanes.

Run ``python data/prepare/network.py --cache FOLDER`` after ``borders.py``.

The rail graph is OpenStreetMap's by way of ``scgraph_data``: its lengths are along the
track, its shapes are chords between a few points. It comes in pieces that end a little
before stations. Two ends are joined only where a dangling end points at the other, within
the distances below; every join is numbered, listed in ``joins.csv`` and marked on its edge.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import common
import network_arrays
import network_sea
import numpy as np
import shapely
from network_arrays import Chain
from pyproj import Geod
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

SOURCE = "scgraph_data-2.0.0-py3-none-any.whl"
MODULE = "scgraph_data/world_railways.py"
GEOD = Geod(ellps="WGS84")
# Eurasia and Africa: east of Iceland, without Australia and the Pacific.
WEST, AUSTRALIA_WEST, AUSTRALIA_NORTH, FAR_EAST = -26.0, 110.0, -10.0, -168.0

HEADING_KM = 4.0
"""How far back along the line its direction at a dangling end is taken from."""

FACING = ((0.5, 180.0), (1.5, 90.0), (5.0, 60.0), (15.0, 30.0))
"""Two dangling ends: up to so many km apart, each may turn by so many degrees."""

ONTO_LINE = ((0.5, 180.0), (2.0, 45.0), (5.0, 20.0))
"""A dangling end and a point inside another line: the same."""

SAME_PIECE = ((0.5, 180.0), (1.5, 75.0), (15.0, 30.0))
"""The same for two ends that hang together some other way already, a long way round."""

NEW_LINK_KM = 50.0
"""How long the way round must be."""

HAND = "network_hand.yaml"
"""Gaps too wide for the rule, and stations on long chords, each looked at one by one."""

CHORD_KM = 30.0
"""Only chords longer than this are led through stations."""

PIECE_KM = 20.0
"""Pieces that stay apart and are shorter than this in all are left out."""

FLICKER_KM = 5.0
"""A line that leaves a country for less than this runs along the border: it stays inside."""

RECORD = {
    "licence": "ODbL-1.0",
    "attribution": "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)",
    "url": "https://www.openstreetmap.org/copyright",
    "origin": "PyPI scgraph_data 2.0.0, world_railways (OpenStreetMap, 2024)",
    "processing": "data/prepare/network.py: cut, healed at dangling ends, contracted",
}


@dataclass(frozen=True)
class Join:
    """Two points that the graph holds apart and that are taken for one line."""

    a: int
    b: int
    km: float
    turn_a: float
    turn_b: float | None
    new_link: bool
    named: bool = False


@dataclass
class Graph:
    """Points (longitude, latitude) and undirected edges: (low, high) to length in km."""

    points: list[tuple[float, float]]
    edges: dict[tuple[int, int], float]
    joins: dict[tuple[int, int], Join] = field(default_factory=dict)

    def neighbours(self) -> dict[int, list[int]]:
        """Return the neighbours of every point that has one, in ascending order."""
        found: dict[int, list[int]] = defaultdict(list)
        for a, b in sorted(self.edges):
            found[a].append(b)
            found[b].append(a)
        return found

    def km(self, a: int, b: int) -> float:
        """Return the length of the edge between two points."""
        return self.edges[min(a, b), max(a, b)]


def main() -> int:
    """Read, heal, contract and write the graph; write the sea lanes."""
    cache = common.arguments(__doc__)
    graph = read_graph(common.member(common.fetch(SOURCE, cache), MODULE).decode())
    joins = close_by_hand(graph)
    joins += heal(graph)
    drop_pieces(graph)
    countries = country_of_points(graph)
    smooth(graph, countries)
    split_at_borders(graph, countries)
    write_graph(graph, countries)
    write_joins(graph, countries, joins)
    network_sea.prepare(cache)
    return 0


def read_graph(text: str) -> Graph:
    """Return the part of the graph that lies in Eurasia and Africa."""
    rows = {line.split("=", 1)[0].strip(): line for line in text.splitlines() if "=" in line}
    nodes = json.loads(rows["nodes"].split("=", 1)[1])
    links = json.loads(re.sub(r"(\d+):", r'"\1":', rows["graph"].split("=", 1)[1]))
    points = [(float(lon), float(lat)) for lat, lon in nodes]
    inside = [_inside(point) for point in points]
    edges = {
        (a, int(b)): float(km)
        for a, row in enumerate(links)
        for b, km in row.items()
        if a < int(b) and inside[a] and inside[int(b)]
    }
    return Graph(points, edges)


def _inside(point: tuple[float, float]) -> bool:
    lon, lat = point
    australia = lon > AUSTRALIA_WEST and lat < AUSTRALIA_NORTH
    return (lon > WEST or lon < FAR_EAST) and not australia


def heal(graph: Graph) -> list[Join]:
    """Join dangling ends to what they point at, the most certain first; return the joins.

    First pieces are joined to pieces; then ends of one piece that face each other, if the
    way round is long.
    """
    neighbours = graph.neighbours()
    ends = [i for i in sorted(neighbours) if len(neighbours[i]) == 1]
    headings = {i: _heading(graph, neighbours, i) for i in ends}
    piece = _pieces(graph)
    candidates = sorted(_candidates(graph, headings, piece), key=_certainty)
    used: set[int] = set()
    joins: list[Join] = []
    parent = {label: label for label in set(piece.values())}
    for join in candidates:
        a, b = _root(parent, piece[join.a]), _root(parent, piece[join.b])
        if a != b and _free(join, used):
            parent[a] = b
            joins.append(_add(graph, join, used))
    matrix = _matrix(graph)
    joins.extend(
        _add(graph, join, used)
        for join in candidates
        if join.new_link and _free(join, used) and _long_way_round(matrix, join)
    )
    return joins


def _free(join: Join, used: set[int]) -> bool:
    return join.a not in used and (join.turn_b is None or join.b not in used)


def _add(graph: Graph, join: Join, used: set[int]) -> Join:
    used |= {join.a} if join.turn_b is None else {join.a, join.b}
    key = (min(join.a, join.b), max(join.a, join.b))
    graph.edges[key] = join.km
    graph.joins[key] = join
    return join


def _heading(graph: Graph, neighbours: dict[int, list[int]], end: int) -> float:
    """Return the azimuth in which a line leaves its dangling end."""
    before, here = end, neighbours[end][0]
    km = graph.km(end, here)
    while km < HEADING_KM and len(neighbours[here]) == 2:
        onward = next(i for i in neighbours[here] if i != before)
        km += graph.km(here, onward)
        before, here = here, onward
    return float(GEOD.inv(*graph.points[here], *graph.points[end])[0])


def _pieces(graph: Graph) -> dict[int, int]:
    pairs = np.array(sorted(graph.edges))
    shape = (len(graph.points),) * 2
    _, labels = connected_components(
        csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=shape), directed=False
    )
    return {int(i): int(labels[i]) for i in np.unique(pairs)}


def _candidates(graph: Graph, headings: dict[int, float], piece: dict[int, int]) -> list[Join]:
    """Return every pair that distance and directions allow.

    Within one piece only two ends that face each other closely may be joined: that is a
    gap in a line whose far sides already hang together some other way.
    """
    known = np.array(sorted(piece))
    lonlat = np.array([graph.points[i] for i in known])
    tree = shapely.STRtree(shapely.points(lonlat))
    reach = FACING[-1][0] / 111.0
    found = []
    for end, heading in headings.items():
        lon, lat = graph.points[end]
        wide = reach / max(0.1, np.cos(np.radians(lat)))
        near = known[tree.query(shapely.box(lon - wide, lat - reach, lon + wide, lat + reach))]
        for other in (int(i) for i in sorted(near) if i != end):
            join = _join(graph, headings, end, other, heading)
            same = piece[other] == piece[end]
            if join and not (same and not join.new_link):
                found.append(join)
    return found


def _join(
    graph: Graph, headings: dict[int, float], end: int, other: int, heading: float
) -> Join | None:
    out, back, metres = GEOD.inv(*graph.points[end], *graph.points[other])
    km, turn = metres / 1000, _turn(heading, out)
    if other not in headings:
        fits = _allowed(ONTO_LINE, km, turn)
        return Join(end, other, km, turn, None, new_link=False) if fits else None
    turn_other = _turn(headings[other], back)
    if end > other or not _allowed(FACING, km, max(turn, turn_other)):
        return None
    close = _allowed(SAME_PIECE, km, max(turn, turn_other))
    return Join(end, other, km, turn, turn_other, new_link=close)


def _allowed(limits: tuple[tuple[float, float], ...], km: float, turn: float) -> bool:
    limit = next((degrees for most, degrees in limits if km <= most), None)
    return limit is not None and turn <= limit


def _turn(a: float, b: float) -> float:
    return abs((a - b + 180) % 360 - 180)


def _certainty(join: Join) -> tuple[float, int, int]:
    """Order joins: short and straight before long and bent, ends before points of a line."""
    turn = max(join.turn_a, join.turn_b or 0)
    doubt = join.km * (1 + turn / 45) * (2 if join.turn_b is None else 1)
    return doubt, join.a, join.b


def _root(parent: dict[int, int], label: int) -> int:
    while parent[label] != label:
        parent[label] = parent[parent[label]]
        label = parent[label]
    return label


def _matrix(graph: Graph) -> csr_matrix:
    pairs = np.array(list(graph.edges))
    km = np.array(list(graph.edges.values())) + 1e-6
    return csr_matrix((km, (pairs[:, 0], pairs[:, 1])), shape=(len(graph.points),) * 2)


def _long_way_round(matrix: csr_matrix, join: Join) -> bool:
    reach = dijkstra(matrix, directed=False, indices=join.a, limit=NEW_LINK_KM)
    return not np.isfinite(reach[join.b])


def close_by_hand(graph: Graph) -> list[Join]:
    """Bend long chords through the stations of `HAND` and close the gaps that it names."""
    path = Path(__file__).with_name(HAND)
    hand = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    for station in hand["stations"]:
        _bend(graph, (float(station["lon"]), float(station["lat"])), station["name"])
    return [join for gap in hand["gaps"] for join in _close(graph, gap)]


def _close(graph: Graph, gap: dict[str, Any]) -> list[Join]:
    """Close a gap between two points of the graph, or from one to a station beyond it."""
    known = sorted({i for edge in graph.edges for i in edge})
    beyond = [*gap.get("via", []), *([gap["station"]] if "station" in gap else [])]
    graph.points += [tuple(point) for point in beyond]
    chain = [_node_at(graph, known, gap["from"])]
    chain += range(len(graph.points) - len(beyond), len(graph.points))
    if "to" in gap:
        chain.append(_node_at(graph, known, gap["to"]))
    steps = [_geodesic_km(graph.points[a], graph.points[b]) for a, b in pairwise(chain)]
    scale = float(gap.get("km", sum(steps))) / sum(steps)
    return [
        _add(graph, Join(a, b, km * scale, 0, None, new_link=False, named=True), set())
        for (a, b), km in zip(pairwise(chain), steps, strict=True)
    ]


def _geodesic_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(GEOD.inv(*a, *b)[2]) / 1000


def _node_at(graph: Graph, known: list[int], point: list[float]) -> int:
    near = min(known, key=lambda i: math.dist(graph.points[i], point))
    if math.dist(graph.points[near], point) > 0.005:
        msg = f"the graph has no point at {point!r}"
        raise ValueError(msg)
    return near


def _bend(graph: Graph, station: tuple[float, float], name: str) -> None:
    """Lead the chord that must pass a station through it; its length stays what it is."""
    best: tuple[float, tuple[int, int], float, float] | None = None
    for (a, b), km in graph.edges.items():
        if km < CHORD_KM or (a, b) in graph.joins:
            continue
        ways = [_geodesic_km(graph.points[i], station) for i in (a, b)]
        chord = _geodesic_km(graph.points[a], graph.points[b])
        detour = sum(ways) - chord
        if sum(ways) <= km * 1.02 and (best is None or detour < best[0]):
            best = (detour, (a, b), *ways)
    if best is None:
        msg = f"no chord of the graph can pass {name!r}"
        raise ValueError(msg)
    _, (a, b), to_a, to_b = best
    km = graph.edges.pop((a, b))
    graph.points.append(station)
    middle = len(graph.points) - 1
    graph.edges[a, middle] = km * to_a / (to_a + to_b)
    graph.edges[b, middle] = km * to_b / (to_a + to_b)


def drop_pieces(graph: Graph) -> None:
    """Leave out short pieces that hang on nothing: trams, museums, works."""
    piece = _pieces(graph)
    total: dict[int, float] = defaultdict(float)
    for (a, _), km in graph.edges.items():
        total[piece[a]] += km
    graph.edges = {k: km for k, km in graph.edges.items() if total[piece[k[0]]] >= PIECE_KM}
    graph.joins = {k: join for k, join in graph.joins.items() if k in graph.edges}


def country_of_points(graph: Graph) -> dict[int, str]:
    """Return the country of every point; points on bridges and coasts take a neighbour's."""
    codes, tree = _countries()
    used = sorted({i for edge in graph.edges for i in edge})
    points = shapely.points(np.array([graph.points[i] for i in used]))
    hits, polygons = tree.query(points, predicate="intersects")
    found: dict[int, str] = {}
    for hit, polygon in sorted(zip(hits.tolist(), polygons.tolist(), strict=True)):
        found.setdefault(used[hit], codes[polygon])
    nearest = tree.nearest(points)
    return {i: found.get(i, codes[int(nearest[k])]) for k, i in enumerate(used)}


def _countries() -> tuple[list[str], shapely.STRtree]:
    text = (common.DATA / "borders/countries.geojson").read_text(encoding="utf-8")
    features = sorted(json.loads(text)["features"], key=lambda f: str(f["properties"]["id"]))
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
    for shape in shapes:
        shapely.prepare(shape)
    return [f["properties"]["id"] for f in features], shapely.STRtree(shapes)


def smooth(graph: Graph, countries: dict[int, str]) -> None:
    """Keep lines that run along a border from hopping over it and back."""
    neighbours = graph.neighbours()
    for start in sorted(neighbours):
        for onward in neighbours[start]:
            home = countries[start]
            if countries[onward] == home:
                continue
            before, here, run, km = start, onward, [onward], graph.km(start, onward)
            while km < FLICKER_KM and len(neighbours[here]) == 2 and countries[here] != home:
                after = next(i for i in neighbours[here] if i != before)
                km += graph.km(here, after)
                before, here = here, after
                run.append(here)
            if countries[here] == home and km < FLICKER_KM:
                countries.update(dict.fromkeys(run, home))


def split_at_borders(graph: Graph, countries: dict[int, str]) -> None:
    """Put a point where an edge passes from one country to another.

    The new point belongs to neither country: its edges take the country of the other end.
    """
    codes, tree = _countries()
    shapes = dict(zip(codes, tree.geometries, strict=True))
    for (a, b), km in sorted(graph.edges.items()):
        if countries[a] == countries[b]:
            continue
        share = _border_share(graph.points[a], graph.points[b], shapes[countries[a]])
        middle = len(graph.points)
        (lon_a, lat_a), (lon_b, lat_b) = graph.points[a], graph.points[b]
        graph.points.append((lon_a + (lon_b - lon_a) * share, lat_a + (lat_b - lat_a) * share))
        countries[middle] = ""
        del graph.edges[a, b]
        graph.edges[a, middle], graph.edges[b, middle] = km * share, km * (1 - share)
        if join := graph.joins.pop((a, b), None):
            graph.joins[a, middle] = graph.joins[b, middle] = join


def _border_share(a: tuple[float, float], b: tuple[float, float], country: Any) -> float:
    """Return how far along a chord, from 0 to 1, it leaves the first point's country."""
    low, high = 0.0, 1.0
    for _ in range(20):
        share = (low + high) / 2
        point = shapely.Point(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
        inside = bool(shapely.intersects(country, point))
        low, high = (share, high) if inside else (low, share)
    return (low + high) / 2


def contract(graph: Graph, countries: dict[int, str]) -> list[Chain]:
    """Run together edges between junctions, ends, borders and joins; of twins keep the shorter."""
    neighbours = graph.neighbours()
    joined = {i for edge in graph.joins for i in edge}
    kept = {
        i for i, near in neighbours.items() if len(near) != 2 or i in joined or not countries[i]
    }
    numbers = _numbers(graph)
    best: dict[tuple[int, int], Chain] = {}
    for start in sorted(kept):
        for onward in neighbours[start]:
            chain = _chain(neighbours, kept, start, onward)
            ends = chain[0], chain[-1]
            if ends[0] >= ends[1]:
                continue
            steps = [graph.km(a, b) for a, b in pairwise(chain)]
            country = countries[chain[0]] or countries[chain[1]] or countries[chain[-1]]
            join = numbers.get((min(chain[:2]), max(chain[:2])), 0)
            found = Chain(tuple(chain), tuple(steps), country, join)
            if ends not in best or sum(steps) < sum(best[ends].km):
                best[ends] = found
    return [best[key] for key in sorted(best)]


def _numbers(graph: Graph) -> dict[tuple[int, int], int]:
    """Return the numbers of joins, from 1; both halves of a join at a border share one."""
    numbers: dict[int, int] = {}
    result = {}
    for edge in sorted(graph.joins):
        join = graph.joins[edge]
        result[edge] = numbers.setdefault(id(join), len(numbers) + 1)
    return result


def _chain(neighbours: dict[int, list[int]], kept: set[int], start: int, onward: int) -> list[int]:
    chain = [start, onward]
    while chain[-1] not in kept:
        chain.append(next(i for i in neighbours[chain[-1]] if i != chain[-2]))
    return chain


def write_graph(graph: Graph, countries: dict[int, str]) -> None:
    """Write the arrays of the rail graph."""
    points = {i: graph.points[i] for edge in graph.edges for i in edge}
    network_arrays.write("rail", points, contract(graph, countries), RECORD)


def write_joins(graph: Graph, countries: dict[int, str], joins: list[Join]) -> None:
    """List the joins by number."""
    numbers = {id(graph.joins[edge]): number for edge, number in _numbers(graph).items()}
    text = io.StringIO()
    head = ("id", "lon_a", "lat_a", "lon_b", "lat_b", "km", "turn_a", "turn_b", "kind", "countries")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(head)
    for join in sorted((j for j in joins if id(j) in numbers), key=lambda j: numbers[id(j)]):
        found = "onto-line" if join.turn_b is None else "facing-ends"
        kind = "named-gap" if join.named else found
        sides = dict.fromkeys(countries[i] for i in (join.a, join.b))
        points = [f"{value:.3f}" for i in (join.a, join.b) for value in graph.points[i]]
        turns = ["" if turn is None else f"{turn:.0f}" for turn in (join.turn_a, join.turn_b)]
        rows.writerow([numbers[id(join)], *points, f"{join.km:.2f}", *turns, kind, " ".join(sides)])
    common.write_text("network/joins.csv", text.getvalue())
    common.register({**RECORD, "path": "network/joins.csv", "title": "Rail graph: joined gaps"})


if __name__ == "__main__":
    sys.exit(main())
