"""Read what a caller knows about a place, and keep the matches that agree with it."""

from __future__ import annotations

import math

from geo.gazetteer.words import DISTRICT
from geo.vocab import PlaceKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from geo.gazetteer.matching import Match
    from geo.gazetteer.records import Bbox

SETTLEMENTS = frozenset({PlaceKind.CITY.value, PlaceKind.VILLAGE.value})
NEAR_KM = 100.0  # places of one line are hundreds of kilometres apart at most
NEAR_WEIGHT = 8.0  # a place twice as far is 2 to the 8th less likely, far away
KM_A_DEGREE = 111.2


class Hints:
    """What is known of a place.

    Parameters
    ----------
    countries
        ISO 3166-1 alpha-2 codes that it may lie in; empty if any.
    units
        ISO 3166-2 codes that it may lie in; empty if any.
    kinds
        Kinds that it may have; empty if any.
    bbox
        West, south, east, north.
    near
        Points (longitude, latitude) that it should be near to.
    """

    __slots__ = ("bbox", "countries", "kinds", "near", "units")

    def __init__(
        self,
        *,
        countries: frozenset[str] = frozenset(),
        units: frozenset[str] = frozenset(),
        kinds: frozenset[str] = frozenset(),
        bbox: Bbox | None = None,
        near: tuple[tuple[float, float], ...] = (),
    ) -> None:
        self.countries = countries
        self.units = units
        self.kinds = kinds
        self.bbox = bbox
        self.near = near

    def __bool__(self) -> bool:
        """Tell whether anything rules places out."""
        return bool(self.countries or self.units or self.kinds or self.bbox)

    def within(self, country: str, unit: str) -> Hints | None:
        """Return the hints narrowed to a country or unit; None if they contradict it."""
        if self.countries and country not in self.countries:
            return None
        if unit and self.units and unit not in self.units:
            return None
        units = frozenset({unit}) if unit else self.units
        return Hints(
            countries=frozenset({country}),
            units=units,
            kinds=self.kinds,
            bbox=self.bbox,
            near=self.near,
        )

    def admit(self, match: Match) -> bool:
        """Tell whether a match agrees with every hint."""
        if self.countries and match.country not in self.countries:
            return False
        if self.kinds and match.kind not in self.kinds:
            return False
        if self.bbox and not inside(self.bbox, match.row.longitude, match.row.latitude):
            return False
        return not self.units or self._in_units(match)

    def _in_units(self, match: Match) -> bool:
        if match.unit:
            return match.unit in self.units
        from geo.gazetteer.outlines import region_contains  # needs shapely

        point = match.row.longitude, match.row.latitude
        return any(region_contains(unit, *point) for unit in self.units)

    def nearness(self, match: Match) -> float:
        """Return the evidence in doublings that nearness to the given points adds; at most 0."""
        if not self.near:
            return 0.0
        point = match.row.longitude, match.row.latitude
        return -NEAR_WEIGHT * math.log2(1 + min(_km(point, near) for near in self.near) / NEAR_KM)


def kinds_of(kind: str | None) -> frozenset[str]:
    """Return the kinds that a wish for one kind admits: any settlement for a city or village.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind is None:
        return frozenset()
    value = PlaceKind(kind).value
    if value == PlaceKind.REGION.value:
        return frozenset({value, DISTRICT})
    return SETTLEMENTS if value in SETTLEMENTS else frozenset({value})


def rough_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two points in kilometres, good to 1 % within a few hundred.

    Ranking needs no geodesic; what is reported is measured with `geo.geodesy`.
    """
    return _km(a, b)


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    width = math.cos(math.radians((a[1] + b[1]) / 2))
    across = abs(a[0] - b[0])
    return KM_A_DEGREE * math.hypot(min(across, 360 - across) * width, a[1] - b[1])


def inside(bbox: Bbox, longitude: float, latitude: float) -> bool:
    """Tell whether a point lies in a box, which may cross the date line."""
    west, south, east, north = bbox
    if west > east:
        return south <= latitude <= north and (longitude >= west or longitude <= east)
    return south <= latitude <= north and west <= longitude <= east
