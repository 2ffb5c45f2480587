"""Define what a look-up takes and gives: places, candidates and answers."""

from __future__ import annotations

from geo.gazetteer.frozen import as_dict, record
from geo.vocab import MatchKind, PlaceKind, Verdict

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from shapely.geometry.base import BaseGeometry

Bbox = tuple[float, float, float, float]


@record
class GazetteerPlace:
    """A place that a caller adds to a gazetteer, such as an atlas's own station.

    Parameters
    ----------
    place_id
        Id, unique in its atlas.
    names
        The name by BCP 47 language tag; the English one, or else the first, is displayed.
    historical
        Old names as (name, from, to); dates in ISO form, or None where unknown.
    longitude, latitude
        In degrees, WGS 84.
    kind
        What the place is.
    country
        ISO 3166-1 alpha-2 code.
    accuracy_m
        How far the point may be from the true one, in metres.
    source, licence
        Where the point is from, and its SPDX licence id.
    """

    place_id: str
    names: Mapping[str, str]
    historical: tuple[tuple[str, str | None, str | None], ...]
    longitude: float
    latitude: float
    kind: PlaceKind
    country: str
    accuracy_m: float
    source: str
    licence: str


@record
class Candidate:
    """A place that may be meant.

    Parameters
    ----------
    place_id
        ``gn:`` and a GeoNames id, ``cn:`` and a division code, an ISO 3166 code, or the id of
        a place that was added.
    name
        The display name.
    longitude, latitude
        In degrees, WGS 84; for a region a point inside it.
    kind
        What the place is.
    country
        ISO 3166-1 alpha-2 code.
    admin1
        Name of the first-level unit, empty where unknown.
    matched_name
        The name that matched.
    match
        How it matched.
    score
        0 to 1: the quality of the match times the candidate's share of the evidence.
    source, licence
        Where the point is from, and its SPDX licence id.
    accuracy_m
        How far the point may be from the true one, in metres.
    region_id
        ISO 3166 code of a country or first-level unit, else None.
    area_km2, bbox
        Geodesic area, and west, south, east, north of a region's outline, where there is one.
    """

    place_id: str
    name: str
    longitude: float
    latitude: float
    kind: PlaceKind
    country: str
    admin1: str
    matched_name: str
    match: MatchKind
    score: float
    source: str
    licence: str
    accuracy_m: float
    region_id: str | None = None
    area_km2: float | None = None
    bbox: Bbox | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return every field by name."""
        return as_dict(self)

    def geometry(self) -> BaseGeometry:
        """Return the outline of a country or region, or else the point.

        Returns
        -------
        shapely.Polygon, shapely.MultiPolygon or shapely.Point
            In (longitude, latitude), EPSG:4326.
        """
        from shapely import Point

        from geo.gazetteer.outlines import outline

        found = outline(self.region_id) if self.region_id else None
        return found or Point(self.longitude, self.latitude)


@record
class ListedPlace:
    """A place of an area.

    Parameters
    ----------
    names
        Its names, the display name first.
    old_names
        The names that it no longer has.
    longitude, latitude
        In degrees, WGS 84.
    kind
        What the place is.
    country
        ISO 3166-1 alpha-2 code.
    admin1
        Name of the first-level unit, empty where unknown.
    population
        What it counts as, good to a twelfth; a guess where the source has none.
    source, licence
        Where the point is from, and its SPDX licence id.
    accuracy_m
        How far the point may be from the true one, in metres.
    """

    names: tuple[str, ...]
    old_names: tuple[str, ...]
    longitude: float
    latitude: float
    kind: PlaceKind
    country: str
    admin1: str
    population: float
    source: str
    licence: str
    accuracy_m: float


@record
class Answer:
    """What a look-up concludes.

    Parameters
    ----------
    query
        The name that was asked for.
    verdict
        Whether one place answers.
    candidates
        The places that may be meant, the likeliest first.
    reason
        Why the verdict is what it is; for an ambiguous name, what would settle it.
    """

    query: str
    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def best(self) -> Candidate | None:
        """The place that answers; None unless the verdict is ``resolved``."""
        return self.candidates[0] if self.verdict is Verdict.RESOLVED else None
