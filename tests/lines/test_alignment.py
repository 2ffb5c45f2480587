from __future__ import annotations

import numpy as np
import pytest
from shapely import LineString, Point

from geo.geodesy import length_km
from geo.lines.alignment import ATTRACTION, Attraction, predict_line, pull_of
from geo.terrain import Window, least_cost_path
from geo.vocab import Method

KHORGOS, JINGHE = (80.4543, 44.15619), (83.02203, 44.63535)


def window():
    return Window(np.zeros((3, 5)), np.linspace(80, 84, 5), np.array([46.0, 45.0, 44.0]))


def test_the_pull_is_strongest_in_a_town_and_none_far_away():
    towns = np.array([[82.0, 45.0, 900.0]])
    pull = pull_of(towns, window(), ATTRACTION).reshape(3, 5)
    assert pull[1, 2] == pytest.approx(1)
    assert pull.argmax() == 7
    assert pull[0, 0] == 0


def test_size_counts_only_if_it_is_to():
    towns = np.array([[80.0, 45.0, 500.0], [84.0, 45.0, 5_000_000.0]])
    alike = pull_of(towns, window(), Attraction(0.5, 20.0, 0.0)).reshape(3, 5)
    sized = pull_of(towns, window(), Attraction(0.5, 20.0, 0.3)).reshape(3, 5)
    assert alike[1, 0] == alike[1, 4] == 1
    assert sized[1, 0] < 0.3
    assert sized[1, 4] == 1


def test_towns_bring_a_line_to_its_stations(atlas):
    """The railway serves Yining; the cheapest way over the land goes round the range."""
    section = next(s for r in atlas.railways for s in r.sections if s.id == "khorgos-jinghe")
    stations = [Point(atlas.point(i)) for i in section.via]

    def degrees(line):
        return float(np.median([LineString(line).distance(station) for station in stations]))

    towns, terrain = predict_line(KHORGOS, JINGHE), least_cost_path(KHORGOS, JINGHE)
    assert degrees(towns) < 0.1
    assert degrees(towns) < degrees(terrain) / 4
    assert length_km(towns) < 1.5 * length_km([KHORGOS, JINGHE])


def test_no_pull_is_the_terrain_alone():
    none = predict_line(KHORGOS, JINGHE, attraction=Attraction(0.0, 10.0, 0.0))
    assert none == least_cost_path(KHORGOS, JINGHE)


def test_outside_the_heights_there_is_no_prediction():
    assert predict_line((10, 50), (11, 50)) is None


def test_only_lines_through_named_places_follow_the_towns(atlas):
    from geo.lines.drawing import draw_section

    railway, section = next(
        (r, s) for r in atlas.railways for s in r.sections if s.id == "khorgos-jinghe"
    )
    bare = section.model_copy(update={"via": ()})
    named = bare.model_copy(update={"method": Method.WAYPOINTS})
    assert draw_section(atlas, railway, bare).points != draw_section(atlas, railway, named).points
