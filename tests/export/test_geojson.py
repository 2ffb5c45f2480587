"""GeoJSON: the rules of RFC 7946, and the types that GDAL reads back."""

from __future__ import annotations

import json
import subprocess
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from rfc7946 import faults
from samples import NASTY, table
from shapely import LineString, Point, Polygon

from geo.errors import InputError
from geo.export.geojson import write_geojson
from geo.layers import Layers

LAYERS = ["railways", "stations", "crossings", "places", "regions"]
ABOUT = {"title": "A map", "attribution": "©", "licence": "ODbL-1.0", "as_of": "2026-11-01"}


def written(path: Path, layers: Layers, layer: str) -> str:
    write_geojson(path, layers.tables()[layer], name=layer, about=ABOUT)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("layer", LAYERS)
def test_follows_the_rfc(tmp_path, layers, layer):
    assert faults(written(tmp_path / "x.geojson", layers, layer)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"type":"FeatureCollection",', '"type":"FeatureCollection","crs":{},', "crs member"),
        ('"bbox":', '"box":', "no bbox"),
        ('"id":"region","prop', '"id":7,"prop', "not texts"),
        ('"id":"region","prop', '"id":"other","prop', "not in properties"),
        ("[80.0,44.0]", "[80.0,44.0,0.0]", "2-D"),
        ("[80.0,44.0]", "[80.00000001,44.0]", "6 decimals"),
        ("[83.0,44.0]", "[283.0,44.0]", "outside the world"),
        ("[80.0,44.0]", "[79.0,44.0]", "outside the bbox"),
        ('"area_km2":12345.6789', '"area_km2":NaN', "NaN"),
        ('"area_km2":12345.6789', '"area_km2":[1]', "scalar"),
        ('"note":null', '"note":"False"', "boolean or gap"),
        (
            "[81.0,45.0],[81.0,45.5],[82.0,45.5],[82.0,45.0],[81.0,45.0]",
            "[81.0,45.0],[82.0,45.0],[82.0,45.5],[81.0,45.5],[81.0,45.0]",
            "wrong way",
        ),
    ],
)
def test_the_check_itself_sees_each_fault(tmp_path, layers, old, new, fault):
    text = written(tmp_path / "x.geojson", layers, "regions")
    assert text.count(old) >= 1
    assert any(fault in found for found in faults(text.replace(old, new)))


def test_a_line_over_the_antimeridian_is_split(tmp_path, layers):
    collection = json.loads(written(tmp_path / "x.geojson", layers, "railways"))
    line = collection["features"][2]["geometry"]
    assert line["type"] == "MultiLineString"
    assert line["coordinates"] == [
        [[178.0, -17.5], [180.0, -17.0]],
        [[-180.0, -17.0], [-176.0, -16.0], [-171.8, -13.8]],
    ]
    assert collection["bbox"] == [79.682, -17.5, -171.8, 46.953]


@pytest.mark.parametrize("shift", [-720, -360, 360, 1080])
def test_whole_turns_do_not_matter(tmp_path, shift):
    rows = [{"id": "a", "name": "a"}]
    here = table("places", rows, [Point(179.5, 1)])
    there = table("places", rows, [Point(179.5 + shift, 1)])
    write_geojson(tmp_path / "a", here, name="places")
    write_geojson(tmp_path / "b", there, name="places")
    geometry = [json.loads((tmp_path / n).read_text())["features"][0]["geometry"] for n in "ab"]
    assert geometry[0]["coordinates"] == [179.5, 1.0]
    assert geometry[1]["coordinates"] == [[179.5, 1.0]]


def test_gdal_reads_the_types_back_without_a_word(tmp_path, layers):
    path = tmp_path / "railways.geojson"
    written(path, layers, "railways")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        info = pyogrio.read_info(path)
        table = gpd.read_file(path)
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    subtypes = dict(zip(info["fields"], info["ogr_subtypes"], strict=True))
    assert types["status_since"] == types["valid_from"] == "OFTDate"
    assert types["railway_no"] == types["gauge_mm"] == "OFTInteger"
    assert types["length_km"] == "OFTReal"
    assert subtypes["cross_border"] == "OFSTBoolean"
    assert info["layer_name"] == "railways"
    assert "id_1" not in types
    assert table["name"].tolist()[1] == NASTY
    assert table["cross_border"].tolist()[:2] == [False, True]
    assert pd.isna(table["cross_border"].iloc[2])
    assert table["length_km"].tolist() == pytest.approx([308.123457, 12.3, 1140.0])


def test_old_gdal_is_silent_too(tmp_path, layers):
    path = tmp_path / "railways.geojson"
    written(path, layers, "railways")
    command = ["/usr/bin/ogrinfo", "-ro", "-al", "-so", str(path)]
    if not Path(command[0]).exists():
        pytest.skip("no ogrinfo on this machine")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "valid_from: Date" in done.stdout
    assert "Integer(Boolean)" in done.stdout


def test_an_empty_table_is_an_empty_collection(tmp_path, layers):
    write_geojson(tmp_path / "x", layers.places.iloc[:0], name="places")
    collection = json.loads((tmp_path / "x").read_text())
    assert collection == {"type": "FeatureCollection", "name": "places", "features": []}


def test_parts_of_the_table_join_without_a_seam(tmp_path):
    count = 9000
    rows = [{"id": f"p{i}", "name": "x"} for i in range(count)]
    points = [Point(i / 100, 0) for i in range(count)]
    write_geojson(tmp_path / "x", table("places", rows, points), name="places")
    features = json.loads((tmp_path / "x").read_text())["features"]
    assert [feature["id"] for feature in features] == [f"p{i}" for i in range(count)]


def test_refuses_what_has_no_place_in_the_file(tmp_path, layers):
    path = tmp_path / "x"
    twice = pd.concat([layers.places, layers.places])
    with pytest.raises(InputError, match=r"unique ids.*ayagoz"):
        write_geojson(path, twice, name="places")
    mixed = layers.places.set_geometry([Point(1, 1), LineString([(0, 0), (1, 1)])], crs=4326)
    with pytest.raises(InputError, match=r"one kind of geometry.*LineString.*Point"):
        write_geojson(path, mixed, name="places")
    empty = layers.places.set_geometry([Point(1, 1), None], crs=4326)
    with pytest.raises(InputError, match=r"rows \[1\]"):
        write_geojson(path, empty, name="places")
    infinite = layers.places.assign(accuracy_m=[1.0, np.inf])
    with pytest.raises(InputError, match="'accuracy_m' holds an infinite number"):
        write_geojson(path, infinite, name="places")
    listed = layers.places.assign(note=pd.Series([["a", "b"], None], dtype=object))
    with pytest.raises(InputError, match=r"'note' holds \['a', 'b'\]"):
        write_geojson(path, listed, name="places")


def test_rounding_keeps_polygons_valid(tmp_path):
    needle = Polygon([(0, 0), (1, 1e-9), (1, 1), (0.5, 1e-9), (0, 1)])
    write_geojson(tmp_path / "x", table("regions", [{"id": "a", "name": "a"}], [needle]), name="r")
    assert faults((tmp_path / "x").read_text()) == []
