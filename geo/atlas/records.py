"""Define the records of an atlas: what a claim, a place, a line must and may say.

An atlas is a folder of YAML files that people edit. Every model here is frozen,
refuses unknown keys and says in its field descriptions what an editor should
write; the JSON Schema for editors is made from the same models.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from geo.atlas.dates import PartialDate
from geo.atlas.words import Language as Language  # noqa: PLC0414 - others import it from here
from geo.atlas.words import Names as Names  # noqa: PLC0414
from geo.atlas.words import Text as Text  # noqa: PLC0414
from geo.atlas.words import Words
from geo.text import is_id, web_link
from geo.vocab import Confidence, Method, PlaceKind, Status


def _checked_id(value: str) -> str:
    if not is_id(value):
        msg = f"{value!r} is not an id; allowed: lower-case letters, digits and single hyphens"
        raise ValueError(msg)
    return value


def _checked_url(value: str) -> str:
    if web_link(value) is None:
        msg = f"{value!r} is not a web address; allowed: http:// or https:// without spaces"
        raise ValueError(msg)
    return value


Id = Annotated[
    str,
    AfterValidator(_checked_id),
    Field(
        json_schema_extra={"pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
        description="Lower-case letters, digits and hyphens.",
    ),
]
Country = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(description="ISO 3166-1 alpha-2 code.")
]
Url = Annotated[str, AfterValidator(_checked_url)]
Longitude = Annotated[float, Field(ge=-180, le=180, description="Degrees east, WGS 84.")]
Latitude = Annotated[float, Field(ge=-90, le=90, description="Degrees north, WGS 84.")]
Kilometres = Annotated[float, Field(gt=0, le=50_000)]
Metres = Annotated[float, Field(ge=0, le=1_000_000)]
SourceIds = Annotated[tuple[Id, ...], Field(min_length=1)]


class Record(BaseModel):
    """Base of all records: frozen, no unknown keys, no silent conversion of text to numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Claim(Record):
    """A statement with its sources: the base of everything that the atlas asserts."""

    sources: SourceIds = Field(description="Ids of the sources that say so.")
    confidence: Confidence = Field(description="How well the claim is supported.")
    note: Words | None = None


class Source(Record):
    """A publication or data set that claims refer to."""

    id: Id
    publisher: Text
    title: Text
    date: PartialDate | None = Field(
        default=None, description="Date of publication; null if the source is undated."
    )
    date_note: Text | None = Field(
        default=None, description="What is known of the date where it is not a single date."
    )
    url: Url | None = None
    licence: Text | None = Field(
        default=None, description="SPDX id, where data (not only facts) is taken from the source."
    )
    attribution: Text | None = Field(
        default=None, description="The credit that a map must print; needed beside a licence."
    )
    note: Text | None = None

    @model_validator(mode="after")
    def _credited(self) -> Self:
        if (self.licence is None) != (self.attribution is None):
            msg = "a source has both licence and attribution, or neither"
            raise ValueError(msg)
        return self


class HistoricalName(Record):
    """A name that a place had once."""

    name: Text
    from_: PartialDate | None = Field(default=None, alias="from")
    to: PartialDate | None = None
    sources: SourceIds | None = None


class Named(Record):
    """A record with an id and names by language."""

    id: Id
    names: Names = Field(description="The name by language; the first is the display name.")
    name_sources: SourceIds | None = Field(
        default=None, description="Where the names are from, if not from `sources`."
    )

    @property
    def name(self) -> str:
        """The display name: English where there is one, else the first."""
        return self.names.get("en") or next(iter(self.names.values()))


class NamedPoint(Named):
    """A named point with its origin: what places and nodes of corridors have in common."""

    country: Country
    lon: Longitude
    lat: Latitude
    sources: SourceIds = Field(description="Where the coordinates are from.")
    ref: Text | None = Field(default=None, description="Id of the point in the source.")
    accuracy_m: Metres = Field(description="How far the point may be from the true one.")
    how: Text | None = Field(default=None, description="How an inferred point was found.")
    of: Id | None = Field(
        default=None,
        description="The place of the atlas that a station or node is named after: its names serve"
        " where the record has none of its own in a language.",
    )

    @property
    def lonlat(self) -> tuple[float, float]:
        """The point as (longitude, latitude)."""
        return self.lon, self.lat


class Place(NamedPoint):
    """A town, station, passing loop, crossing or port."""

    kind: PlaceKind
    unsourced_names: tuple[Text, ...] = Field(
        default=(), description="Spellings in common use for which no source was retrieved."
    )
    historical: tuple[HistoricalName, ...] = ()
    note: Text | None = None


class StatusChange(Claim):
    """From a date on, a line has a status."""

    date: PartialDate
    status: Status


class Event(Claim):
    """Something that happened to a line."""

    date: PartialDate
    event: Words


class Length(Claim):
    """A published length between two places or crossings of a railway."""

    from_: Id = Field(alias="from")
    to: Id
    km: Kilometres
    date: PartialDate | None = Field(
        default=None, description="When the figure was published or holds from."
    )
    compare: bool = Field(
        default=True,
        description="Whether drawn lines are compared with this figure (false: an outdated plan).",
    )


