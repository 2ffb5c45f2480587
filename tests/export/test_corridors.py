"""Corridors are in every export where an atlas has them, and leave no trace where it has none."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pyproj
import pytest
from samples import make_atlas, make_layers, project, rows

from geo.export import write_exports
from geo.export.corridor_map import extent
from geo.export.equal_area import around
from geo.export.formats import export
from geo.export.nodes import nodes
from geo.export.qml.ribbons import ink, short_name
from geo.export.words import words_of
from geo.lines.corridors import LegMethod
from geo.lines.lanes import lanes
from geo.style import CORRIDOR_HUES, CORRIDOR_OPACITY, MODES, UNBUILT, corridor_hues

LAND = "#f7f3ea"
# Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("without")
    atlas = make_atlas().model_copy(update={"corridors": (), "nodes": {}})
    write_exports(atlas, make_layers(corridors=False), path)
    return path


def test_without_corridors_nothing_speaks_of_them(bare):
    assert not list(bare.rglob("*corridor*"))
    assert "corridor" not in project(bare).lower()
    tables = ("gpkg_contents", "gpkg_data_columns", "layer_styles")
    names = {row[0] for table in tables for row in rows(bare, f"SELECT * FROM {table}")}
    assert not {name for name in names if "corridor" in str(name)}
    words = rows(bare, "SELECT DISTINCT constraint_name FROM gpkg_data_column_constraints")
    assert {"mode", "leg_method"}.isdisjoint(name for (name,) in words)


def test_an_empty_table_is_as_none(bare, tmp_path):
    layers = make_layers()
    empty = replace(layers, corridors=layers.corridors.iloc[:0])
    atlas = make_atlas().model_copy(update={"corridors": (), "nodes": {}})
    write_exports(atlas, empty, tmp_path)
    for path in bare.rglob("*"):
        if path.is_file():
            assert (tmp_path / path.relative_to(bare)).read_bytes() == path.read_bytes(), path


def test_geojson_is_split_at_the_antimeridian_and_has_style_and_metadata(sample_folder):
    path = sample_folder / "geojson" / "corridors.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    sea = next(f for f in features if f["id"] == "silk-main-b")
    assert [len(part) for part in sea["geometry"]["coordinates"]] == [4, 2]
    lons = [lon for f in features for part in f["geometry"]["coordinates"] for lon, _ in part]
    assert min(lons) >= -180
    assert max(lons) <= 180
    assert path.with_suffix(".qml").is_file()
    assert path.with_suffix(".qmd").is_file()


def test_the_package_types_describes_and_styles_them(sample_folder):
    types = {row[1]: row[2] for row in rows(sample_folder, "PRAGMA table_info('corridors')")}
    assert types["official"] == "BOOLEAN"
    assert types["sequence"] == "MEDIUMINT"
    assert types["length_km"] == "REAL"
    bound = rows(
        sample_folder,
        "SELECT column_name, constraint_name FROM gpkg_data_columns "
        "WHERE table_name = 'corridors' AND constraint_name IS NOT NULL",
    )
    assert dict(bound) == {
        "mode": "mode", "status": "status", "method": "leg_method", "confidence": "confidence",
    }  # fmt: skip
    ((qml, sld),) = rows(
        sample_folder,
        "SELECT styleQML, styleSLD FROM layer_styles "
        "WHERE f_table_name = 'corridors' AND useAsDefault",
    )
    hues = corridor_hues(["amber", "silk"])
    assert all(hue in sld for hue in hues.values())
    assert all(
        ",".join(str(int(hue[i : i + 2], 16)) for i in (1, 3, 5)) in qml for hue in hues.values()
    )
    (described,) = rows(
        sample_folder,
        "SELECT count(*) FROM gpkg_metadata_reference WHERE table_name LIKE 'corridor%'",
    )
    assert described == (2,)


def test_the_group_is_under_the_railways_and_over_the_ground(sample_folder):
    text = project(sample_folder)
    tree = re.findall(r'<layer-tree-layer id="geo_atlas_(\w+)"', text.split("</custom-order>")[0])
    order = [tree.index(name) for name in ("railways", "corridor_places", "corridors", "land")]
    assert order == sorted(order)
    assert '<layer-tree-group name="Corridors"' in text


def test_the_theme_shows_them_and_others_do_not(sample_folder):
    text = project(sample_folder)
    shown = {}
    for name, body in re.findall(
        r'preset name="([^"]+)"(.*?)</visibility-preset>', text, re.DOTALL
    ):
        entry = re.search(r'<layer id="geo_atlas_corridors" visible="(\d)"', body)
        shown[name] = entry.group(1)
    assert [name for name, flag in shown.items() if flag == "1"] == ["corridors"]
    for name in ("A4 corridors", "A3 corridors"):
        sheet = re.search(f'<Layout [^>]*name="{name}".*?</Layout>', text, re.DOTALL).group(0)
        assert 'followPresetName="corridors"' in sheet
        assert "+proj=laea" in sheet


def test_the_view_holds_all_of_them_and_is_the_world_over_the_antimeridian():
    table = make_layers().corridors
    assert extent(table) == (-180.0, -70.0, 180.0, 80.0)
    west, south, east, north = extent(table.iloc[:2])
    assert west < 82.48665
    assert east > 90.0
    assert south < 44.5
    assert north > 45.25286


def test_the_sheet_holds_every_leg_on_both_sides_of_the_antimeridian():
    lonlat = np.array([(150.0, 10.0), (178.0, 0.0), (188.2, -13.8), (200.0, 40.0)])
    middle = around(lonlat)
    assert (middle.lon, middle.lat) == (175.0, 13.0)
    west, south, east, north = middle.window(lonlat, ratio=1.8, margin=0.05)
    assert (east - west) / (north - south) == pytest.approx(1.8)
    crs = pyproj.CRS(re.search("PROJCRS.*?</wkt>", middle.crs()).group(0)
                     .removesuffix("</wkt>").replace("&quot;", '"'))  # fmt: skip
    true = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = true.transform(*lonlat.T)
    assert middle.project(lonlat) == pytest.approx(np.column_stack([x, y]), rel=0.01, abs=2e4)
    assert (west < x).all()
    assert (x < east).all()
    assert (south < y).all()
    assert (y < north).all()


def test_those_that_share_track_have_lanes_of_their_own():
    table = make_layers().corridors
    found = lanes(table)
    assert found["amber"] != found["silk"]
    apart = table.assign(
        geometry=[g if i != 1 else table.geometry[1].buffer(0.2).exterior
                  for i, g in enumerate(table.geometry)]
    )  # fmt: skip
    assert lanes(apart) == {"amber": 0, "silk": 0}


def test_places_are_ranked_by_what_they_are_to_a_corridor():
    table = nodes(make_atlas(), make_layers()).set_index("id")
    assert table["rank"].to_dict() == {"dostyk": 1, "east": 1, "samoa": 2, "beyond": 1}
    assert table["corridor_ids"]["east"] == "amber; silk"
    assert table["name_zh"]["east"] == "塔城"
    assert set(table["licence"]) == {"CC-BY-4.0"}


def test_kml_gives_each_corridor_its_hue_and_unbuilt_legs_half_of_it(tmp_path):
    text = export(make_atlas(), make_layers(), tmp_path, fmt="kml")[0].read_text(encoding="utf-8")
    used = re.findall(r"#(corridor-[\w-]+)", text)
    assert used == [
        "corridor-amber-rail", "corridor-silk-rail", "corridor-silk-sea", "corridor-silk-unbuilt",
    ]  # fmt: skip
    colour = dict(re.findall(r'id="(corridor-[\w-]+)"><LineStyle><color>(\w+)<', text))
    assert colour["corridor-silk-rail"][2:] == colour["corridor-silk-unbuilt"][2:]
    assert colour["corridor-silk-rail"][:2] > colour["corridor-silk-unbuilt"][:2]
    assert colour["corridor-amber-rail"][2:] != colour["corridor-silk-rail"][2:]


def test_every_value_has_a_label():
    words = {column: dict(pairs) for column, pairs in words_of("corridors").items()}
    assert set(words["method"]) == {str(method) for method in LegMethod}
    assert set(words["mode"]) == set(MODES)


def test_a_filtered_export_keeps_the_hues(tmp_path):
    path = export(
        make_atlas(), make_layers(), tmp_path, fmt="geojson", only=["corridors"],
        where="corridor_id = 'silk'",
    )[1]  # fmt: skip
    text = path.read_text(encoding="utf-8")
    hue = corridor_hues(["amber", "silk"])["silk"]
    assert ",".join(str(int(hue[i : i + 2], 16)) for i in (1, 3, 5)) in text


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    matrix = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(matrix) @ rgb.clip(0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def on_land(colour: str) -> str:
    pairs = ((int(colour[i : i + 2], 16), int(LAND[i : i + 2], 16)) for i in (1, 3, 5))
    mixed = (round(CORRIDOR_OPACITY * a + (1 - CORRIDOR_OPACITY) * b) for a, b in pairs)
    return "#" + "".join(f"{value:02x}" for value in mixed)


@pytest.mark.parametrize("sight", SIGHTS)
def test_ribbons_differ_for_every_kind_of_sight(sight):
    seen = [lab(SIGHTS[sight] @ linear(on_land(hue))) for hue in CORRIDOR_HUES]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 9.5


def test_names_along_ribbons_are_dark_enough_to_read():
    luminance = [linear(ink(hue)) @ [0.2126, 0.7152, 0.0722] for hue in CORRIDOR_HUES]
    # They stand in a white halo.
    assert min(1.05 / (value + 0.05) for value in luminance) >= 4.5


def test_modes_differ_by_form_and_the_unbuilt_from_all():
    forms = [*MODES.values(), UNBUILT]
    assert len({(form.dash, form.width_px) for form in forms}) == len(forms)
    assert sum(UNBUILT.dash[1::2]) > sum(UNBUILT.dash[::2])


def test_a_label_leaves_out_what_is_in_brackets():
    assert short_name("Middle Corridor (Trans-Caspian Route)") == "Middle Corridor"
