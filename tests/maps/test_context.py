from __future__ import annotations

from dataclasses import replace
from datetime import date

from geo.layers import make_layers
from geo.maps import assets, write_pages
from geo.maps.context import DECIMALS, FINE, ContextLayer, context_payload
from geo.maps.elements import credit, make_page
from geo.maps.packing import unpack
from geo.vocab import Role

WORDS = (
    "context",
    "event",
    "eventsHere",
    "layers.events",
    "layers.members",
    "listedOn",
    "outlines",
)


def test_each_country_has_one_outline_and_all_its_periods(atlas, layers):
    content = context_payload(atlas, layers)
    codes = [country["id"] for country in content["countries"]]
    assert len(codes) == len(set(codes)) == 27
    (sco,) = content["organisations"]
    roles = [m["role"] for m in sco["members"] if m["country"] == "AF"]
    assert roles == ["observer", "partner"]
    assert content["countries"][codes.index("KZ")]["names"]["zh"] == "哈萨克斯坦"


def test_neighbours_share_their_border_and_the_outline_stays_near(atlas, layers):
    content = context_payload(atlas, layers, tolerance=FINE)
    rings = {c["id"]: max((p[0] for p in c["polygons"]), key=len) for c in content["countries"]}
    kz, cn = (set(unpack(rings[code], decimals=DECIMALS)) for code in ("KZ", "CN"))
    assert len(kz & cn) > 20
    true = layers.members.set_index("id").loc["sco-kz-1"].geometry
    west, *_, north = true.bounds
    lons, lats = zip(*kz, strict=True)
    assert abs(min(lons) - west) < 0.2
    assert abs(max(lats) - north) < 0.2


def test_a_country_of_small_islands_keeps_one(atlas, layers):
    content = context_payload(atlas, layers)
    assert all(country["polygons"] for country in content["countries"])


def test_a_page_of_a_past_day_does_not_know_what_came_later(atlas, drawn):
    then = make_layers(atlas, drawn, as_of=date(2024, 7, 3))
    content = context_payload(atlas, then)
    (sco,) = content["organisations"]
    assert sum(m["role"] == "member" for m in sco["members"]) == 9
    assert {m["until"] for m in sco["members"]} == {None}
    assert [event["id"] for event in content["events"]][-1] == "sco-summit-2024"


def test_the_page_of_the_corridors_credits_the_names(atlas):
    said = {part["text"] for part in credit(atlas, corridors=True)}
    assert {"Names of cities: Unicode CLDR", "cpca (MIT)"} <= said
    assert said > {part["text"] for part in credit(atlas)}


def test_the_index_lists_the_layers_that_are_there(atlas, layers, tmp_path):
    text = write_pages(atlas, layers, tmp_path, version="1")[-1].read_text(encoding="utf-8")
    assert all(f'href="geojson/{name}.geojson"' in text for name in ("events", "members"))
    assert "corridors.geojson" not in text


def test_the_words_are_there_in_every_language():
    keys = {*WORDS, *(f"role.{role}" for role in Role)}
    for language, words in assets.words().items():
        assert keys <= words.keys(), language


def test_the_outlines_cost_little(atlas, layers):
    assert len(ContextLayer(atlas, layers).payload) < 30_000


def test_an_atlas_without_context_has_none_of_it(atlas, layers):
    bare = make_page(atlas, replace(layers, events=None, members=None), version="1")
    assert "geo.context(" not in bare.to_html().split("</head>")[1].split("geo.page(folium")[-1]
    assert not [c for c in bare._children.values() if isinstance(c, ContextLayer)]
