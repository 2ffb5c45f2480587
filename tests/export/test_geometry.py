"""Geometry for files: what must hold for any line, not only for the examples."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.export.geometry import bbox, prepare

steps = st.tuples(st.floats(-60, 60), st.floats(-5, 5))
lines = st.builds(
    lambda lon, lat, moves: np.round(
        np.column_stack(
            [
                lon + np.cumsum([0, *(m[0] for m in moves)]),
                np.clip(lat + np.cumsum([0, *(m[1] for m in moves)]), -89, 89),
            ]
        ),
        5,
    ),
    st.floats(-170, 170),
    st.floats(-60, 60),
    st.lists(steps.filter(lambda m: abs(m[0]) + abs(m[1]) > 0.1), min_size=1, max_size=12),
)


@given(lines)
def test_splitting_keeps_the_length_and_stays_in_the_world(lonlat):
    line = shapely.LineString(lonlat)
    made = prepare([line])[0]
    west, _, east, _ = made.bounds
    assert west >= -180
    assert east <= 180
    assert made.length == pytest.approx(line.length, rel=1e-4, abs=1e-4)


@given(lines)
def test_the_box_holds_the_line_and_is_no_wider_than_it(lonlat):
    line = shapely.LineString(lonlat)
    west, _, east, _ = bbox([line])
    span = (east - west) % 360 if west > east else east - west
    assert span == pytest.approx(min(360.0, np.ptp(lonlat[:, 0])), abs=1e-4)


def test_the_box_of_points_on_both_sides_is_the_short_way_only_if_one_crosses():
    apart = [shapely.Point(179, 0), shapely.Point(-179, 0)]
    assert bbox(apart) == [-179, 0, 179, 0]
    assert bbox([*apart, shapely.LineString([(179, 0), (181, 1)])]) == [179, 0, -179, 1]


def test_two_dimensions_and_no_negative_zero():
    made = prepare([shapely.Point(-0.0000001, 5, 300)])[0]
    assert not made.has_z
    assert str(made.x) == "0.0"
