import numpy as np
import pytest

from geo.geodesy import length_km
from geo.terrain import Window, _costs, elevation_at, least_cost_path


def test_a_path_joins_its_ends_exactly():
    start, end = (83.02203, 44.63535), (84.0, 44.5)
    path = least_cost_path(start, end)
    assert (path[0], path[-1]) == (start, end)
    assert length_km(path) >= length_km([start, end])


def test_beyond_the_grid_there_is_no_path():
    assert least_cost_path((102.7, 25.0), (102.5, 24.3)) is None
    assert least_cost_path((80.0, 45.0), (102.5, 45.0)) is None


def test_a_path_goes_round_a_lake():
    path = least_cost_path((81.2, 46.1), (82.2, 46.2))  # either side of Lake Alakol
    assert length_km(path) > 1.2 * length_km([path[0], path[-1]])


def test_a_path_climbs_less_than_the_straight_line():
    """From Khorgos over the Borohoro range towards Sayram."""
    start, end = (80.6, 44.2), (81.2, 44.7)
    path = least_cost_path(start, end)
    straight = [(80.6 + 0.6 * t, 44.2 + 0.5 * t) for t in np.linspace(0, 1, len(path))]

    def climb(points):
        heights = [elevation_at(point) for point in points]
        return np.abs(np.diff(heights)).sum()

    assert climb(path) < climb(straight)


@pytest.mark.parametrize(
    ("point", "metres", "tolerance"),
    [((75.4, 40.55), 3672, 30), ((80.44, 47.963), 663, 30), ((89.2, 42.9), 0, 40)],
)
def test_known_heights(point, metres, tolerance):
    assert abs(elevation_at(point) - metres) <= tolerance


def test_on_a_plain_cost_is_distance():
    flat = Window(np.full((5, 6), 300.0), 60 + np.arange(6) / 120, 48 - np.arange(5) / 120)
    costs = _costs(flat)
    one_east = costs[0, 1]
    assert one_east == pytest.approx(111.2 / 120 * np.cos(np.radians(48)), rel=1e-2)
    assert costs[0, 6] == pytest.approx(111.2 / 120, rel=1e-3)
