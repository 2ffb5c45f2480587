from __future__ import annotations

import shutil

import pytest

from geo import embedded
from geo.atlas import load_atlas
from geo.atlas.corridors import Mode
from geo.geodesy import distance_km, length_km
from geo.layers import SCHEMA, make_layers
from geo.lines.corridors import LegMethod, draw_corridors, lengths_by_mode


@pytest.fixture(scope="module")
def legs(atlas, drawn):
    return draw_corridors(atlas, drawn)


def test_every_leg_runs_from_its_first_to_its_last_node(atlas, legs):
    for leg in legs:
        for point, node in zip(
            (leg.points[0], leg.points[-1]),
            leg.leg.node_ids[:: len(leg.leg.node_ids) - 1],
            strict=True,
        ):
            away = distance_km(
                (point[0] % 360 - 360 * (point[0] % 360 > 180), point[1]), atlas.nodes[node].lonlat
            )
            assert away <= 25, leg.id


def test_lines_have_no_jump_and_are_not_far_shorter_than_their_length(legs):
    for leg in legs:
        steps = [distance_km(a, b) for a, b in zip(leg.points, leg.points[1:], strict=False)]
        assert max(abs(a[0] - b[0]) for a, b in zip(leg.points, leg.points[1:], strict=False)) < 180
        assert sum(steps) == pytest.approx(length_km(leg.points))
        assert 0.75 * leg.length_km < length_km(leg.points) < 1.1 * leg.length_km + 40, leg.id


def test_the_land_bridge_follows_the_railways_of_the_atlas(legs):
    leg = next(x for x in legs if x.corridor.id == "new-eurasian-land-bridge")
    assert {"line-1-alashankou-urumqi", "line-1-aktogay-dostyk"} <= set(leg.sections)
    assert leg.method is LegMethod.NETWORK
    assert leg.gauge_breaks == 2


def test_roads_are_straight_and_unbuilt_ways_say_so(legs):
    roads = [leg for leg in legs if leg.leg.mode is Mode.ROAD]
    assert roads
    assert {leg.method for leg in roads} == {LegMethod.STRAIGHT}
    unbuilt = [leg.id for leg in legs if leg.leg.status.value != "operating"]
    assert unbuilt == ["bangladesh-china-india-myanmar-main-kunming-kolkata"]


def test_the_caspian_is_crossed_by_ferry(legs):
    middle = [
        leg for leg in legs if leg.corridor.id == "middle-corridor" and leg.branch.id == "main"
    ]
    assert list(lengths_by_mode(middle)) == [Mode.RAIL, Mode.FERRY, Mode.SEA]
    assert lengths_by_mode(middle)[Mode.FERRY] == pytest.approx(500, rel=0.2)


def test_the_layer_has_its_declared_columns(atlas, drawn, legs):
    table = make_layers(atlas, drawn, corridors=legs).corridors
    assert set(SCHEMA["corridors"]) <= set(table.columns)
    assert len(table) == len(legs)
    assert table["id"].is_unique
    assert set(table.geometry.geom_type) == {"LineString"}
    rail = table[table["method"] == "network"]
    assert rail["licence"].str.contains("ODbL-1.0").all()
    assert make_layers(atlas, drawn).tables().keys() == set(SCHEMA) - {"corridors"}


def test_railways_that_the_graph_breaks_off_are_led_on(legs):
    by_id = {leg.id: leg for leg in legs}
    kuryk = by_id["middle-corridor-by-kuryk-mangystau-kuryk"]
    astara = by_id["north-south-west-st-petersburg-astara"]
    for leg, ends in ((kuryk, "yersay"), (astara, "astara")):
        assert leg.method is LegMethod.NETWORK
        assert leg.leg.to == ends
        assert leg.straight == ()
        assert leg.joins


def test_a_leg_knows_its_borders_and_changes_of_gauge(legs):
    leg = next(x for x in legs if x.corridor.id == "new-eurasian-land-bridge")
    assert [code for code, _ in leg.countries] == ["CN", "KZ", "RU", "BY", "PL", "DE", "NL"]
    assert [(c.before_mm, c.after_mm) for c in leg.changes_of_gauge] == [(1435, 1520), (1520, 1435)]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("china-pakistan.yaml", "to: havelian\n", "to: haveliam\n", "no node with the id 'haveliam'; did you mean 'havelian'"),
        ("china-pakistan.yaml", "from: havelian\n", "from: lahore\n", "the one before ends at 'havelian'"),
        ("china-pakistan.yaml", "mode: road", "mode: bus", "is not allowed here"),
        ("china-pakistan.yaml", "sources: [cctv17, pec-kkh, reingex]", "sources: [cctv18]", "no source with the id 'cctv18'"),
        ("nodes/geonames.yaml", "lon: 75.98675", "lon: 575.98675", "is not allowed here"),
    ],
)  # fmt: skip
def test_faults_in_corridors_are_named(tmp_path, file, old, new, words):
    from geo.errors import GeoError

    folder = tmp_path / "atlas"
    shutil.copytree(embedded.path("atlas"), folder)
    path = folder / "corridors" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GeoError, match=words):
        load_atlas(folder)
