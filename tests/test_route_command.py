from __future__ import annotations

import json

import pytest

from geo.cli import main


def test_a_route_follows_the_atlas_and_names_what_it_is_made_of(capsys):
    assert main(["route", "Urumqi", "79.682,46.953"]) == 0
    out = capsys.readouterr().out
    assert "follows the atlas along line-1-alashankou-urumqi" in out
    assert "change of gauge from 1435 to 1520 mm" in out


def test_geojson_is_valid_and_credited(capsys):
    assert main(["route", "76.95,43.34", "80.23,50.42", "--format", "geojson"]) == 0
    collection = json.loads(capsys.readouterr().out)
    (feature,) = collection["features"]
    assert feature["geometry"]["type"] == "LineString"
    assert feature["properties"]["licence"] == "ODbL-1.0"
    assert feature["properties"]["km"] == pytest.approx(1013, rel=0.02)


def test_json_names_snaps_and_joins(capsys):
    assert main(["route", "76.95,43.34", "80.23,50.42", "--format", "json"]) == 0
    (way,) = json.loads(capsys.readouterr().out)
    assert way["joins"]
    assert 0 < way["joined_km"] < 30
    assert [stop["away_km"] < 5 for stop in way["stops"]] == [True, True]


def test_a_sea_route_over_the_antimeridian_is_cut_there(capsys):
    line = ["route", "--mode", "sea", "--format", "geojson", "--", "139.8,35.5", "-122.5,37.8"]
    assert main(line) == 0
    (feature,) = json.loads(capsys.readouterr().out)["features"]
    assert feature["geometry"]["type"] == "MultiLineString"
    longitudes = [p[0] for part in feature["geometry"]["coordinates"] for p in part]
    assert min(longitudes) >= -180
    assert max(longitudes) <= 180


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["Nowhereville", "Almaty"], 1, "'Nowhereville' is unknown"),
        (["Almaty", "Almaty"], 2, "comes twice"),
        (["--", "-140,0", "Almaty"], 2, "no rail line within 25 km"),
        (["Almaty", "Astana", "--avoid", "QQ"], 2, "has no area 'QQ'"),
        (["Almaty", "Astana", "--alternatives", "2", "--via", "Shu"], 2, "no via"),
        (["Almaty", "Astana", "--network", "none"], 3, "cannot be read"),
    ],
)
def test_bad_input_is_one_clear_error(capsys, words, code, message):
    assert main(["route", *words]) == code
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err


def test_the_network_command_compares_lengths(capsys):
    assert main(["network", "check"]) == 0
    assert "median difference" in capsys.readouterr().out