class Range(Record):
    """The lengths that a drawn span may have: a guard against gross errors."""

    from_: Id = Field(alias="from")
    to: Id
    min_km: Kilometres
    max_km: Kilometres
    basis: Text = Field(description="What the range is derived from.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min_km > self.max_km:
            msg = f"min_km {self.min_km} is above max_km {self.max_km}"
            raise ValueError(msg)
        return self


class Fact(Claim):
    """A statement about a railway in words: capacity, cost, tracks, gauge."""

    topic: Literal[
        "capacity",
        "cost",
        "electrification",
        "gauge",
        "route",
        "stations",
        "structures",
        "tracks",
        "works",
        "other",
    ]
    value: Words


class Crossing(Claim):
    """The point where a railway crosses a border, with the names on both sides."""

    id: Id
    places: Annotated[
        tuple[Id, ...],
        Field(min_length=1, max_length=2, description="The place on each side of the border."),
    ]
    lon: Longitude
    lat: Latitude
    accuracy_m: Metres
    how: Text
    break_of_gauge: Text | None = Field(
        default=None, description="Where and how trains change gauge, as sources say."
    )
    rail: bool = Field(
        default=True, description="False for a crossing that only discussion connects to a railway."
    )

    @property
    def lonlat(self) -> tuple[float, float]:
        """The point as (longitude, latitude)."""
        return self.lon, self.lat


class EarlierDesign(Claim):
    """The way that a section was to take before a newer design replaced it."""

    until: PartialDate = Field(description="Since when the newer design holds.")
    via: tuple[Id, ...] = Field(default=(), description="Places between the ends, in order.")


class Section(Record):
    """A stretch of a railway that is drawn by one method and has one status at a time."""

    id: Id
    from_: Id = Field(alias="from", description="Place where the section starts.")
    via: tuple[Id, ...] = Field(
        default=(), description="Places and crossings between the ends, in order."
    )
    to: Id = Field(description="Place where the section ends.")
    countries: Annotated[tuple[Country, ...], Field(min_length=1, max_length=2)]
    method: Method
    track: Text | None = Field(
        default=None, description="GeoJSON or GeoPackage file of the track, for method `track`."
    )
    accuracy_m: Metres = Field(description="How far the drawn line may be from the true one.")
    accuracy_basis: Text = Field(description="What the figure rests on.")
    status: Annotated[tuple[StatusChange, ...], Field(min_length=1)]
    earlier_designs: tuple[EarlierDesign, ...] = Field(
        default=(), description="Earlier designs, the oldest first; `via` is the newest."
    )
    gauge_mm: Annotated[int, Field(ge=300, le=3000)] | None = None
    note: Words | None = None
    label: Words | None = Field(default=None, description="Words printed along the line.")

    @property
    def place_ids(self) -> tuple[str, ...]:
        """The ids from one end to the other."""
        return (self.from_, *self.via, self.to)

    def on(self, day: date) -> Section:
        """Return the section as it was designed on a day."""
        for design in self.earlier_designs:
            if day < design.until.first:
                return self.model_copy(update={"via": design.via, "note": design.note})
        return self


class Railway(Named):
    """A cross-border railway with its sections, crossings, history and published lengths."""

    number: Annotated[int, Field(ge=1, le=999)]
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    summary: Words | None = None
    status: Annotated[tuple[StatusChange, ...], Field(min_length=1)]
    crossings: tuple[Crossing, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    lengths: tuple[Length, ...] = ()
    ranges: tuple[Range, ...] = ()
    history: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()


class Region(Named, Claim):
    """A region that the atlas speaks of; its polygon is found by its ISO 3166-2 code."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
    unsourced_names: tuple[Text, ...] = ()
    area_km2: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="The published area."
    )


class MarkedDate(Claim):
    """A date that a time slider marks."""

    date: PartialDate
    label: Words


class Extent(Record):
    """The part of the world that the map opens on, in degrees."""

    west: Longitude
    south: Latitude
    east: Longitude
    north: Latitude

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.south >= self.north or self.west == self.east:
            msg = "the extent is empty; allowed: south < north, west and east different"
            raise ValueError(msg)
        return self


class Settings(Record):
    """What an atlas says of itself."""

    id: Id
    page: Id = Field(description="File name of the map page, without ending.")
    title: Names
    subtitle: Names | None = None
    corridors_page: Id = Field(
        default="corridors",
        description="File name of the page of the corridors, without ending; an atlas without"
        " corridors has no such page.",
    )
    corridors_title: Names | None = Field(
        default=None, description="Title of that page; the title of the atlas if null."
    )
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    extent: Extent
    as_of: PartialDate | None = Field(
        default=None,
        description="Date that the map opens at; the newest date of the atlas if null.",
    )
    marked_dates: tuple[MarkedDate, ...] = ()
    licence: Text = Field(description="Licence of the records, as an SPDX id.")
    attribution: Text

    @model_validator(mode="after")
    def _pages_differ(self) -> Self:
        if self.page == self.corridors_page:
            msg = f"page and corridors_page are both {self.page!r}; allowed: two different names"
            raise ValueError(msg)
        return self


class Credit(Record):
    """A licence and the text that a map must print because of it."""

    licence: Text
    attribution: Text


class SourcesFile(Record):
    """The file ``sources.yaml``."""

    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class PlacesFile(Credit):
    """A file ``places/*.yaml``: places whose coordinates share one licence."""

    places: Annotated[tuple[Place, ...], Field(min_length=1)]


class RegionsFile(Record):
    """The file ``regions.yaml``."""

    regions: tuple[Region, ...]
