"""The command ``geo route``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.common import print_table

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Sequence

    from geo.lines.ways import Way

EXIT_FINDINGS = 1
_EPILOG = """\
examples:
  geo route Urumqi Almaty                            the shortest way by rail
  geo route Lianyungang Rotterdam --via "Khorgos, China"
  geo route Moscow Vladivostok --avoid CN --alternatives 3
  geo route Moscow Beijing --require MN              through Mongolia
  geo route Fuzhou Rotterdam --mode sea --avoid suez northwest
  geo route 76.95,43.34 80.23,50.42 --format geojson
  geo route --mode sea -- 139.8,35.5 -122.5,37.8     a minus sign needs -- before it

Lengths are along the track. Joined gaps are places where the mapped track is broken and a
straight piece stands in; data/network/joins.csv lists them by number.
exit code 1 if a name is ambiguous or unknown, 2 if no way joins the places
"""


def add_parser(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "route",
        help="find the way between places by rail or sea, offline",
        description="Find the shortest way between places by rail or sea, offline.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("start", metavar="FROM", help="a name, or LON,LAT")
    parser.add_argument("end", metavar="TO", help="a name, or LON,LAT")
    parser.add_argument("--via", nargs="+", action="extend", default=[], metavar="PLACE")
    parser.add_argument("--mode", choices=["rail", "sea"], default="rail")
    parser.add_argument(
        "--avoid", nargs="+", metavar="AREA", help="countries (CC), or at sea passages (suez, …)"
    )
    parser.add_argument(
        "--require", nargs="+", default=[], metavar="AREA", help="go through these, in order"
    )
    parser.add_argument("--snap-km", type=float, metavar="KM", help="how far a track may be")
    parser.add_argument("--alternatives", type=int, default=1, metavar="N", help="up to N ways (1)")
    parser.add_argument("--network", type=Path, metavar="DIR", help="an imported network")
    parser.add_argument("--atlas", metavar="ATLAS", help="atlas folder (the embedded atlas)")
    parser.add_argument("--format", choices=["table", "geojson", "json"], default="table")


def run(options: argparse.Namespace) -> int:
    """Find the ways and print them."""
    import sys

    from geo.atlas import load_atlas
    from geo.errors import PlaceNotFound
    from geo.lines.ways import find_ways
    from geo.network import load_network

    network = load_network(options.mode, folder=options.network) if options.network else None
    atlas = load_atlas(options.atlas) if options.mode == "rail" else None
    try:
        ways = find_ways(
            options.start, options.end, via=options.via, mode=options.mode, avoid=options.avoid,
            require=options.require, snap_km=options.snap_km, alternatives=options.alternatives,
            atlas=atlas, network=network,
        )  # fmt: skip
    except PlaceNotFound as error:
        print(f"geo: {error}", file=sys.stderr)
        return EXIT_FINDINGS
    {"table": _table, "json": _json, "geojson": _geojson}[options.format](ways)
    return 0


def _table(ways: Sequence[Way]) -> None:
    for number, way in enumerate(ways, start=1):
        stops = " – ".join(stop.name for stop in way.stops)
        print(f"{number}. {stops}: {way.length_km:,.0f} km by {way.route.mode}")
        header = ["through", "km"]
        rows = [[area, f"{km:,.0f}"] for area, km in way.route.areas]
        print_table(header, rows, right={1})
        for line in _remarks(way):
            print(line)


def _remarks(way: Way) -> list[str]:
    found = way.route
    snaps = zip(way.stops, found.snaps, strict=True)
    lines = [f"{stop.name} lies {snap.away_km:.1f} km from the line" for stop, snap in snaps]
    lines += [
        f"change of gauge from {b.before_mm} to {b.after_mm} mm"
        f" at {b.point[0]:.3f}, {b.point[1]:.3f}"
        for b in found.gauge_breaks
    ]
    sections = [part.section for part in way.parts if part.section]
    if sections:
        lines.append(f"follows the atlas along {', '.join(sections)}")
    if found.joins:
        numbers = ", ".join(map(str, found.joins))
        lines.append(f"{found.joined_km:.1f} km are joined gaps: number {numbers}")
    return lines


def _json(ways: Sequence[Way]) -> None:
    print(json.dumps([_record(way) for way in ways], ensure_ascii=False, indent=2))


def _record(way: Way) -> dict[str, Any]:
    found = way.route
    return {
        "mode": found.mode,
        "length_km": round(way.length_km, 1),
        "network_km": round(found.length_km, 1),
        "areas": [{"area": area, "km": round(km, 1)} for area, km in found.areas],
        "stops": [
            {
                "asked": stop.asked,
                "name": stop.name,
                "country": stop.country,
                "point": _rounded(stop.point),
                "on_line": _rounded(snap.point),
                "away_km": round(snap.away_km, 2),
            }
            for stop, snap in zip(way.stops, found.snaps, strict=True)
        ],
        "gauge_breaks": [
            {"point": _rounded(b.point), "before_mm": b.before_mm, "after_mm": b.after_mm}
            for b in found.gauge_breaks
        ],
        "joins": list(found.joins),
        "joined_km": round(found.joined_km, 1),
        "sections": [part.section for part in way.parts if part.section],
    }


def _geojson(ways: Sequence[Way]) -> None:
    features = [feature for i, way in enumerate(ways, start=1) for feature in _features(i, way)]
    collection = {"type": "FeatureCollection", "features": features}
    print(json.dumps(collection, ensure_ascii=False, separators=(",", ":")))


def _features(number: int, way: Way) -> list[dict[str, Any]]:
    import numpy as np
    from shapely import LineString
    from shapely.geometry import mapping

    from geo.embedded import catalog
    from geo.export.geometry import split_at_antimeridian

    data = catalog()[f"network/{way.route.mode}/edge_km.npy"]
    lines = np.array([LineString(part.points) for part in way.parts], dtype=object)
    shapes = split_at_antimeridian(lines)
    return [
        {
            "type": "Feature",
            "properties": {
                "way": number,
                "part": i,
                "mode": way.route.mode,
                "km": round(part.km, 1),
                "method": "atlas" if part.section else "network",
                "section": part.section,
                "joins": "; ".join(map(str, way.route.joins)) or None,
                "licence": data.licence,
                "attribution": data.attribution,
            },
            "geometry": _short(mapping(shape)),
        }
        for i, (part, shape) in enumerate(zip(way.parts, shapes, strict=True), start=1)
    ]


def _short(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _rounded(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_rounded(item) for item in value]
    return round(float(value), 5)
