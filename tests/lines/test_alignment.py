from __future__ import annotations

import numpy as np
import pytest
from shapely import LineString, Point

from geo.geodesy import distance_km, length_km
from geo.lines.alignment import (
    ATTRACTIONS,
    Attraction,
    ease_of,
    km_to_towns,
    predict_line,
)
from geo.terrain import Window, least_cost_path
from geo.vocab import Method

KHORGOS, JINGHE = (80.4543, 44.15619), (83.02203, 44.63535)


def window():
    return Window(np.zeros((3, 5)), np.linspace(80, 84, 5), np.array([46.0, 45.0, 44.0]))


def test_a_kilometre_is_cheapest_in_a_town_and_full_price_far_away():
    away = km_to_towns(np.array([[82.0, 45.0]]), window(), within_km=225.0)
    factors = ease_of(away, ATTRACTIONS).reshape(3, 5)
    assert factors.argmin() == 7
    assert factors[1, 2] == pytest.approx(np.exp(np.mean([np.log1p(-a.pull) for a in ATTRACTIONS])))
    assert (np.diff(factors[1, 2:]) > 0).all()
    none = km_to_towns(np.empty((0, 2)), window(), within_km=225.0)
    assert (ease_of(none, ATTRACTIONS) == 1).all()


def test_the_factor_of_one_attraction_is_its_own():
    factors = ease_of(np.array([0.0, 20.0, 500.0]), [Attraction(0.8, 20.0)])
    assert factors == pytest.approx([0.2, 1 - 0.8 / np.e, 1.0])


def test_the_nearest_of_two_towns_counts():
    places = np.array([[80.0, 45.0], [84.0, 45.0]])
    away = km_to_towns(places, window(), within_km=500.0).reshape(3, 5)
    assert away[1, 0] == away[1, 4] == 0
    assert away[1, 1] == pytest.approx(distance_km((80.0, 45.0), (81.0, 45.0)), rel=0.01)
    assert away[1, 1] == pytest.approx(away[1, 3])


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
    none = predict_line(KHORGOS, JINGHE, attractions=[Attraction(0.0, 10.0)])
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
