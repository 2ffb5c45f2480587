from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

import geo.maps
from geo.maps import write_pages
from geo.maps.ground import _exact, make_frame
from geo.maps.payload import atlas_payload


@pytest.fixture(scope="module")
def files(atlas, layers, tmp_path_factory):
    return write_pages(atlas, layers, tmp_path_factory.mktemp("one"), version="1")


def test_writes_the_page_and_an_index(files):
    assert [path.name for path in files] == ["cross-border-railways.html", "index.html"]
    index = files[1].read_text(encoding="utf-8")
    for name in ("cross-border-railways.html", "atlas.gpkg", "report.html", "manifest.json"):
        assert f'href="{name}"' in index


def test_the_same_bytes_in_another_folder(files, atlas, layers, tmp_path):
    from geo.maps import elements

    elements._ground.cache_clear()
    again = write_pages(atlas, layers, tmp_path, version="1")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]


def test_the_page_is_light(files):
    data = files[0].read_bytes()
    assert len(data) < 1_500_000
    assert len(gzip.compress(data, 9)) <= 450_000


def test_the_page_names_no_address_outside_data_and_links(files):
    html = files[0].read_text(encoding="utf-8")
    outside = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
    tags = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[^>]*>", outside)
    assert tags == []


def test_everything_of_the_records_is_on_the_page(atlas, layers):
    payload = atlas_payload(atlas, layers)
    json.dumps(payload, allow_nan=False)
    assert len(payload["sections"]) == len(layers.railways)
    assert set(payload["sources"]) == set(atlas.sources)
    for section in payload["sections"]:
        assert section["lines"]
        assert section["sources"]
        assert section["basis"]
        assert (section["accuracyM"] > 500) == bool(section["bands"])
    named = {s for claim in _claims(payload) for s in claim["sources"]}
    assert named <= set(payload["sources"])


def _claims(value):
    if isinstance(value, dict):
        if isinstance(value.get("sources"), list):
            yield value
        for item in value.values():
            yield from _claims(item)
    elif isinstance(value, list):
        for item in value:
            yield from _claims(item)


def test_crossings_lie_on_the_border_that_the_page_draws(atlas):
    from shapely import Point

    focus = {c for railway in atlas.railways for c in railway.countries}
    border = _exact(make_frame(atlas.settings.extent, focus=focus))
    for crossing in atlas.crossings.values():
        off = border.distance(Point(crossing.lonlat)) * 111_000
        assert off < max(2000, crossing.accuracy_m), (crossing.id, off)


def test_nothing_of_one_atlas_is_written_into_the_code():
    folder = Path(geo.maps.__file__).parent
    words = re.compile(r"Kazakhstan|China|Dostyk|Khorgos|Tacheng|\bKZ\b|\bCN\b")
    for path in [*folder.glob("*.py"), *folder.glob("assets/js/*.js"), folder / "assets/page.html"]:
        assert not words.search(path.read_text(encoding="utf-8")), path.name
