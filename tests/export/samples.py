"""Small tables with everything that breaks an export: gaps, quotes, markup, scripts, 180 degrees."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import LineString, MultiPolygon, Point, Polygon

from geo.atlas.atlas import Atlas
from geo.atlas.corridors import Branch, Corridor, Leg, Node
from geo.atlas.dates import PartialDate
from geo.atlas.records import (
    Credit,
    Crossing,
    Extent,
    Place,
    Railway,
    Section,
    Settings,
    Source,
    StatusChange,
)
from geo.layers import Layers, columns

LANGUAGES = ("en", "kk", "ru", "zh")
AS_OF = date(2026, 11, 1)
NASTY = 'O\'Neil "quoted" <b>&amp; ${x}</b> ]]> 塔城 Аягөз\nsecond line'
ORIGIN = {"sources": "gazette; survey", "licence": "ODbL-1.0", "attribution": "© Some Mappers"}


def table(layer: str, rows: list[dict[str, object]], shapes: list[object]) -> gpd.GeoDataFrame:
    """Return a table with the declared columns of a layer; cells not given are empty."""
    declared = columns(layer, LANGUAGES)
    frame = pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=column.dtype)
            for name, column in declared.items()
        }
    )
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def railway_rows() -> list[dict[str, object]]:
    shared = {"method": "stations", "accuracy": "stations", "accuracy_m": 400.0} | ORIGIN
    return [
        shared
        | {
            "id": "one-west",
            "name": "Aktogay – Dostyk",
            "name_en": "Aktogay – Dostyk",
            "name_zh": "阿克斗卡—多斯特克",
            "railway_id": "one",
            "railway_no": 1,
            "railway_name": "First",
            "railway_status": "operating",
            "section": "west",
            "status": "operating",
            "status_since": pd.Timestamp("1990-09-12"),
            "status_since_precision": "day",
            "gauge_mm": 1520,
            "countries": "KZ",
            "cross_border": False,
            "length_km": 308.123456789,
            "published_length_km": 304.0,
            "published_length_date": pd.Timestamp("2010-01-01"),
            "difference_pct": 1.3563,
            "valid_from": pd.Timestamp("1990-09-12"),
            "confidence": "confirmed",
        },
        shared
        | {
            "id": "one-border",
            "name": NASTY,
            "name_ru": "Достык – граница",
            "railway_id": "one",
            "railway_no": 1,
            "railway_name": "First",
            "railway_status": "operating",
            "section": "border",
            "status": "operating",
            "status_since": pd.Timestamp("1990-09-12"),
            "countries": "KZ; CN",
            "cross_border": True,
            "length_km": 12.3,
            "valid_from": pd.Timestamp("1990-09-12"),
            "confidence": "confirmed",
        },
        shared
        | {
            "id": "two-sea",
            "name": "Fiji – Samoa, a candidate over 180°",
            "railway_id": "two",
            "railway_no": 2,
            "railway_name": "Second",
            "railway_status": "candidate",
            "section": "sea",
            "status": "candidate",
            "countries": "FJ; WS",
            "cross_border": None,
            "accuracy_m": 20000.0,
            "length_km": 1140.0,
            "valid_from": pd.Timestamp("2024-07-02"),
            "confidence": "one-source",
            "label": "No route published",
        },
    ]


def _railways() -> gpd.GeoDataFrame:
    lines = [
        LineString([(79.682, 46.953), (80.5, 46.2), (82.48665123456, 45.25286)]),
        LineString([(82.48665, 45.25286), (82.53, 45.21), (82.57046, 45.17027)]),
        LineString([(178.0, -17.5), (184.0, -16.0), (188.2, -13.8)]),
    ]
    return table("railways", railway_rows(), lines)


def _stations() -> gpd.GeoDataFrame:
    rows = [
        {"id": "dostyk", "name": "Dostyk", "name_zh": "多斯特克", "kind": "station",
         "country": "KZ", "railway_ids": "one", "railway_nos": "1", "sequence": 1,
         "accuracy_m": 30.0, "other_names": "Druzhba; Дружба"} | ORIGIN,
        {"id": "alashankou", "name": "Alashankou", "name_zh": "阿拉山口", "kind": "siding",
         "country": "CN", "railway_ids": "one", "railway_nos": "1", "sequence": 2,
         "accuracy_m": 30.0} | ORIGIN,
    ]  # fmt: skip
    return table("stations", rows, [Point(82.48665, 45.25286), Point(82.57046, 45.17027)])


def _crossings() -> gpd.GeoDataFrame:
    row = {"id": "dostyk-alashankou", "name": "Dostyk / Alashankou", "railway_id": "one",
           "railway_no": 1, "railway_name": "First", "status": "operating", "rail": True,
           "place_a": "Dostyk", "place_b": "Alashankou", "country_a": "KZ", "country_b": "CN",
           "accuracy_m": 50.0, "how": "Where the track meets the border",
           "valid_from": pd.Timestamp("1990-09-12")} | ORIGIN  # fmt: skip
    unknown = row | {"id": "unknown", "rail": None, "status": "planned", "railway_no": 2}
    return table("crossings", [row, unknown], [Point(82.53, 45.21), Point(85.6, 47.5)])


def _places() -> gpd.GeoDataFrame:
    rows = [
        {"id": "ayagoz", "name": "Ayagoz", "name_kk": "Аягөз", "name_zh": "阿亚古兹",
         "kind": "city", "country": "KZ", "accuracy_m": 1000.0} | ORIGIN,
        {"id": "tacheng", "name": "Tacheng", "name_zh": "塔城", "kind": "village",
         "country": "CN", "accuracy_m": 1000.0} | ORIGIN,
    ]  # fmt: skip
    return table("places", rows, [Point(80.4344, 47.9645), Point(82.9834, 46.7463)])


def _regions() -> gpd.GeoDataFrame:
    row = {"id": "region", "name": "A region", "code": "XX-RE", "area_km2": 12345.6789} | ORIGIN
    clockwise = Polygon([(80, 44), (80, 46), (83, 46), (83, 44)])
    island = Polygon([(85, 44), (86, 44), (86, 45)], [])
    holed = Polygon(clockwise.exterior, [[(81, 45), (82, 45), (82, 45.5), (81, 45.5)]])
    return table("regions", [row], [MultiPolygon([holed, island])])


def corridor_rows() -> list[dict[str, object]]:
    shared = {"official": True, "branch": "main", "sequence": 1, "status": "operating",
              "method": "network", "gauge_breaks": 0, "confidence": "confirmed"} | ORIGIN  # fmt: skip
    amber = {"corridor_id": "amber", "corridor_name": "Amber Road", "corridor_km": 600.0}
    silk = {"corridor_id": "silk", "corridor_name": NASTY, "corridor_km": 9000.0}
    return [
        shared | amber | {"id": "amber-main-a", "name": "Dostyk – East", "mode": "rail",
                          "length_km": 600.5},
        shared | silk | {"id": "silk-main-a", "name": "East – Dostyk", "mode": "rail",
                         "length_km": 600.5, "method": "mixed"},
        shared | silk | {"id": "silk-main-b", "name": "East – Samoa", "mode": "sea",
                         "length_km": 8000.0, "method": "lanes", "sequence": 2},
        shared | silk | {"id": "silk-main-c", "name": "Samoa – Beyond", "mode": "road",
                         "length_km": 400.0, "method": "straight", "status": "planned",
                         "sequence": 3},
    ]  # fmt: skip


def _corridors() -> gpd.GeoDataFrame:
    track = [(82.48665, 45.25286), (86.0, 45.0), (90.0, 44.5)]
    lines = [
        LineString(track),
        LineString(track[::-1]),
        LineString([(90.0, 44.5), (120.0, 30.0), (178.0, 0.0), (188.2, -13.8)]),
        LineString([(188.2, -13.8), (190.0, -15.0)]),
    ]
    return table("corridors", corridor_rows(), lines)


def _events() -> gpd.GeoDataFrame:
    shared = {"place_id": "dostyk", "place": "Dostyk", "confidence": "confirmed"} | ORIGIN
    rows = [
        shared | {"id": "opening", "name": NASTY, "name_zh": "开通", "date_precision": "year",
                  "date": pd.Timestamp("1990-01-01"), "valid_from": pd.Timestamp("1990-01-01")},
        shared | {"id": "summit", "name": "A summit", "date": pd.Timestamp("2024-07-03"),
                  "date_precision": "day", "until": pd.Timestamp("2024-07-04"),
                  "valid_from": pd.Timestamp("2024-07-03"), "detail": NASTY},
    ]  # fmt: skip
    return table("events", rows, [Point(82.48665, 45.25286), Point(71.4, 51.2)])


def _members() -> gpd.GeoDataFrame:
    shared = {"organisation": "club", "organisation_name": NASTY, "country": "KZ",
              "start_known": True, "confidence": "confirmed"} | ORIGIN  # fmt: skip
    rows = [
        shared | {"id": "club-kz-1", "name": "Kazakhstan", "role": "observer",
                  "valid_from": pd.Timestamp("2000-01-01"), "valid_from_precision": "year",
                  "valid_to": pd.Timestamp("2009-12-31"), "valid_to_precision": "day",
                  "start_known": False},
        shared | {"id": "club-kz-2", "name": "Kazakhstan", "role": "member",
                  "valid_from": pd.Timestamp("2010-01-01"), "valid_from_precision": "day"},
        shared | {"id": "club-fj-1", "name": "Fiji", "role": "partner", "country": "FJ",
                  "valid_from": pd.Timestamp("2020-01-01"), "valid_from_precision": "day"},
    ]  # fmt: skip
    land = Polygon([(50, 42), (87, 42), (87, 55), (50, 55)])
    island = Polygon([(178, -18), (182, -18), (182, -16), (178, -16)])
    return table("members", rows, [land, land, island])


def make_layers(*, corridors: bool = True, context: bool = True) -> Layers:
    return Layers(
        railways=_railways(),
        stations=_stations(),
        crossings=_crossings(),
        places=_places(),
        regions=_regions(),
        corridors=_corridors() if corridors else None,
        events=_events() if context else None,
        members=_members() if context else None,
        languages=LANGUAGES,
        as_of=AS_OF,
    )


def make_atlas() -> Atlas:
    claim = {"sources": ("gazette",), "confidence": "confirmed"}
    opened = StatusChange(date=PartialDate("1990-09-12"), status="operating", **claim)
    places = {
        "dostyk": place("dostyk", "Dostyk", "KZ", 82.48665, 45.25286),
        "alashankou": place("alashankou", "Alashankou", "CN", 82.57046, 45.17027),
    }
    section = Section(
        **{"id": "border", "from": "dostyk", "to": "alashankou", "countries": ("KZ", "CN")},
        method="stations", accuracy_m=400, accuracy_basis="stations", status=(opened,),
    )  # fmt: skip
    crossing = Crossing(
        id="dostyk-alashankou", places=("dostyk", "alashankou"), lon=82.53, lat=45.21,
        accuracy_m=50, how="Where the track meets the border", **claim,
    )  # fmt: skip
    railway = Railway(
        id="one", number=1, names={"en": "First"}, countries=("KZ", "CN"), status=(opened,),
        crossings=(crossing,), sections=(section,),
    )  # fmt: skip
    return Atlas(
        settings=Settings(
            id="test", page="test", title={"en": NASTY.replace("\n", " ")}, languages=LANGUAGES,
            extent=Extent(west=78, south=43, east=88, north=49), licence="CC-BY-4.0",
            attribution="The atlas",
        ),
        sources={
            "gazette": Source(id="gazette", publisher="The Gazette", title=NASTY,
                              date=PartialDate("2024-01"), url="https://example.org/?a=1&b=2"),
            "survey": Source(id="survey", publisher="A survey", title="Map"),
        },
        places=places,
        credits=dict.fromkeys(places, Credit(licence="ODbL-1.0", attribution="© Some Mappers")),
        railways=(railway,),
        **_corridor_records(claim),
        digest="0" * 64,
    )  # fmt: skip


def _corridor_records(claim: dict[str, object]) -> dict[str, object]:
    points = {"dostyk": (82.48665, 45.25286), "east": (90, 44.5), "samoa": (-171.8, -13.8),
              "beyond": (-170, -15)}  # fmt: skip
    nodes = {
        key: Node(id=key, names={"en": key.title(), "zh": "塔城"}, country="KZ", lon=lon, lat=lat,
                  sources=("survey",), accuracy_m=100)
        for key, (lon, lat) in points.items()
    }  # fmt: skip
    return {
        "corridors": (
            _corridor("amber", {"en": "Amber Road", "zh": "琥珀之路"}, claim, ("a", "dostyk", "east")),
            _corridor(
                "silk", {"en": NASTY.replace("\n", " ")}, claim,
                ("a", "east", "dostyk"), ("b", "east", "samoa"), ("c", "samoa", "beyond"),
            ),
        ),
        "nodes": nodes,
        "node_credits": dict.fromkeys(nodes, Credit(licence="CC-BY-4.0", attribution="Namers")),
    }  # fmt: skip


def _corridor(identifier: str, names: dict, claim: dict, *legs: tuple[str, str, str]) -> Corridor:
    made = tuple(
        Leg(**{"id": key, "from": start, "to": end, "mode": "rail", "status": "operating"})
        for key, start, end in legs
    )
    branch = Branch(id="main", names={"en": "Main"}, legs=made)
    return Corridor(id=identifier, names=names, official=True, summary="A road.",
                    branches=(branch,), **claim)  # fmt: skip


def place(identifier: str, name: str, country: str, lon: float, lat: float) -> Place:
    return Place(
        id=identifier, kind="station", names={"en": name}, country=country, lon=lon, lat=lat,
        sources=("survey",), accuracy_m=30,
    )  # fmt: skip


def project(folder: Path) -> str:
    """Return the text of the project in a folder of exports."""
    with zipfile.ZipFile(folder / "atlas.qgz") as archive:
        return archive.read(archive.namelist()[0]).decode("utf-8")


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Return what a query finds in the GeoPackage of a folder of exports."""
    with closing(sqlite3.connect(folder / "atlas.gpkg")) as connection:
        return connection.execute(sql).fetchall()
