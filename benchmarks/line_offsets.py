"""Measure how far drawn lines lie from railways that exist.

Two tables. The first leaves stations out of the station chains of the embedded atlas,
draws the line again and measures how far it passes the stations left out: drawn as a
chain of stations, drawn as a chain of named places (towards the towns on the way), and as
straight lines through the same anchors. The second measures how far the lines as they
are drawn pass the points of the embedded rail network that lie between stations. The
figures of accuracy in the atlas rest on both.

Run ``python benchmarks/line_offsets.py`` (about two minutes).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from pyproj import Transformer
from shapely import LineString, Point

from geo.atlas import load_atlas
from geo.atlas.atlas import Atlas
from geo.atlas.records import Railway, Section
from geo.geodesy import LonLat, densify, distance_km
from geo.lines.drawing import CHORD_STEP_KM, draw_section
from geo.vocab import Method

KEEP_EVERY = {2: "every second", 4: "three of four", 10_000: "all but the ends"}
"""How many stations are left out; all shifts of the pattern are tried."""

MIN_VIA = 4
"""Shorter chains have too few stations to leave out."""

AWAY_FROM_STATION_KM = 2.0
"""Points of the network nearer to a station than this say nothing of the line between."""


@dataclass(frozen=True, slots=True)
class Offsets:
    """Offsets in kilometres of one section: drawn as stations, as named places, straight."""

    section: str
    drawn: tuple[float, ...]
    places: tuple[float, ...]
    chain: tuple[float, ...]


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-network", action="store_true", help="leave out the second table")
    options = parser.parse_args()
    atlas = load_atlas()
    for every, words in KEEP_EVERY.items():
        rows = [left_out(atlas, *chain, every=every) for chain in chains(atlas)]
        print_table(f"Stations left out: {words}", rows)
    if not options.no_network:
        rows = [against_network(atlas, *chain) for chain in chains(atlas)]
        print_table("Points of the rail network between stations", [r for r in rows if r.drawn])
    return 0


def chains(atlas: Atlas) -> Iterator[tuple[Railway, Section]]:
    """Yield the sections that are drawn through enough stations."""
    for railway in atlas.railways:
        for section in railway.sections:
            if section.method is Method.STATIONS and len(section.via) >= MIN_VIA:
                yield railway, section


def left_out(atlas: Atlas, railway: Railway, section: Section, *, every: int) -> Offsets:
    """Keep one station of so many, in every shift, and measure to the others."""
    ids = section.place_ids
    drawn: list[float] = []
    places: list[float] = []
    chain: list[float] = []
    for shift in range(every - 1 if every < len(ids) else 1):
        kept = [
            identifier
            for i, identifier in enumerate(ids)
            if i in {0, len(ids) - 1} or (i + shift) % every == 0
        ]
        outside = [atlas.point(i) for i in ids if i not in kept]
        fewer = section.model_copy(update={"via": tuple(kept[1:-1])})
        named = fewer.model_copy(update={"method": Method.WAYPOINTS})
        line = draw_section(atlas, railway, fewer).points
        towns = draw_section(atlas, railway, named).points
        straight = densify([atlas.point(i) for i in kept], step_km=CHORD_STEP_KM)
        drawn += [offset_km(line, point) for point in outside]
        places += [offset_km(towns, point) for point in outside]
        chain += [offset_km(straight, point) for point in outside]
    name = f"{railway.id}-{section.id}"
    return Offsets(name, tuple(drawn), tuple(places), tuple(chain))


def against_network(atlas: Atlas, railway: Railway, section: Section) -> Offsets:
    """Measure from the network's own points between the ends of a section."""
    from geo.network import route

    name = f"{railway.id}-{section.id}"
    stations = [atlas.point(identifier) for identifier in section.place_ids]
    path = route(stations[0], stations[-1])
    points = [
        point
        for point in path.points[1:-1]
        if min(distance_km(point, station) for station in stations) > AWAY_FROM_STATION_KM
    ]
    line = draw_section(atlas, railway, section).points
    named = section.model_copy(update={"method": Method.WAYPOINTS})
    towns = draw_section(atlas, railway, named).points
    straight = densify(stations, step_km=CHORD_STEP_KM)
    return Offsets(
        name, *(tuple(offset_km(x, point) for point in points) for x in (line, towns, straight))
    )


def offset_km(line: Sequence[LonLat], point: LonLat) -> float:
    """Return the distance of a point from a line, in the plane that is exact at the point."""
    lon, lat = point
    plane = Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lon_0={lon} +lat_0={lat} +ellps=WGS84", always_xy=True
    )
    return (
        LineString(np.column_stack(plane.transform(*np.transpose(line)))).distance(Point(0, 0))
        / 1000
    )


def print_table(title: str, rows: Sequence[Offsets]) -> None:
    """Print one line a section and the means that the documentation quotes."""
    head = ("section", "n", "stations: median", "p95", "places: median", "p95", "chain: median")
    print(f"\n{title} (km)\n| " + " | ".join((*head, "p95")) + " |\n|---" + "|--:" * 7 + "|")
    kinds = ("drawn", "places", "chain")
    for row in rows:
        spreads = [figure for kind in kinds for figure in _spread(getattr(row, kind))]
        print(f"| {row.section} | {len(row.drawn)} | " + " | ".join(map(_short, spreads)) + " |")
    total: list[float] = []
    for kind in kinds:
        total.append(float(np.mean([np.median(getattr(row, kind)) for row in rows])))
        total.append(float(np.percentile(np.concatenate([getattr(row, kind) for row in rows]), 95)))
    count = sum(len(row.drawn) for row in rows)
    print(f"| mean of medians, p95 of all | {count} | " + " | ".join(map(_short, total)) + " |")


def _spread(values: Sequence[float]) -> tuple[float, float]:
    return float(np.median(values)), float(np.percentile(values, 95))


def _short(value: float) -> str:
    return f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main())
