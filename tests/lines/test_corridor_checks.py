from __future__ import annotations

import dataclasses

import pytest

from geo.atlas.corridors import Mode
from geo.lines.corridor_checks import MOST_UNEXPLAINED, check_corridors
from geo.lines.corridors import LegMethod, draw_corridors
from geo.network.joins import Verdict, load_joins
from geo.network.known import compare_known
from geo.vocab import Severity


@pytest.fixture(scope="module")
def legs(atlas, drawn):
    return draw_corridors(atlas, drawn)


def of(legs, corridor, branch):
    return [leg for leg in legs if (leg.corridor.id, leg.branch.id) == (corridor, branch)]


def test_the_embedded_corridors_pass_with_nothing_unexplained(legs):
    findings = check_corridors(legs)
    assert [f.message for f in findings if f.severity is not Severity.OK] == []
    compared = [f for f in findings if f.published_km]
    assert {f.subject.rsplit("-", 1)[0] for f in compared} >= {"north-south", "china-pakistan"}
    for finding in compared:
        share = abs(finding.drawn_km / finding.published_km - 1)
        assert share <= MOST_UNEXPLAINED or ": " in finding.message


def test_the_north_south_corridor_has_the_length_that_is_published(legs):
    west = of(legs, "north-south", "west")
    assert sum(leg.length_km for leg in west) == pytest.approx(7200, rel=0.02)


def test_a_length_far_off_must_be_explained(legs):
    branch = of(legs, "north-south", "west")
    corridor = branch[0].corridor
    for km, note, severity in (
        (9000, None, Severity.ERROR),
        (9000, "Another way.", Severity.OK),
        (7500, None, Severity.OK),
    ):
        length = corridor.lengths[0].model_copy(update={"km": km, "note": note})
        other = corridor.model_copy(update={"lengths": (length,)})
        changed = [dataclasses.replace(leg, corridor=other) for leg in branch]
        (finding,) = (f for f in check_corridors(changed) if f.rule == "corridor length")
        assert finding.severity is severity


def test_a_missing_railway_is_a_warning_and_a_ferry_over_a_lake_is_not(legs):
    ferry = next(leg for leg in legs if leg.leg.id == "van-tatvan")
    assert ferry.method is LegMethod.STRAIGHT
    assert "over the water" in check_corridors([ferry])[0].message
    as_rail = ferry.leg.model_copy(update={"mode": Mode.RAIL})
    found = check_corridors([dataclasses.replace(ferry, leg=as_rail)])[0]
    assert found.severity is Severity.WARNING
    assert "van – tatvan" in found.message


def test_every_joined_gap_that_is_used_was_checked_by_hand(legs):
    used = {number for leg in legs for number in leg.joins}
    used |= {number for row in compare_known() for number in row.joins}
    joins = load_joins()
    unchecked = [n for n in sorted(used) if joins[n].verdict is Verdict.UNCHECKED]
    assert unchecked == []
    assert all(joins[n].railway and joins[n].reason for n in used)
    wide = [n for n in sorted(used) if joins[n].km > 15 and not joins[n].source]
    assert wide == [], "a wide gap needs a source that a railway runs there"


def test_a_gap_that_nobody_looked_at_is_a_warning(legs, monkeypatch):
    leg = next(leg for leg in legs if leg.joins)
    joins = {
        number: dataclasses.replace(join, verdict=Verdict.UNCHECKED)
        for number, join in load_joins().items()
    }
    monkeypatch.setattr("geo.lines.corridor_checks.load_joins", lambda: joins)
    found = [f for f in check_corridors([leg]) if f.rule == "joined gaps"]
    assert [f.severity for f in found] == [Severity.WARNING]
    assert str(leg.joins[0]) in found[0].message
