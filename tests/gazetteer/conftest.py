"""The embedded gazetteer, and a small one of made-up places."""

import pytest

from geo.gazetteer import Gazetteer, GazetteerPlace
from geo.gazetteer import embedded as open_embedded


def place(place_id, names, lon, lat, *, kind="city", country="KZ", historical=()):
    return GazetteerPlace(
        place_id=place_id,
        names=names if isinstance(names, dict) else {"en": names},
        historical=tuple(historical),
        longitude=lon,
        latitude=lat,
        kind=kind,
        country=country,
        accuracy_m=500,
        source="test",
        licence="CC0-1.0",
    )


@pytest.fixture(scope="session")
def gazetteer():
    return open_embedded()


@pytest.fixture
def own():
    """Make a gazetteer of own places alone."""
    return lambda *places: Gazetteer([]).with_places(places)


@pytest.fixture(name="place")
def place_fixture():
    return place
