from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString, Point

from geo.geodesy import densify, ellipsoid
from geo.maps.bands import band


@pytest.mark.parametrize("accuracy", [1500, 15_000, 25_000])
@pytest.mark.parametrize(
    "line",
    [
        LineString([(80, 47), (83, 46)]),
        LineString([(75, 60), (95, 62)]),
        LineString([(100, 18), (102.5, 25)]),
    ],
)
def test_the_edge_is_as_far_as_the_accuracy_says(line, accuracy):
    area = band(line, accuracy_m=accuracy)
    middle = np.array(densify(list(line.coords), step_km=0.2))
    geod = ellipsoid()
    distances = [
        geod.inv(*np.broadcast_arrays(*edge, *middle.T))[2].min()
        for edge in list(area.exterior.coords)[::3]
    ]
    assert max(distances) <= accuracy * 1.06
    assert min(distances) >= accuracy * 0.9


def test_the_line_lies_in_its_band():
    line = LineString([(80, 47), (81, 46.2), (83, 46)])
    area = band(line, accuracy_m=3000)
    assert area.is_valid
    assert all(area.contains(Point(p)) for p in line.coords)
