"""Every format: GDAL reads it back, the same rows and types, the same bytes twice."""

from __future__ import annotations

import csv
import re
import subprocess
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from samples import NASTY, ORIGIN, make_atlas, make_layers, table
from shapely import Point

from geo.errors import InputError
from geo.export import sld
from geo.export.formats import FORMATS, export
from geo.export.where import select
from geo.style import LINES
from geo.vocab import Status

SINGLE = {"geojson": "railways.geojson", "fgb": "railways.fgb", "csv": "railways.csv"}
KML = {"k": "http://www.opengis.net/kml/2.2"}


def written(folder: Path, fmt: str, **options: object) -> list[Path]:
    return export(make_atlas(), make_layers(), folder, fmt=fmt, **options)


@pytest.mark.parametrize("fmt", FORMATS)
def test_two_exports_are_the_same_bytes(tmp_path, fmt):
    first = written(tmp_path / "a", fmt)
    second = written(tmp_path / "塔城", fmt)
    assert [p.name for p in first] == [p.name for p in second]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


@pytest.mark.parametrize("fmt", SINGLE)
def test_gdal_reads_the_same_rows_and_types(tmp_path, fmt):
    written(tmp_path, fmt, only=["railways"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        options = {"AUTODETECT_TYPE": "NO"} if fmt == "csv" else {}
        found = gpd.read_file(tmp_path / SINGLE[fmt], **options)
        info = pyogrio.read_info(tmp_path / SINGLE[fmt])
    expected = make_layers().railways
    found = found.set_index("id").loc[expected["id"]].reset_index()
    assert found["name"].tolist() == expected["name"].tolist()
    assert found["length_km"].tolist() == pytest.approx([308.123457, 12.3, 1140.0])
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    # FlatGeobuf has no type for a day without a time.
    day = "OFTDateTime" if fmt == "fgb" else "OFTDate"
    assert types["status_since"] == types["valid_from"] == day
    assert types["railway_no"] == "OFTInteger"
    assert info["crs"] == "EPSG:4326"
    assert found.geometry.iloc[2].geom_type == "MultiLineString"


@pytest.mark.parametrize("fmt", ["gpkg", "fgb", "kml", "csv"])
def test_gdal_of_2022_has_nothing_to_say(tmp_path, fmt):
    if not Path("/usr/bin/ogrinfo").exists():
        pytest.skip("no ogrinfo on this machine")
    path = written(tmp_path, fmt, only=["railways"])[0]
    command = ["/usr/bin/ogrinfo", "-ro", "-al", "-so", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "Feature Count: 3" in done.stdout


def test_geoparquet_says_its_version_and_keeps_types(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    path = written(tmp_path, "parquet", only=["railways"])[0]
    metadata = pq.read_schema(path).metadata[b"geo"]
    assert b'"version": "1.1.0"' in metadata
    assert b'"covering"' in metadata
    found = gpd.read_parquet(path)
    assert found["status_since"].dtype.kind == "M"
    assert found["cross_border"].isna().tolist() == [False, False, True]


def test_csv_cells_cannot_become_formulas(tmp_path):
    layers = make_layers()
    rows = [{"id": "a", "name": "=HYPERLINK(0)"} | ORIGIN]
    object.__setattr__(layers, "places", table("places", rows, [Point(1, 1)]))
    path = export(make_atlas(), layers, tmp_path, fmt="csv", only=["places"])[0]
    row, *_ = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert row["name"] == "'=HYPERLINK(0)"


def test_kml_is_styled_dated_and_holds_text_as_text(tmp_path):
    path = written(tmp_path, "kml")[0]
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    marks = root.findall(".//k:Placemark", KML)
    assert len(marks) == sum(len(t) for t in make_layers().tables().values())
    nasty = next(m for m in marks if m.get("id") == "railways-one-border")
    assert nasty.findtext("k:name", namespaces=KML) == NASTY
    assert nasty.findtext("k:TimeSpan/k:begin", namespaces=KML) == "1990-09-12"
    described = nasty.findtext("k:description", namespaces=KML)
    assert "<b>" not in described.replace("<b>", "", 0)
    assert "Operating" in described
    styles = {style.get("id") for style in root.findall(".//k:Style", KML)}
    assert {m.findtext("k:styleUrl", namespaces=KML)[1:] for m in marks} <= styles
    assert {f"line-{status}" for status in Status} <= styles
    assert "© Some Mappers" in root.findtext(".//k:description", namespaces=KML)
    assert not re.search(r"https?://(?!www\.opengis\.net/kml)", path.read_text(encoding="utf-8"))


def test_kmz_holds_the_kml(tmp_path):
    kmz = written(tmp_path, "kmz")[0]
    kml = written(tmp_path, "kml")[0]
    with zipfile.ZipFile(kmz) as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml") == kml.read_bytes()


@pytest.mark.parametrize("layer", make_layers().tables())
def test_sld_is_well_formed_and_has_the_colours_of_the_table(layer):
    text = sld.document(layer)
    root = ET.fromstring(text)
    assert root.get("version") == "1.0.0"
    if layer == "railways":
        literals = {e.text for e in root.iter("{http://www.opengis.net/ogc}Literal")}
        assert literals == {str(status) for status in Status}
        assert all(style.colour in text for style in LINES.values())
        assert root.findall(".//{http://www.opengis.net/sld}ElseFilter")


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("status = 'operating'", ["one-west", "one-border"]),
        ("length_km > 20 AND cross_border IS NULL", ["two-sea"]),
        ("cross_border", ["one-border"]),
        ("valid_from < '2000-01-01'", ["one-west", "one-border"]),
        ("name LIKE '%塔城%' -- the rest", ["one-border"]),
    ],
)
def test_where_keeps_the_rows_that_meet_it(where, ids):
    assert select(make_layers().railways, where)["id"].tolist() == ids


@pytest.mark.parametrize(
    "where",
    [
        "nonsense = 1",
        "status = ",
        "1); DROP TABLE rows; --",
        "1 IN (SELECT 1 FROM pragma_list)",
        "",
    ],
)
def test_where_names_the_columns_when_it_is_not_valid(where):
    with pytest.raises(InputError, match=r"condition .* is not valid.*columns: id, name"):
        select(make_layers().railways, where)


def test_says_what_is_allowed(tmp_path):
    with pytest.raises(InputError, match=r"unknown format 'shp'; allowed: geojson, gpkg"):
        written(tmp_path, "shp")
    with pytest.raises(InputError, match=r"unknown layer 'roads'; allowed: railways"):
        written(tmp_path, "csv", only=["roads"])
    with pytest.raises(InputError, match="nothing is left to export"):
        written(tmp_path, "csv", where="id = 'none'")
    assert list(tmp_path.iterdir()) == []


def test_a_format_on_the_command_line_is_a_format_here():
    from geo.cli.export import _FORMATS, _LAYERS

    assert set(_FORMATS) == set(FORMATS)
    assert set(_LAYERS) == set(make_layers().tables())


def test_a_filtered_package_opens_with_its_style(tmp_path):
    path = written(tmp_path, "gpkg", only=["railways"], where="status = 'operating'")[0]
    assert path.name == "railways.gpkg"
    assert len(pyogrio.read_dataframe(path, layer="railways")) == 2
    styles = pyogrio.read_dataframe(path, layer="layer_styles", read_geometry=False)
    assert styles["styleSLD"].iloc[0].startswith("<?xml")
    assert isinstance(styles, pd.DataFrame)
