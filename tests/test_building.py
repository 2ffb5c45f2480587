import json
import os
import subprocess
import sys
from datetime import date

import pytest

from geo import embedded
from geo.atlas.problem import AtlasError
from geo.building import CheckFailed, build, check
from geo.files import sha256

LINE1 = "railways/1-aktogay-dostyk-alashankou-urumqi.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(out=tmp_path_factory.mktemp("first") / "maps")


def files(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_the_main_job_writes_what_it_promises(built):
    names = {path.as_posix() for path in built.files}
    assert names >= {
        "index.html",
        "cross-border-railways.html",
        "atlas.gpkg",
        "geojson/railways.geojson",
        "geojson/stations.geojson",
        "geojson/crossings.geojson",
        "geojson/places.geojson",
        "geojson/regions.geojson",
        "report.json",
        "report.html",
        "manifest.json",
    }
    assert names == set(files(built.folder))


def test_the_manifest_tells_every_file_and_its_origin(built):
    manifest = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    assert set(listed) == set(files(built.folder)) - {"manifest.json"}
    assert all(sha256(built.folder / name) == value for name, value in listed.items())
    assert {entry["licence"] for entry in manifest["data"]} >= {"ODbL-1.0", "public-domain"}
    assert len(manifest["sources"]) == len(built.checked.atlas.sources)


def test_another_build_elsewhere_and_on_another_day_is_the_same_to_the_byte(built, tmp_path):
    """The second build runs in a folder with other letters, another zone and another locale."""
    folder = tmp_path / "карты 地图"
    code = "import sys; from geo.building import build; build(out=sys.argv[1])"
    environment = {**os.environ, "TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    environment["SOURCE_DATE_EPOCH"] = "1000000000"
    subprocess.run([sys.executable, "-c", code, folder], check=True, env=environment, timeout=120)
    first, second = files(built.folder), files(folder)
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_broken_atlas_leaves_the_last_build_as_it_was(built, edit, atlas_copy):
    before = files(built.folder)
    edit(LINE1, "km: 304", "km: 404")
    with pytest.raises(CheckFailed, match="published 404 km"):
        build(atlas_copy, out=built.folder)
    edit(LINE1, "gauge_mm: 1520", "gauge: 1520")
    with pytest.raises(AtlasError, match="gauge_mm"):
        build(atlas_copy, out=built.folder)
    assert files(built.folder) == before


def test_an_atlas_of_another_region_builds_too(tmp_path):
    built = build(embedded.path("examples/kunming-vientiane"), out=tmp_path / "maps")
    assert built.page.name == "kunming-vientiane.html"
    assert "Kazakhstan" not in (built.folder / "geojson/railways.geojson").read_text("utf-8")


def test_the_report_shows_drawn_and_published_length_of_every_section(built):
    report = json.loads((built.folder / "report.json").read_text(encoding="utf-8"))
    assert len(report["sections"]) == sum(len(r.sections) for r in built.checked.atlas.railways)
    by_id = {section["id"]: section for section in report["sections"]}
    assert by_id["line-3-ayagoz-bakhty"]["published_km"] == 303
    assert len(by_id["line-3-ayagoz-bakhty"]["all_published"]) == 7
    page = (built.folder / "report.html").read_text(encoding="utf-8")
    assert all(section["name"] in page for section in report["sections"])


def test_on_an_earlier_day_less_is_known():
    early = check(as_of=date(2024, 7, 1))
    lengths = {f.subject: f.published_km for f in early.findings if f.rule == "length"}
    assert lengths["line-3-ayagoz-bakhty"] == 272


def test_a_notebook_shows_the_map_as_text_in_a_frame(built):
    html = built._repr_html_()
    assert html.startswith("<iframe srcdoc=")
    assert "<script" not in html
