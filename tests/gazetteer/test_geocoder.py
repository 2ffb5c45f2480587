"""The gazetteer behind geopy's interface."""

import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.gazetteer.geocoder import OfflineGeocoder


@pytest.fixture(scope="module")
def geocoder():
    return OfflineGeocoder()


def test_it_is_a_geocoder_of_geopy(geocoder):
    assert isinstance(geocoder, Geocoder)


def test_one_place(geocoder):
    location = geocoder.geocode("塔城", timeout=1)
    assert isinstance(location, Location)
    assert isinstance(location.point, Point)
    assert location.latitude == pytest.approx(46.745, abs=0.01)
    assert location.longitude == pytest.approx(82.958, abs=0.01)
    assert location.address.startswith("Tacheng")
    assert location.raw["verdict"] == "resolved"
    assert location.raw["licence"]


def test_an_ambiguous_name_has_no_single_location(geocoder):
    assert geocoder.geocode("Springfield") is None
    locations = geocoder.geocode("Springfield", exactly_one=False, limit=3)
    assert len(locations) == 3
    assert {one.raw["verdict"] for one in locations} == {"ambiguous"}


def test_an_unknown_name(geocoder):
    assert geocoder.geocode("xkcdxkcd") is None
    assert geocoder.geocode("xkcdxkcd", exactly_one=False) is None


def test_hints(geocoder):
    assert geocoder.geocode("Springfield", region="US-IL").raw["admin1"] == "Illinois"
    dostyk = geocoder.geocode("Aktogay", near=[(45.25, 82.49)])
    assert dostyk.longitude == pytest.approx(79.68, abs=0.02)
    with pytest.raises(GeocoderQueryError, match="QQ"):
        geocoder.geocode("Astana", country="QQ")


def test_with_a_rate_limiter(geocoder):
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert limited("Astana").raw["country"] == "KZ"


@pytest.mark.parametrize("point", [(45.1703, 82.5698), "45.1703, 82.5698", Point(45.1703, 82.5698)])
def test_reverse(geocoder, point):
    location = geocoder.reverse(point)
    assert location.raw["country_at_point"] == "CN"
    assert location.raw["region_at_point"] == "CN-XJ"
    assert location.raw["distance_km"] < 1


def test_reverse_tells_the_sides_of_the_border_apart(geocoder):
    assert geocoder.reverse((45.25286, 82.48665)).raw["country_at_point"] == "KZ"
    assert geocoder.reverse((44.16491, 80.29542)).raw["country_at_point"] == "KZ"
    assert geocoder.reverse((44.15619, 80.4543)).raw["country_at_point"] == "CN"


def test_reverse_gives_a_list_by_distance(geocoder):
    locations = geocoder.reverse((47.96, 80.44), exactly_one=False, limit=4)
    distances = [one.raw["distance_km"] for one in locations]
    assert distances == sorted(distances)
    assert len(locations) == 4


def test_reverse_at_sea(geocoder):
    location = geocoder.reverse((-40.0, -120.0))
    assert location.raw["country_at_point"] is None
    assert location.raw["distance_km"] > 1000


@pytest.mark.parametrize("point", ["nowhere", (100, 200, 300, 400), None])
def test_reverse_of_no_point(geocoder, point):
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse(point)


def test_geopandas_may_use_it(geocoder):
    import geopandas

    names = ["Astana", "塔城"]
    points = [geocoder.geocode(name) for name in names]
    frame = geopandas.GeoDataFrame(
        {"name": names},
        geometry=geopandas.points_from_xy(
            [p.longitude for p in points], [p.latitude for p in points], crs="EPSG:4326"
        ),
    )
    assert frame.total_bounds[2] == pytest.approx(82.958, abs=0.01)
