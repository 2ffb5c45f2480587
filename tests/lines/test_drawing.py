import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from geo import embedded
from geo.atlas import load_atlas
from geo.errors import InputError
from geo.geodesy import continuous, distance_km, length_km
from geo.lines import draw_atlas
from geo.lines.drawing import _curve, draw_section
from geo.vocab import Accuracy, Method

lonlats = st.tuples(st.floats(-179, 179), st.floats(-80, 80))


def test_every_line_passes_its_anchors(atlas, drawn):
    for section in drawn:
        for identifier, km in section.anchors:
            nearest = min(distance_km(atlas.point(identifier), p) for p in section.points)
            assert nearest < 0.001
            assert 0 <= km <= section.length_km + 1e-9


def test_lines_are_simple_and_dense(drawn):
    for section in drawn:
        assert LineString(section.points).is_simple
        steps = zip(section.points, section.points[1:], strict=False)
        assert max(distance_km(a, b) for a, b in steps) < 7


def test_drawing_twice_gives_the_same_points(atlas, drawn):
    again = draw_section(atlas, drawn[0].railway, drawn[0].section)
    assert again.points == drawn[0].points


def test_without_terrain_the_line_says_that_it_is_straight():
    atlas = load_atlas(embedded.path("examples/kunming-vientiane"))
    assert {section.accuracy for section in draw_atlas(atlas)} == {Accuracy.CHORD}


def test_a_candidate_never_claims_more(drawn):
    fourth = [section for section in drawn if section.railway.number == 4]
    assert {section.accuracy for section in fourth} == {Accuracy.CANDIDATE}
    assert min(section.section.accuracy_m for section in fourth) >= 20_000


def test_a_method_without_data_is_refused(atlas, drawn):
    section = drawn[0].section.model_copy(update={"method": Method.NETWORK})
    with pytest.raises(InputError, match="line-1/aktogay-dostyk"):
        draw_section(atlas, drawn[0].railway, section)


@settings(deadline=None)  # the first curve loads SciPy
@given(st.lists(lonlats, min_size=3, max_size=12, unique=True))
def test_a_curve_keeps_its_knots_in_order(knots):
    knots = continuous(knots)
    if min(distance_km(a, b) for a, b in itertools.pairwise(knots)) < 1:
        return
    points = iter(_curve(knots[:4]))
    assert all(any(point == knot for point in points) for knot in knots[:4])


@given(st.lists(lonlats, min_size=2, max_size=12))
def test_longitudes_are_continuous_and_the_same_places(points):
    shifted = continuous(points)
    for (before, _), (after, _) in itertools.pairwise(shifted):
        assert abs(after - before) <= 180 + 1e-9
    for old, new in zip(points, shifted, strict=True):
        assert (new[0] - old[0]) % 360 == pytest.approx(0, abs=1e-6) or (
            new[0] - old[0]
        ) % 360 == pytest.approx(360, abs=1e-6)


def test_the_curve_does_not_swing_out():
    knots = [(80.0, 46.0), (80.5, 46.0), (81.0, 46.0), (81.0, 46.5), (81.0, 47.0)]
    assert length_km(_curve(knots)) < 1.03 * length_km(knots)


def test_on_an_earlier_day_the_earlier_design_is_drawn(atlas, drawn):
    def ayagoz_bakhty(sections):
        return next(s for s in sections if s.id == "line-3-ayagoz-bakhty")

    before, now = ayagoz_bakhty(draw_atlas(atlas, as_of=date(2024, 7, 2))), ayagoz_bakhty(drawn)
    assert [i for i, _ in before.anchors if i in {"ay", "sholpan"}] == []
    assert [i for i, _ in now.anchors if i in {"ay", "sholpan"}] == ["ay", "sholpan"]
    assert before.length_km < now.length_km
