"""Ask an online service for what the gazetteer does not know; only when told to.

The gazetteer answers first. A service is asked only for names that it does not resolve, never
faster than the service allows, with the caller's own User-Agent, and never twice for the same
name: answers are kept in a folder that all runs share. An online place that contradicts a hint
is not taken.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderRateLimited, GeocoderServiceError, GeocoderTimedOut
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geo.borders import TOLERANCE_M, within
from geo.errors import InputError
from geo.gazetteer import Answer, Candidate, Gazetteer, embedded
from geo.vocab import MatchKind, PlaceKind, Verdict

LONGEST_WAIT_S = 60.0  # a service that asks to wait longer is left alone
ATTEMPTS = 3
ONLINE_ACCURACY_M = 5_000.0
ONLINE_SCORE = 0.8
_CITY_TYPES = frozenset({"city", "town", "municipality"})


@dataclass(frozen=True, slots=True)
class Service:
    """An online service and its terms.

    Parameters
    ----------
    name
        Its name.
    geocoder
        The geopy geocoder that asks it.
    delay_s
        Seconds between two requests, at least.
    licence
        SPDX id of its data.
    attribution
        What must stand beside its data.
    """

    name: str
    geocoder: Geocoder
    delay_s: float
    licence: str
    attribution: str


def nominatim(*, user_agent: str, domain: str | None = None, scheme: str = "https") -> Service:
    """Return OpenStreetMap's Nominatim, or another server of it.

    Its terms ask for a User-Agent of one's own and for one request a second at most.

    Parameters
    ----------
    user_agent
        Name of your application and an address to reach you at.
    domain
        Another server.
    scheme
        ``https`` or ``http``.
    """
    geocoder = Nominatim(**_options(user_agent, domain, scheme))
    return Service("Nominatim", geocoder, 1.0, "ODbL-1.0", "© OpenStreetMap contributors")


def photon(*, user_agent: str, domain: str | None = None, scheme: str = "https") -> Service:
    """Return Komoot's Photon, or another server of it; see `nominatim`."""
    geocoder = Photon(**_options(user_agent, domain, scheme))
    return Service("Photon", geocoder, 1.0, "ODbL-1.0", "© OpenStreetMap contributors")


def _options(user_agent: str, domain: str | None, scheme: str) -> dict[str, Any]:
    """Return options of a geocoder that never tries again by itself: `OnlineChain` does that."""
    options = {"user_agent": _checked(user_agent), "scheme": scheme}
    return {**options, "adapter_factory": URLLibAdapter} | ({"domain": domain} if domain else {})


def _checked(user_agent: str) -> str:
    if len(user_agent.strip()) < 4 or user_agent.startswith("geopy"):  # noqa: PLR2004
        msg = f"user_agent {user_agent!r} does not name you; give your application and an address"
        raise InputError(msg)
    return user_agent.strip()


