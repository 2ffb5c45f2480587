"""The report shows what its figures rest on, and text from data stays text in it."""

from __future__ import annotations

import dataclasses

import pytest

from geo.lines.alignment import measured
from geo.lines.checks import check_lines
from geo.lines.corridor_checks import check_corridors
from geo.lines.corridors import draw_corridors
from geo.report import make_report, write_report


@pytest.fixture(scope="module")
def legs(atlas, drawn):
    return draw_corridors(atlas, drawn)


@pytest.fixture(scope="module")
def report(atlas, drawn, legs):
    findings = (*check_lines(atlas, drawn), *check_corridors(legs))
    return make_report(atlas, drawn, findings, corridors=legs, as_of=atlas.as_of)


def test_thirty_railways_stand_beside_their_published_lengths(report):
    rows = report["known_lengths"]
    assert len(rows) >= 30
    assert all(row["source"] for row in rows)
    assert [r["name"] for r in rows if abs(r["difference_pct"]) > 8 and not r["explained"]] == []


def test_every_joined_gap_in_use_is_listed_with_place_length_and_verdict(report):
    listed = {row["number"] for row in report["joins"]}
    used = {n for key in ("legs", "known_lengths") for row in report[key] for n in row["joins"]}
    assert listed == used
    assert {row["verdict"] for row in report["joins"]} <= {"sound", "likely"}
    assert all(row["km"] > 0 and row["used_by"] and row["reason"] for row in report["joins"])


def test_a_leg_tells_its_countries_borders_and_changes_of_gauge(report):
    leg = next(r for r in report["legs"] if r["id"].startswith("new-eurasian-land-bridge"))
    assert leg["borders"] == ["CN–KZ", "KZ–RU", "RU–BY", "BY–PL", "PL–DE", "DE–NL"]
    assert sum(km for _, km in leg["countries"]) == pytest.approx(leg["km"], rel=0.03)
    assert [(g["from_mm"], g["to_mm"]) for g in leg["gauge_breaks"]] == [(1435, 1520), (1520, 1435)]


def test_the_prediction_is_proved_on_lines_that_exist():
    rows = measured()
    lines = [row for row in rows if row["points"]]
    assert len(lines) >= 12
    (mean,) = (row for row in rows if row["line"] == "mean of medians")
    assert float(mean["drawn_km"]) <= float(mean["straight_km"]) / 2
    summed = sum(float(row["drawn_km"]) for row in lines) / len(lines)
    assert summed == pytest.approx(float(mean["drawn_km"]), abs=0.1)


def test_the_page_shows_the_tables_and_keeps_text_as_text(atlas, drawn, legs, tmp_path):
    sly = "<img src=x onerror=alert(1)>"
    leg = legs[0].leg.model_copy(update={"note": sly})
    changed = [dataclasses.replace(legs[0], leg=leg), *legs[1:]]
    write_report(atlas, drawn, (), tmp_path, corridors=changed, as_of=atlas.as_of)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for heading in ("corridors", "legs", "known", "gaps", "alignment", "checks"):
        assert f'<h2 id="{heading}">' in page
    assert sly not in page
    assert "&lt;img src=x" in page
    joins = sorted({number for drawn_leg in legs for number in drawn_leg.joins})
    assert all(f'id="gap-{number}"' in page for number in joins)


def test_an_atlas_without_corridors_has_no_tables_on_the_network(atlas, drawn, tmp_path):
    write_report(atlas, drawn, (), tmp_path, as_of=atlas.as_of)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="known"' not in page
    assert 'id="alignment"' in page
