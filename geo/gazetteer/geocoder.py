"""Offer the gazetteer as a geocoder of geopy: offline, and as careful as ever."""

from __future__ import annotations

from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.errors import InputError
from geo.gazetteer import Candidate, Gazetteer, embedded


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocode offline with geopy's interface.

    An ambiguous name has no single answer: with ``exactly_one=True`` it gives None, as an
    unknown one does, and with ``exactly_one=False`` all its candidates. ``Location.raw`` has
    every field of the candidate, the verdict and its reason. Errors are those of `geopy.exc`.

    Parameters
    ----------
    gazetteer
        Where to look; the embedded index unless given.

    Examples
    --------
    >>> location = OfflineGeocoder().geocode("塔城")
    >>> location.address, round(location.latitude, 2), round(location.longitude, 2)
    ('Tacheng, Xinjiang Uygur Zizhiqu, CN', 46.75, 82.96)
    """

    def __init__(self, *, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(user_agent="geo")
        self.gazetteer = gazetteer or embedded()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's interface; nothing to wait for
        country: str | None = None,
        kind: str | None = None,
        region: str | None = None,
        near: Any = (),
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Return the place that a name means.

        Parameters
        ----------
        query
            The name, alone or followed by what it lies in.
        exactly_one
            Whether to return one location, or a list of all that may be meant.
        timeout
            Accepted for the sake of geopy's interface.
        country, kind, region
            Hints as in `geo.gazetteer.locate`.
        near
            Points that the place should be near to, each as geopy takes points: latitude
            first.
        limit
            How many locations to return at most.

        Returns
        -------
        geopy.Location, list of geopy.Location or None
            None if no place, or with ``exactly_one`` no single place, answers.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If a hint is not known.
        """
        points = [(p.longitude, p.latitude) for p in map(Point, near)]
        try:
            answer = self.gazetteer.locate(
                str(query), country=country, kind=kind, region=region, near=points, candidates=limit
            )
        except InputError as error:
            raise GeocoderQueryError(str(error)) from error
        notes = {"verdict": answer.verdict.value, "reason": answer.reason}
        if exactly_one:
            return _location(answer.best, notes) if answer.best else None
        return [_location(found, notes) for found in answer.candidates] or None

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's interface; nothing to wait for
        limit: int = 5,
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point.

        Country and region are those whose outlines hold the point, not those of the
        settlement.

        Parameters
        ----------
        query
            A point as geopy takes points: latitude first.
        exactly_one
            Whether to return one location or a list.
        timeout
            Accepted for the sake of geopy's interface.
        limit
            How many locations to return at most.

        Returns
        -------
        geopy.Location or list of geopy.Location
            ``raw`` has ``distance_km``, ``country_at_point`` and ``region_at_point`` too.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If the query is no point.
        """
        from geo.gazetteer.nearest import index_of

        try:
            point = Point(query) if query is not None else Point("")
        except (TypeError, ValueError) as error:
            raise GeocoderQueryError(str(error)) from error
        count = 1 if exactly_one else limit
        found = index_of(self.gazetteer).nearest(point.longitude, point.latitude, count=count)
        locations = [
            _location(
                near.place,
                {
                    "distance_km": round(near.distance_km, 3),
                    "country_at_point": near.country,
                    "region_at_point": near.region_id,
                },
            )
            for near in found
        ]
        return locations[0] if exactly_one and locations else locations or None


def address(candidate: Candidate) -> str:
    """Return name, first-level unit and country code of a candidate, as far as they differ."""
    parts = [candidate.name, candidate.admin1, candidate.country]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _location(candidate: Candidate, notes: dict[str, Any]) -> Location:
    raw = {**candidate.as_dict(), **notes}
    return Location(address(candidate), (candidate.latitude, candidate.longitude), raw)
