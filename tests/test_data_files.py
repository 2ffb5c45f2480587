"""The embedded data files: listed, unchanged, valid, and true where the truth is known."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo import terrain

DATA = Path(__file__).parents[1] / "data"
OUTSIDE = {"prepare", "atlas", "examples", "schema"}
FIELDS = {
    "path", "title", "licence", "attribution", "url", "origin", "processing", "sha256", "bytes",
}  # fmt: skip
LICENCES = {
    "Apache-2.0", "CC-BY-4.0", "CC0-1.0", "MIT", "ODbL-1.0", "Unicode-3.0", "public-domain",
}  # fmt: skip
GEOD = Geod(ellps="WGS84")
OURS = sorted(
    path.relative_to(DATA).as_posix()
    for folder in ("basemap", "borders")
    for path in (DATA / folder).glob("*.geojson")
)


def data_files() -> list[str]:
    found = []
    for path in sorted(DATA.rglob("*")):
        below = path.relative_to(DATA)
        if path.is_file() and below.parts[0] not in OUTSIDE and path.suffix != ".md":
            found.append(below.as_posix())
    return [name for name in found if name != "catalog.json"]


@cache
def catalog() -> dict[str, dict]:
    records = json.loads((DATA / "catalog.json").read_text(encoding="utf-8"))
    return {record["path"]: record for record in records}


@cache
def table(name: str) -> dict[str, tuple[dict, shapely.Geometry]]:
    features = json.loads((DATA / name).read_text(encoding="utf-8"))["features"]
    return {
        feature["id"]: (feature["properties"], shapely.geometry.shape(feature["geometry"]))
        for feature in features
    }


def shape(name: str, key: str) -> shapely.Geometry:
    return table(name)[key][1]


def square_km(geometry: shapely.Geometry) -> float:
    right_handed = shapely.orient_polygons(geometry, exterior_cw=False)
    return abs(GEOD.geometry_area_perimeter(right_handed)[0]) / 1e6


def countries_at(longitude: float, latitude: float) -> list[str]:
    point = shapely.Point(longitude, latitude)
    return [
        key for key, (_, one) in table("borders/countries.geojson").items() if one.covers(point)
    ]


# The catalog


def test_every_data_file_is_listed_and_every_listed_file_exists():
    assert data_files() == sorted(catalog())


@pytest.mark.parametrize("name", data_files())
def test_file_is_the_listed_one(name):
    record, path = catalog()[name], DATA / name
    assert path.stat().st_size == record["bytes"] < 20e6
    assert hashlib.sha256(path.read_bytes()).hexdigest() == record["sha256"]


def test_records_are_complete_and_sorted():
    assert list(catalog()) == sorted(catalog())
    for record in catalog().values():
        assert set(record) == FIELDS
        assert all(record.values()), record["path"]
        made_by = record["processing"].split(":")[0]
        assert made_by == "by hand" or (DATA.parent / made_by).is_file()


def test_licences_are_known_and_openstreetmap_is_credited():
    for record in catalog().values():
        assert record["licence"] in LICENCES
        if record["licence"] == "ODbL-1.0":
            assert "OpenStreetMap contributors" in record["attribution"]
        if "Natural Earth" in record["origin"] and record["licence"] != "public-domain":
            assert "Natural Earth" in record["attribution"]


@pytest.mark.parametrize("topic", ["basemap", "borders", "terrain"])
def test_every_file_is_explained_beside_it(topic):
    text = (DATA / topic / "README.md").read_text(encoding="utf-8")
    assert all(f"`{Path(name).name}`" in text for name in catalog() if name.startswith(topic))


# The GeoJSON files


@pytest.mark.parametrize("name", OURS)
def test_geometry_is_valid_and_in_range(name):
    features = table(name)
    shapes = np.array([one for _, one in features.values()])
    assert len(shapes)
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    west, south, east, north = shapely.total_bounds(shapes)
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


@pytest.mark.parametrize("name", OURS)
def test_file_has_one_feature_a_line_in_order_of_id(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line.rstrip(","))["id"] for line in lines[1:-1]]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    "name", ["borders/countries.geojson", "borders/admin1.geojson", "basemap/countries.geojson"]
)
def test_neighbours_share_edges(name):
    assert shapely.coverage_is_valid(np.array([one for _, one in table(name).values()]))


def test_disputed_lines_and_border_kinds():
    kinds = {row["kind"] for row, _ in table("basemap/borders.geojson").values()}
    assert kinds == {"international", "disputed"}
    assert table("basemap/borders.geojson")["CHN-KAZ-international"][0]["iso2_b"] == "KZ"
    assert "CHN-IND-disputed" in table("basemap/borders.geojson")
    assert any(
        row["claim"] == "Ukrainian claim" for row, _ in table("basemap/disputed.geojson").values()
    )


# Areas and places


def test_area_of_xinjiang():
    row, xinjiang = table("borders/regions.geojson")["CN-XJ"]
    assert square_km(xinjiang) == pytest.approx(1_631_000, rel=0.002)
    assert row["area_km2"] == pytest.approx(square_km(xinjiang), rel=1e-6)
    china = shape("borders/countries.geojson", "CN")
    assert shapely.difference(xinjiang, china).is_empty


def test_area_of_kazakhstan_on_land():
    country = shape("borders/countries.geojson", "KZ")
    land = [one for _, one in table("basemap/land.geojson").values() if one.intersects(country)]
    assert square_km(country.intersection(shapely.union_all(land))) == pytest.approx(
        2.72e6, rel=0.01
    )
    assert table("basemap/countries.geojson")["KAZ"][0]["area_km2"] == pytest.approx(
        2.72e6, rel=0.01
    )


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "country"),
    [
        ("Alashankou station", 82.57046, 45.17027, "CN"),
        ("Dostyk station", 82.48665, 45.25286, "KZ"),
        ("Khorgos station", 80.4543, 44.15619, "CN"),
        ("Altynkol station", 80.29542, 44.16491, "KZ"),
        ("Khorgos village", 80.38522, 44.22335, "KZ"),
        ("Maykapshagay", 85.6104, 47.48235, "KZ"),
        ("Bakhty", 82.73512, 46.65629, "KZ"),
        ("Tacheng station", 82.98312, 46.69727, "CN"),
        ("Vientiane", 102.6, 17.96667, "LA"),
        ("Boten", 101.66563, 21.17642, "LA"),
        ("Mengla", 101.56, 21.48, "CN"),
        ("Aktau, on the shore", 51.15, 43.65, "KZ"),
        ("Hong Kong", 114.17, 22.32, "HK"),
    ],
)
def test_place_lies_in_its_country(place, longitude, latitude, country):
    assert countries_at(longitude, latitude) == [country], place


def test_border_of_kazakhstan_and_china_has_no_gap():
    kazakhstan, china = (shape("borders/countries.geojson", key) for key in ("KZ", "CN"))
    shared = shapely.line_merge(kazakhstan.boundary.intersection(china.boundary))
    assert shared.geom_type == "LineString"
    assert GEOD.geometry_length(shared) / 1000 == pytest.approx(1760, abs=20)
    assert kazakhstan.intersection(china).area == 0
    line = shape("borders/lines.geojson", "CN-KZ")
    assert line.equals(shared)
    xinjiang = shape("borders/regions.geojson", "CN-XJ")
    assert xinjiang.boundary.intersection(kazakhstan.boundary).length == pytest.approx(
        shared.length
    )


@pytest.mark.parametrize("box", [(78, 42, 92, 50), (99, 19.5, 104, 25)])
def test_detail_boxes_are_covered_once(box):
    window = shapely.box(*box)
    shapes = [one for _, one in table("borders/countries.geojson").values()]
    parts = [one.intersection(window) for one in shapes if one.intersects(window)]
    assert window.difference(shapely.union_all(parts)).area < 1e-9
    assert sum(part.area for part in parts) == pytest.approx(window.area, abs=1e-9)


def test_overlaps_are_drawn_in_the_country_that_they_name():
    for row, area in table("borders/overlaps.geojson").values():
        assert row["drawn_in"] in {row["iso2_a"], row["iso2_b"]}
        point = shapely.point_on_surface(max(shapely.get_parts(area), key=lambda one: one.area))
        if row["area_km2"] > 500:
            assert countries_at(point.x, point.y) == [row["drawn_in"]], row["id"]


def test_units_of_kazakhstan_say_until_when_they_were_so():
    units = table("borders/admin1.geojson")
    ended = {key: row["valid_to"] for key, (row, _) in units.items() if "valid_to" in row}
    assert ended == {
        "KZ-ALM": "2022-06-07", "KZ-KAR": "2022-06-07", "KZ-VOS": "2022-06-07",
        "KZ-YUZ": "2018-06-18",
    }  # fmt: skip
    assert units["KZ-AST"][0]["name_en"] == "Astana"
    assert square_km(units["CN-XJ"][1]) == pytest.approx(1.63e6, rel=0.01)


# The ground


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "area"),
    [
        ("Caspian Sea", 50.5, 42.5, 390_000),
        ("Lake Balkhash", 74.0, 45.9, 17_500),
        ("Lake Issyk-Kul", 77.3, 42.4, 6_250),
        ("Ebinur Lake", 82.9, 44.86, 600),
    ],
)
def test_lake_is_water_with_a_name(name, longitude, latitude, area):
    point = shapely.Point(longitude, latitude)
    found = [row for row, one in table("basemap/lakes.geojson").values() if one.covers(point)]
    assert [row["name"] for row in found] == [name]
    assert found[0]["area_km2"] == pytest.approx(area, rel=0.05)
    assert found[0]["name_zh"]


def test_caspian_is_not_land_and_balkhash_lies_on_land():
    land = [one for _, one in table("basemap/land.geojson").values()]
    tree = shapely.STRtree(land)
    assert not len(tree.query(shapely.Point(50.5, 42.5), predicate="within"))
    assert len(tree.query(shapely.Point(74.0, 45.9), predicate="within"))


@pytest.mark.parametrize("point", [(35.8, 33.0), (28.4, 9.8), (-73.3, -49.5)])
def test_land_of_nobody_is_land(point):
    spot = shapely.Point(point)
    assert sum(one.covers(spot) for _, one in table("basemap/land.geojson").values()) == 1
    assert not any(one.covers(spot) for _, one in table("basemap/countries.geojson").values())


def test_countries_carry_usable_codes():
    rows = {key: row for key, (row, _) in table("basemap/countries.geojson").items()}
    assert {key: rows[key]["iso2"] for key in ("FRA", "NOR", "KOS", "TWN")} == {
        "FRA": "FR", "NOR": "NO", "KOS": "XK", "TWN": "TW",
    }  # fmt: skip
    assert all(row.get("iso2", "XX").isalpha() for row in rows.values())
    crimea = shapely.Point(34.1, 45.0)
    assert [
        key for key, (_, one) in table("basemap/countries.geojson").items() if one.covers(crimea)
    ] == ["UKR"]


def test_country_names_in_four_languages():
    names = json.loads((DATA / "basemap/country-names.json").read_text(encoding="utf-8"))
    assert names["KZ"] == {
        "en": "Kazakhstan", "kk": "Қазақстан", "ru": "Казахстан", "zh": "哈萨克斯坦",
    }  # fmt: skip
    codes = {row["iso2"] for row, _ in table("basemap/countries.geojson").values() if "iso2" in row}
    assert codes <= set(names)
    assert all(set(row) == {"en", "kk", "ru", "zh"} and all(row.values()) for row in names.values())


@pytest.mark.parametrize("folder", ["basemap"])
def test_ground_is_small(folder):
    assert sum(path.stat().st_size for path in (DATA / folder).iterdir()) < 6e6


def test_names_have_lost_no_letter():
    for name in ("basemap/rivers.geojson", "basemap/lakes.geojson", "borders/admin1.geojson"):
        for row, _ in table(name).values():
            assert not set("?\ufffd") & set(row.get("name", "")), row


# The heights


def heights() -> tuple[np.ndarray, float, float, float]:
    grid = terrain.heights()
    return grid.elevation, grid.west, grid.north, grid.step


def height(longitude: float, latitude: float) -> int:
    elevation, west, north, step = heights()
    return int(elevation[int((north - latitude) / step), int((longitude - west) / step)])


def test_heights_cover_the_window():
    elevation, west, north, step = heights()
    assert elevation.dtype == np.int16
    assert (west, north, 1 / step) == pytest.approx((60, 50, 120))
    assert elevation.shape == (1440, 3600)


@pytest.mark.parametrize(
    ("place", "point", "metres", "slack"),
    [
        ("Ayagoz", (80.4344, 47.9646), 663, 15),
        ("Torugart", (75.4, 40.55), 3672, 0),
        ("Lake Zaysan", (84.0, 48.0), 386, 10),
        ("Lake Issyk-Kul", (77.3, 42.4), 1607, 10),
        ("Lake Balkhash", (74.0, 45.9), 341, 12),
    ],
)
def test_known_heights(place, point, metres, slack):
    assert height(*point) == pytest.approx(metres, abs=slack), place


def test_high_ground_lies_south_and_plains_north():
    elevation, *_ = heights()
    assert elevation[-240:].mean() > 1000 > elevation[:240].mean()
    assert 7000 < elevation.max() < 7500
