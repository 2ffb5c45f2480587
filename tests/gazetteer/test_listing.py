"""The places of an area."""

import pytest

from geo.errors import InputError
from geo.vocab import PlaceKind

CITIES = [PlaceKind.CITY]


def test_the_most_populous_come_first_and_all_lie_inside(gazetteer):
    found = gazetteer.within((70, 42, 84, 52), kinds=[PlaceKind.CITY, PlaceKind.VILLAGE])
    assert len(found) > 100
    assert all(70 <= p.longitude <= 84 and 42 <= p.latitude <= 52 for p in found)
    people = [place.population for place in found]
    assert people == sorted(people, reverse=True)
    assert found[:9] == gazetteer.within((70, 42, 84, 52), kinds=[*CITIES, "village"], limit=9)
    assert {place.kind for place in found} <= {PlaceKind.CITY, PlaceKind.VILLAGE}


def test_a_place_has_its_names_and_its_source(gazetteer):
    towns = gazetteer.within((71, 51, 72, 51.5), kinds=CITIES, shelves=["geonames"])
    astana = next(town for town in towns if town.names[0] == "Astana")
    assert "Астана" in astana.names
    assert "Целиноград" in astana.old_names
    assert not set(astana.names) & set(astana.old_names)
    assert (astana.country, astana.licence) == ("KZ", "CC-BY-4.0")
    assert 500_000 < astana.population < 2_000_000


def test_stations_and_regions_can_be_asked_for(gazetteer):
    box = (79.0, 46.5, 81, 48.5)
    stations = gazetteer.within(box, kinds=[PlaceKind.STATION])
    assert any("Ayagoz" in place.names for place in stations)
    assert {place.source for place in stations} == {"Atlas, after OpenStreetMap"}
    everything = gazetteer.within(box)
    assert {place.kind for place in everything} > {PlaceKind.STATION, PlaceKind.VILLAGE}


def test_own_places_and_the_date_line(own, place):
    made = own(
        place("a", "Fiji", 179.5, -17, country="FJ"),
        place(
            "b", {"en": "Niue", "xx": "Niuē"}, -169.9, -19, historical=[("Savage", None, "1900")]
        ),
        place("c", "Far", 0, 0),
    )
    found = made.within((175, -20, -165, -10))
    assert [p.names[0] for p in found] == ["Fiji", "Niue"]
    assert found[1].old_names == ("Savage",)
    assert made.within((175, -20, -165, -10), shelves=["geonames"]) == []


@pytest.mark.parametrize("bbox", [(0, 10, 5, 5), (0, 0, float("nan"), 5)])
def test_what_is_no_box_is_refused(gazetteer, bbox):
    with pytest.raises(InputError, match="west, south, east, north"):
        gazetteer.within(bbox)
