import pytest
from shapely import Point

from geo.borders import border_line, country_at, country_polygon, region_polygon, within
from geo.errors import InputError


@pytest.mark.parametrize(
    ("point", "country"),
    [
        ((82.57046, 45.17027), "CN"),  # Alashankou station; Natural Earth says KZ
        ((80.38522, 44.22335), "KZ"),  # Khorgos village; Natural Earth says CN
        ((85.6104, 47.48235), "KZ"),  # Maykapshagay; Natural Earth says CN
        ((105.84, 21.02), "VN"),  # Hanoi, whose time zone is Bangkok's
        ((-30.0, 0.0), None),
    ],
)
def test_points_near_the_border_are_in_their_country(point, country):
    assert country_at(point) == country


def test_a_point_just_outside_is_within_its_tolerance():
    outside = (82.57046, 45.17027)
    assert not within(outside, country="KZ", tolerance_m=1000)
    assert within(outside, country="KZ", tolerance_m=5000)


def test_the_border_between_two_countries():
    border = border_line("KZ", "CN")
    assert border.equals(border_line("CN", "KZ"))
    assert border.distance(Point(82.55988, 45.20343)) < 1e-4
    assert border_line("KZ", "LA").is_empty


def test_an_unknown_country_is_an_error():
    with pytest.raises(InputError, match="'ZZ'"):
        country_polygon("ZZ")


def test_regions_and_countries_have_polygons():
    assert region_polygon("CN-XJ").contains(Point(87.6, 43.8))
    assert region_polygon("KZ").contains(Point(71.4, 51.2))
    assert region_polygon("XX-YY") is None
