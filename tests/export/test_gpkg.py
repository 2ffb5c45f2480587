"""GeoPackage: true types, the words inside, one way for GDAL of 2022 and of today to read it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from samples import NASTY, make_atlas, make_layers

import geo.export
from geo.export import gpkg
from geo.export.handover import write_package


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    return write_package(make_atlas(), make_layers(), tmp_path_factory.mktemp("package"))[0]


def query(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_columns_have_their_true_types(package):
    types = {row[1]: row[2] for row in query(package, "PRAGMA table_info(railways)")}
    assert types["valid_from"] == types["status_since"] == "DATE"
    assert types["cross_border"] == "BOOLEAN"
    assert types["railway_no"] == "MEDIUMINT"
    assert types["accuracy_m"] == "REAL"
    assert types["name"] == "TEXT"
    row = "SELECT valid_from, valid_to, cross_border, gauge_mm, name FROM railways ORDER BY fid"
    assert query(package, row)[1] == ("1990-09-12", None, 1, None, NASTY)
    assert query(package, row)[2][2] is None


def test_version_and_application_are_those_of_geopackage_1_2(package):
    assert query(package, "PRAGMA application_id") == [(0x47504B47,)]
    assert query(package, "PRAGMA user_version") == [(10200,)]
    assert query(package, "PRAGMA integrity_check") == [("ok",)]
    assert query(package, "PRAGMA foreign_key_check") == []


def test_each_layer_has_a_spatial_index_that_finds_its_features(package, layers):
    for layer, table in layers.tables().items():
        found = query(package, f"SELECT count(*) FROM rtree_{layer}_geom")
        assert found == [(len(table),)]


def test_the_words_are_inside(package):
    (title, abstract), *_ = query(
        package, "SELECT identifier, description FROM gpkg_contents WHERE table_name = 'railways'"
    )
    assert title.endswith("railways")
    assert "As of 2026-11-01" in abstract
    documents = query(
        package,
        "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON id = md_file_id "
        "WHERE table_name = 'railways'",
    )
    for words in ("© Some Mappers", "ODbL-1.0", "The Gazette", "https://example.org/?a=1&amp;b=2"):
        assert words in documents[0][0]
    meanings = dict(
        query(
            package,
            "SELECT column_name, description FROM gpkg_data_columns WHERE table_name = 'railways'",
        )
    )
    assert meanings["length_km"] == "Geodesic length as drawn, kilometres."
    assert set(meanings) == {r[1] for r in query(package, "PRAGMA table_info(railways)")} - {
        "fid",
        "geom",
    }


@pytest.mark.parametrize("layer", ["railways", "stations", "crossings", "places", "regions"])
def test_reads_back_what_was_written(package, layers, layer):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = gpd.read_file(package, layer=layer)
        info = pyogrio.read_info(package, layer=layer)
    table = layers.tables()[layer]
    assert found["id"].tolist() == table["id"].tolist()
    assert info["crs"] == "EPSG:4326"
    assert list(info["fields"]) == [c for c in table.columns if c != "geometry"]
    empty = {c: table[c].isna().tolist() for c in info["fields"]}
    assert {c: found[c].isna().tolist() for c in info["fields"]} == empty


def test_gdal_of_2022_has_nothing_to_say(package):
    if not Path("/usr/bin/ogrinfo").exists():
        pytest.skip("no ogrinfo on this machine")
    command = ["/usr/bin/ogrinfo", "-ro", "-al", "-so", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "Warning" not in done.stdout


def test_bytes_do_not_depend_on_day_folder_or_environment(tmp_path, package):
    (tmp_path / "塔城 b").mkdir()
    again = write_package(make_atlas(), make_layers(), tmp_path / "塔城 b")
    first = [package.read_bytes(), package.with_suffix(".qgz").read_bytes()]
    assert [path.read_bytes() for path in again] == first
    digests = [hashlib.sha256(content).hexdigest() for content in first]
    assert _digests_in_a_new_process(tmp_path) == digests


def _digests_in_a_new_process(folder: Path) -> list[str]:
    script = folder / "again.py"
    script.write_text(
        "import hashlib, sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from samples import make_atlas, make_layers\n"
        "from geo.export.handover import write_package\n"
        "for path in write_package(make_atlas(), make_layers(), Path(sys.argv[2])):\n"
        "    print(hashlib.sha256(path.read_bytes()).hexdigest())\n",
        encoding="utf-8",
    )
    root = str(Path(geo.export.__file__).parents[2])
    environment = os.environ | {
        "TZ": "Asia/Almaty",
        "HOME": str(folder),
        "USER": "somebody",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": root,
    }
    command = [sys.executable, "-W", "ignore", str(script), str(Path(__file__).parent), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_dates_before_1970_and_after_2100_survive(tmp_path, layers):
    days = pd.to_datetime(["1904-07-21", "2150-01-01", None]).astype("datetime64[s]")
    layers.railways["valid_from"] = days
    content = gpkg.Content("railways", layers.railways, "LineString", "x", "y")
    path = tmp_path / "x.gpkg"
    gpkg.write_contents(path, [content], as_of=layers.as_of)
    rows = query(path, "SELECT valid_from FROM railways ORDER BY fid")
    assert rows == [("1904-07-21",), ("2150-01-01",), (None,)]
