"""Find the place nearest to a point, and the country and region that it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo.borders import country_at
from geo.gazetteer.answering import candidate
from geo.gazetteer.hints import SETTLEMENTS
from geo.gazetteer.matching import Match
from geo.gazetteer.outlines import region_at
from geo.geodesy import distance_km
from geo.vocab import MatchKind

if TYPE_CHECKING:
    from geo.gazetteer.gazetteer import Gazetteer
    from geo.gazetteer.own import OwnShelf
    from geo.gazetteer.records import Candidate
    from geo.gazetteer.shelf import Shelf

MEASURED = 16  # places nearest on a sphere, of which the nearest on the ellipsoid is taken


@dataclass(frozen=True, slots=True)
class Nearest:
    """The place nearest to a point.

    Parameters
    ----------
    place
        The place.
    distance_km
        Its geodesic distance.
    country
        ISO 3166-1 code of the country whose outline holds the point; None at sea.
    region_id
        ISO 3166-2 code of the first-level unit whose outline holds the point, or None.
    """

    place: Candidate
    distance_km: float
    country: str | None
    region_id: str | None


class PlaceIndex:
    """The points of a gazetteer's settlements, for searches by position.

    Parameters
    ----------
    gazetteer
        Whose places to search. Building the index takes about half a second.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        parts = [_points(shelf) for shelf in gazetteer.shelves]
        owners = [np.full(len(part), i, dtype=np.int32) for i, part in enumerate(parts)]
        self._shelves = gazetteer.shelves
        self._owner = np.concatenate(owners)
        table = np.concatenate(parts)
        self._number = table[:, 2].astype(np.int64)
        self._unit_vectors = _unit_vectors(table[:, :2])

    def nearest(self, longitude: float, latitude: float, *, count: int = 1) -> list[Nearest]:
        """Return the settlements nearest to a point.

        Parameters
        ----------
        longitude, latitude
            In degrees, WGS 84.
        count
            How many to return at most.
        """
        here = _unit_vectors(np.array([[longitude, latitude]]))[0]
        closeness = self._unit_vectors @ here
        wanted = min(max(MEASURED, 2 * count), len(closeness))
        nearest = np.argpartition(-closeness, wanted - 1)[:wanted]
        point = (longitude, latitude)
        country, region = country_at(point), region_at(longitude, latitude)
        found = []
        for i in nearest:
            shelf = self._shelves[int(self._owner[i])]
            place = candidate(
                Match(shelf, int(self._number[i]), MatchKind.EXACT, primary=True), 1.0
            )
            apart = distance_km(point, (place.longitude, place.latitude))
            found.append(Nearest(place, apart, country, region))
        return sorted(found, key=lambda n: (n.distance_km, n.place.place_id))[:count]


@cache
def index_of(gazetteer: Gazetteer) -> PlaceIndex:
    """Return the index of a gazetteer, built once."""
    return PlaceIndex(gazetteer)


def _points(shelf: Shelf | OwnShelf) -> np.ndarray:
    """Return longitude, latitude and number of every settlement of a shelf."""
    rows = [
        (row.longitude, row.latitude, number)
        for number, row in enumerate(shelf.rows())
        if shelf.kind(row) in SETTLEMENTS
    ]
    return np.array(rows, dtype=float).reshape(-1, 3)


def _unit_vectors(lonlat: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