def default_cache() -> Path:
    """Return the folder where answers are kept unless another is given."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "geo" / "online"


@dataclass(slots=True)
class OnlineChain:
    """The gazetteer first, then an online service.

    Parameters
    ----------
    service
        The service to ask.
    gazetteer
        The gazetteer that answers first; the embedded index unless given.
    cache
        Folder of kept answers.
    clock, sleep
        How time is told and spent; for tests.
    """

    service: Service
    gazetteer: Gazetteer | None = None
    cache: Path = field(default_factory=default_cache)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _asked_at: float | None = None

    def locate(self, query: str, *, country: str | None = None, candidates: int = 5) -> Answer:
        """Look a name up, offline and then online.

        Parameters
        ----------
        query
            The name.
        country
            ISO 3166-1 code or name of the country that the place lies in.
        candidates
            How many candidates to list at most.

        Returns
        -------
        Answer
            The gazetteer's if it is resolved; else the service's, whose candidates carry its
            name, licence and attribution.

        Raises
        ------
        geopy.exc.GeopyError
            If the service fails or refuses; nothing is kept then.
        """
        gazetteer = self.gazetteer or embedded()
        offline = gazetteer.locate(query, country=country, candidates=candidates)
        if offline.verdict is not Verdict.UNKNOWN or not query.strip():
            return offline
        code = gazetteer.country_code(country) if country else None
        place = self._ask(query, code)
        if place is None:
            why = f"{offline.reason}; {self.service.name} knows none either"
            return Answer(query, Verdict.UNKNOWN, (), why)
        found = self._candidate(query, place)
        if code and not within(
            (found.longitude, found.latitude), country=code, tolerance_m=TOLERANCE_M
        ):
            why = f"{self.service.name} gives a place outside {code}, which contradicts the hint"
            return Answer(query, Verdict.UNKNOWN, (), why)
        why = f"from {self.service.name}: {self.service.attribution}"
        return Answer(query, Verdict.RESOLVED, (found,), why)

    def _ask(self, query: str, code: str | None) -> dict[str, Any] | None:
        """Return the service's first place, from the cache if it was asked before."""
        question = json.dumps([self.service.name, self.service.geocoder.domain, query, code])
        path = self.cache / f"{hashlib.sha256(question.encode()).hexdigest()}.json"
        if path.is_file():
            try:
                kept: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8"))["place"]
            except (ValueError, KeyError, TypeError):
                path.unlink()  # written by a run that was cut off, or by something else
            else:
                return kept
        place = self._request(query, code)
        self.cache.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
        record = {"question": json.loads(question), "place": place}
        partial.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        partial.replace(path)
        return place

    def _request(self, query: str, code: str | None) -> dict[str, Any] | None:
        for attempt in range(1, ATTEMPTS + 1):
            self._wait_for_turn()
            try:
                return _plain(self._geocode(query, code))
            except GeocoderRateLimited as error:
                wait = error.retry_after or self.service.delay_s * 2**attempt
                if attempt == ATTEMPTS or wait > LONGEST_WAIT_S:
                    raise
                self.sleep(wait)
            except (GeocoderTimedOut, GeocoderServiceError):
                if attempt == ATTEMPTS:
                    raise
                self.sleep(self.service.delay_s * 2**attempt)
        return None

    def _geocode(self, query: str, code: str | None) -> Location | None:
        if isinstance(self.service.geocoder, Nominatim):
            codes = [code.lower()] if code else None
            return self.service.geocoder.geocode(query, country_codes=codes)
        return self.service.geocoder.geocode(query)

    def _wait_for_turn(self) -> None:
        if self._asked_at is not None:
            left = self._asked_at + self.service.delay_s - self.clock()
            if left > 0:
                self.sleep(left)
        self._asked_at = self.clock()

    def _candidate(self, query: str, place: dict[str, Any]) -> Candidate:
        raw = place["raw"]
        kind = str(raw.get("addresstype") or raw.get("properties", {}).get("osm_value") or "")
        country = str(raw.get("properties", {}).get("countrycode", ""))
        return Candidate(
            place_id=f"{self.service.name.lower()}:{raw.get('place_id', '')}",
            name=place["address"].partition(",")[0],
            longitude=place["longitude"],
            latitude=place["latitude"],
            kind=PlaceKind.CITY if kind in _CITY_TYPES else PlaceKind.VILLAGE,
            country=country or country_of(place["longitude"], place["latitude"]),
            admin1="",
            matched_name=query,
            match=MatchKind.EXACT,
            score=ONLINE_SCORE,
            source=f"{self.service.name} ({self.service.attribution})",
            licence=self.service.licence,
            accuracy_m=ONLINE_ACCURACY_M,
        )


def country_of(longitude: float, latitude: float) -> str:
    """Return the code of the country whose outline holds a point, or an empty string."""
    from geo.borders import country_at

    return country_at((longitude, latitude)) or ""


def _plain(location: Location | None) -> dict[str, Any] | None:
    """Return what is kept of a location."""
    if location is None:
        return None
    return {
        "address": location.address or "",
        "latitude": float(location.latitude),
        "longitude": float(location.longitude),
        "raw": location.raw,
    }
