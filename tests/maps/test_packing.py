from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box
from shapely.geometry import LineString

from geo.maps.packing import pack, pack_lines, pack_polygons, unpack

degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_matches_the_published_example_of_the_algorithm():
    # Google's own example, latitude first there: 38.5,-120.2 40.7,-120.95 43.252,-126.453
    assert (
        pack([(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)], decimals=5)
        == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    )


@given(st.lists(degrees, max_size=30))
def test_comes_back_to_the_last_decimal(points):
    back = unpack(pack(points))
    rounded = [(round(a * 1e4) / 1e4, round(b * 1e4) / 1e4) for a, b in points]
    expected = [p for i, p in enumerate(rounded) if i == 0 or p != rounded[i - 1]]
    assert np.allclose(np.array(back), np.array(expected))


@given(st.lists(degrees, max_size=30))
def test_text_cannot_end_a_script(points):
    assert not set(pack(points)) & set("<>&'\"")


def test_a_line_that_rounds_to_a_point_is_left_out():
    tiny = LineString([(80, 45), (80.00001, 45.00001)])
    assert pack_lines(tiny) == []
    assert len(pack_lines(LineString([(80, 45), (81, 45)]))) == 1


def test_polygons_keep_their_holes_and_stay_open():
    ring = Polygon(box(0, 0, 10, 10).exterior, [box(2, 2, 4, 4).exterior])
    packed = pack_polygons(MultiPolygon([ring, box(20, 0, 20.00001, 0.00001)]))
    assert len(packed) == 1
    outer, hole = (unpack(text) for text in packed[0])
    assert len(outer) == 4
    assert len(hole) == 4
    assert outer[0] != outer[-1]
