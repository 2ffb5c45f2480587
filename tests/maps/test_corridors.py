from __future__ import annotations

import json
import re

import pytest
from pydantic import ValidationError
from shapely.affinity import translate

from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.maps import write_pages
from geo.maps.corridors import (
    DECIMALS,
    corridor_bounds,
    corridor_extent,
    corridor_payload,
    once,
    world_shifts,
)
from geo.maps.packing import unpack


@pytest.fixture(scope="module")
def layers(layers_with_corridors):
    return layers_with_corridors


@pytest.fixture(scope="module")
def files(atlas, layers, tmp_path_factory):
    return write_pages(atlas, layers, tmp_path_factory.mktemp("belt"), version="1")


def test_an_atlas_with_corridors_gets_a_second_page_that_the_index_lists(files, atlas):
    assert [path.name for path in files] == [
        f"{atlas.settings.page}.html",
        f"{atlas.settings.corridors_page}.html",
        "index.html",
    ]
    assert f'href="{atlas.settings.corridors_page}.html"' in files[2].read_text(encoding="utf-8")


def test_an_atlas_without_corridors_gets_none(atlas, tmp_path):
    names = [
        p.name
        for p in write_pages(atlas, make_layers(atlas, draw_atlas(atlas)), tmp_path, version="1")
    ]
    assert names == [f"{atlas.settings.page}.html", "index.html"]
    assert atlas.settings.corridors_page not in (tmp_path / "index.html").read_text("utf-8")


def test_the_page_is_light_strict_and_the_same_each_time(files, atlas, layers, tmp_path):
    from geo.maps import elements

    data = files[1].read_bytes()
    assert len(data) < 1_500_000
    text = data.decode("utf-8")
    assert "default-src 'none'" in text
    outside = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[^>]*>", outside) == []
    elements._ground.cache_clear()
    assert write_pages(atlas, layers, tmp_path, version="1")[1].read_bytes() == data


def test_every_leg_is_on_the_page_with_its_sources(atlas, layers):
    payload = corridor_payload(atlas, layers)
    json.dumps(payload, allow_nan=False)
    legs = [leg for c in payload["corridors"] for b in c["branches"] for leg in b["legs"]]
    assert sorted(leg["id"] for leg in legs) == sorted(layers.corridors["id"])
    nodes = {node["id"] for node in payload["nodes"]}
    for leg in legs:
        assert leg["lines"]
        assert {leg["from"], leg["to"]} <= nodes
        assert set(leg["sources"]) <= set(atlas.sources)
        assert leg["built"] == (leg["status"] == "operating")
    assert len({c["hue"] for c in payload["corridors"]}) == len(payload["corridors"])


def test_ribbons_begin_and_end_where_the_drawn_legs_do(atlas, layers):
    rows = layers.corridors.set_index("id").geometry
    payload = corridor_payload(atlas, layers)
    for corridor in payload["corridors"]:
        for leg in (leg for branch in corridor["branches"] for leg in branch["legs"]):
            first = unpack(leg["lines"][0], decimals=DECIMALS)[0]
            assert first == pytest.approx(rows[leg["id"]].coords[0], abs=0.001)


def test_the_extent_is_that_of_the_corridors(layers):
    west, south, east, north = corridor_bounds(layers)
    bounds = layers.corridors.total_bounds
    assert west < bounds[0] < bounds[2] < east
    assert south < bounds[1] < bounds[3] < north
    assert world_shifts(layers) == (0,)


def test_a_corridor_over_the_antimeridian_gets_a_second_copy_of_the_world(layers):
    from dataclasses import replace

    moved = layers.corridors.assign(
        geometry=[translate(line, xoff=80) for line in layers.corridors.geometry]
    )
    crossing = replace(layers, corridors=moved)
    assert corridor_bounds(crossing)[2] > 180
    assert world_shifts(crossing) == (0, 360)
    extent = corridor_extent(crossing)
    assert (extent.west, extent.east) == (-180, 180)


def test_a_stretch_taken_twice_is_drawn_once():
    there_and_back = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (1.0, 0.0), (0.0, 0.0), (0.0, 1.0)]
    assert once(there_and_back) == [
        [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)],
        [(0.0, 0.0), (0.0, 1.0)],
    ]


def test_two_pages_of_one_name_are_refused(atlas):
    values = atlas.settings.model_dump() | {"corridors_page": atlas.settings.page}
    with pytest.raises(ValidationError, match="corridors_page"):
        type(atlas.settings).model_validate(values)
