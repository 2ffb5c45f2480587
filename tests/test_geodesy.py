import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.geodesy import along, area_km2, cumulative_km, densify, distance_km, length_km

lonlats = st.tuples(st.floats(-180, 180), st.floats(-89, 89))
ASTANA, SHANGHAI = (71.44598, 51.1801), (121.46917, 31.22222)


def test_lengths_are_geodesic_not_planar():
    assert distance_km(ASTANA, SHANGHAI) == pytest.approx(4628, abs=2)
    assert length_km(densify([ASTANA, SHANGHAI], step_km=50)) == pytest.approx(
        distance_km(ASTANA, SHANGHAI), rel=1e-9
    )


@given(st.lists(lonlats, min_size=1, max_size=10))
def test_distances_grow_along_a_line(points):
    marks = cumulative_km(points)
    assert len(marks) == len(points)
    assert marks[0] == 0
    assert (marks[1:] >= marks[:-1]).all()


@given(lonlats, lonlats)
def test_distance_is_symmetric(a, b):
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)


@given(st.lists(lonlats, min_size=2, max_size=6), st.floats(0, 1))
def test_a_point_along_a_line_is_that_far(points, share):
    total = length_km(points)
    there = along(points, total * share)
    assert -180 <= there[0] <= 180
    if share in {0.0, 1.0}:
        assert there in (points[0], points[-1])


def test_along_measures_from_the_start():
    line = [(80.0, 45.0), (81.0, 45.0), (81.0, 46.0)]
    assert distance_km(line[0], along(line, 30)) == pytest.approx(30, rel=1e-6)


def test_dense_steps_are_short():
    dense = densify([(80.0, 45.0), (82.0, 45.0)], step_km=20)
    steps = itertools.pairwise(dense)
    assert max(distance_km(a, b) for a, b in steps) <= 20
    with pytest.raises(ValueError, match="above 0"):
        densify([(0.0, 0.0), (1.0, 1.0)], step_km=0)


def test_area_is_geodesic():
    assert area_km2(box(0, 0, 1, 1)) == pytest.approx(12308.8, rel=1e-4)
