import dataclasses
from datetime import date

import pytest

from geo.atlas import load_atlas
from geo.building import check
from geo.lines import draw_atlas
from geo.lines.alignment import within_km
from geo.lines.checks import check_lines
from geo.lines.spans import compared_length, span_km, status_on
from geo.vocab import Severity, Status

LINE1 = "railways/1-aktogay-dostyk-alashankou-urumqi.yaml"
LINE2 = "railways/2-zhetygen-altynkol-khorgos-jinghe.yaml"

SANITY = [
    ("line-1", "aktogay-station", "dostyk-station", 299, 316),
    ("line-1", "dostyk-station", "alashankou-station", 11, 14.5),
    ("line-1", "alashankou-station", "urumqi", 445, 480),
    ("line-2", "zhetygen", "crossing-altynkol-khorgos", 284, 302),
    ("line-2", "zhetygen", "altynkol", 275, 291),
    ("line-2", "khorgos", "jinghe", 278, 295),
    ("line-3", "ayagoz-station", "bakhty", 265, 312),
    ("line-3", "tacheng-station", "baikouquan", 265, 281),
    ("line-3", "crossing-bakhty-baketu", "tacheng-station", 14.5, 18),
]


def of_railway(drawn, identifier):
    return [section for section in drawn if section.railway.id == identifier]


def errors(folder, rule):
    found = check(folder).errors
    assert all(finding.severity is Severity.ERROR for finding in found)
    return [finding for finding in found if finding.rule == rule]


def test_the_embedded_atlas_passes(atlas, drawn):
    assert [f for f in check_lines(atlas, drawn) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize(("railway", "start", "end", "low", "high"), SANITY)
def test_lengths_are_within_the_sanity_ranges(drawn, railway, start, end, low, high):
    assert low <= span_km(of_railway(drawn, railway), start, end) <= high


def test_a_wrong_published_length_is_found(edit, atlas_copy):
    edit(LINE1, "km: 304", "km: 404")
    (finding,) = errors(atlas_copy, "length")
    assert "published 404 km" in finding.message


def test_a_range_that_is_missed_is_found(edit, atlas_copy):
    edit(LINE1, "max_km: 316", "max_km: 300")
    (finding,) = errors(atlas_copy, "range")
    assert "outside 299 to 300 km" in finding.message


def test_a_crossing_point_far_from_the_line_is_found(edit, atlas_copy):
    edit(LINE1, "via: [crossing-dostyk-alashankou]", "via: []")
    edit(LINE1, "lat: 45.20343", "lat: 45.30343")
    (finding,) = errors(atlas_copy, "border")
    assert "from its crossing point; allowed: 2 km" in finding.message
    assert errors(atlas_copy, "crossing")[0].subject == "crossing-dostyk-alashankou"


def test_a_line_that_never_crosses_is_found(edit, atlas_copy):
    edit(LINE2, "    countries: [KZ]\n", "    countries: [KZ, CN]\n")
    (finding,) = errors(atlas_copy, "border")
    assert "crosses the border KZ–CN 0 times" in finding.message


def test_countries_in_the_wrong_direction_are_found(edit, atlas_copy):
    edit(LINE1, "    countries: [KZ, CN]\n    method", "    countries: [CN, KZ]\n    method")
    (finding,) = errors(atlas_copy, "border")
    assert finding.message == "runs from KZ to CN; the record says CN to KZ"


def test_a_line_through_another_country_is_found(edit, atlas_copy):
    edit(LINE1, "    countries: [KZ]\n", "    countries: [CN]\n")
    (finding,) = errors(atlas_copy, "countries")
    assert "runs through KZ; allowed: CN" in finding.message


def test_a_line_that_crosses_itself_is_found(atlas, drawn):
    first = drawn[0]
    loop = ((80.2, 46.7), (80.9, 46.3), (80.9, 46.7), (80.2, 46.3))
    broken = dataclasses.replace(first, points=(first.points[0], *loop, first.points[-1]))
    finding = next(f for f in check_lines(atlas, [broken]) if f.rule == "geometry")
    assert finding.severity is Severity.ERROR


def test_anchors_off_the_line_or_out_of_order_are_found(atlas, drawn):
    first = drawn[0]
    off = dataclasses.replace(first, points=tuple((x, y + 0.01) for x, y in first.points))
    swapped = dataclasses.replace(first, anchors=(first.anchors[0], *first.anchors[:0:-1]))
    for broken, says in ((off, "off the line"), (swapped, "out of order")):
        findings = check_lines(atlas, [broken])
        finding = next(f for f in findings if f.rule == "stations")
        assert (finding.severity, says in finding.message) == (Severity.ERROR, True)


def test_a_claim_without_its_source_is_found(atlas, drawn):
    poorer = atlas.model_copy(
        update={"sources": {k: v for k, v in atlas.sources.items() if k != "kkwiki"}}
    )
    found = [f for f in check_lines(poorer, drawn) if f.severity is Severity.ERROR]
    assert {f.rule for f in found} == {"sources"}
    assert "kkwiki" in found[0].message


def test_published_lengths_are_taken_by_date(atlas):
    third = atlas.railways[2]
    lengths = {
        day: compared_length(third, "ayagoz-station", "bakhty", as_of=day)
        for day in (date(2023, 1, 1), date(2024, 7, 1), date(2026, 11, 1))
    }
    assert {day: length and length.km for day, length in lengths.items()} == {
        date(2023, 1, 1): None,
        date(2024, 7, 1): 272,
        date(2026, 11, 1): 303,
    }


@pytest.mark.parametrize(
    ("day", "operating"),
    [("1985-01-01", 0), ("1995-01-01", 1), ("2013-06-01", 2), ("2024-07-04", 2)],
)
def test_how_many_railways_cross_the_border_on_a_day(atlas, day, operating):
    on = [status_on(railway.status, date.fromisoformat(day)) for railway in atlas.railways]
    assert (
        sum(change is not None and change.status is Status.OPERATING for change in on) == operating
    )


def test_the_example_of_another_region_passes():
    from geo import embedded

    atlas = load_atlas(embedded.path("examples/kunming-vientiane"))
    findings = check_lines(atlas, draw_atlas(atlas))
    assert {f.severity for f in findings} == {Severity.OK, Severity.WARNING}


def test_a_candidate_whose_band_is_narrower_than_measured_is_found(atlas, drawn):
    candidate = next(s for s in drawn if s.section.method.value == "candidate")
    bands = {f.subject: f for f in check_lines(atlas, drawn) if f.rule == "uncertainty"}
    assert len(bands) == len(drawn)
    assert bands[candidate.id].severity is Severity.OK
    narrow = candidate.section.model_copy(update={"accuracy_m": 1000.0})
    found = check_lines(atlas, [dataclasses.replace(candidate, section=narrow)])
    (finding,) = (f for f in found if f.rule == "uncertainty")
    assert finding.severity is Severity.WARNING
    assert "narrower than measured" in finding.message


def test_the_bands_of_the_atlas_are_those_of_the_table(drawn):
    """Between what holds 80 and 95 of 100 points of known lines."""
    for section in drawn:
        if section.section.method.value == "candidate":
            assert within_km(80) <= section.section.accuracy_m / 1000 <= within_km(95)
            assert f"{within_km(80):g} km" in section.section.accuracy_basis
            assert f"{within_km(95):g} km" in section.section.accuracy_basis
