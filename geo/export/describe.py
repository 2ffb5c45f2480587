"""Say in words what a layer is: title, abstract, licence, credit and sources for every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.borders import MAPPED
from geo.embedded import catalog
from geo.layers import columns

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.atlas.records import Names, Source
    from geo.layers import Layers

CORRIDORS = "corridors"
EVENTS = "events"
MEMBERS = "members"
OPTIONAL = (CORRIDORS, EVENTS, MEMBERS)
"""Names of the layers that an atlas may lack."""

_TITLES = {
    "railways": ("Railways", "Sections of the railways, each with status, method and accuracy."),
    "stations": ("Stations", "Stations, passing loops and junctions along the railways."),
    "crossings": ("Border crossings", "Points where the railways cross a border."),
    "places": ("Places", "Towns and other named points that the atlas speaks of."),
    "regions": ("Regions", "Administrative regions that the atlas speaks of."),
    "corridors": ("Corridors", "Legs of transport corridors by rail, sea, ferry and road."),
    "events": ("Events", "Dated events that the atlas sets the railways beside."),
    "members": (
        "Members",
        "Members, observers and partners of organisations; a row a country and period. Outlines:",
    ),
}
KINDS = {
    "railways": "LineString",
    "stations": "Point",
    "crossings": "Point",
    "places": "Point",
    "regions": "Polygon",
    "corridors": "LineString",
    "events": "Point",
    "members": "Polygon",
}
"""Geometry of each layer, for a layer that has no feature to tell it."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a reader of a file must be told of its layer.

    Parameters
    ----------
    layer
        Name of the layer, such as ``railways``.
    title, abstract
        Words for people.
    licence, attribution
        SPDX expression of the rows and the credit that a map must print.
    sources
        One line a source: publisher, title, date, address.
    as_of
        The date that status columns describe.
    extent
        West, south, east, north in degrees; None for an empty layer.
    meanings
        What each column says, in column order.
    languages
        Languages of the ``name_<language>`` columns.
    wholes
        Names by language of what the rows are parts of, by id, in the order of the atlas:
        the corridors that legs belong to.
    """

    layer: str
    title: str
    abstract: str
    licence: str
    attribution: str
    sources: tuple[str, ...]
    as_of: date
    extent: tuple[float, float, float, float] | None
    meanings: dict[str, str]
    languages: tuple[str, ...]
    wholes: Mapping[str, Names] = field(default_factory=dict)


def describe(atlas: Atlas, layers: Layers, layer: str) -> Description:
    """Return the description of one layer of an atlas."""
    table = layers.tables()[layer]
    title, abstract = _TITLES[layer]
    if layer == MEMBERS:
        abstract = f"{abstract} {_outlines()}."
    return Description(
        layer=layer,
        title=f"{display_title(atlas)}: {title.lower()}",
        abstract=f"{abstract} As of {layers.as_of.isoformat()}.",
        licence=_together(table["licence"], " AND ") or atlas.settings.licence,
        attribution=_together(table["attribution"], "; ") or atlas.settings.attribution,
        sources=tuple(_cited(atlas, table["sources"])),
        as_of=layers.as_of,
        extent=extent_of(table),
        meanings={k: v.meaning for k, v in columns(layer, layers.languages).items()},
        languages=layers.languages,
        wholes={c.id: c.names for c in atlas.corridors} if layer == CORRIDORS else {},
    )


def describe_history(about: Description, meanings: dict[str, str]) -> Description:
    """Return the description of the railways by date from that of the railways."""
    return replace(
        about,
        layer="railway_history",
        title=f"{about.title} by date",
        abstract="A row a section and period: the status that held from one day to another.",
        meanings=meanings,
    )


def describe_nodes(
    atlas: Atlas, about: Description, table: gpd.GeoDataFrame, meanings: dict[str, str]
) -> Description:
    """Return the description of the places of the corridors from that of the corridors."""
    return replace(
        about,
        layer="corridor_places",
        title=f"{display_title(atlas)}: places of the corridors",
        abstract="Places that the corridors run through.",
        licence=_together(table["licence"], " AND ") or atlas.settings.licence,
        attribution=_together(table["attribution"], "; ") or atlas.settings.attribution,
        sources=tuple(_cited(atlas, table["sources"])),
        extent=extent_of(table),
        meanings=meanings,
        wholes={},
    )


def without_empty(layers: Layers) -> Layers:
    """Return the layers; those that an atlas may lack only if they have a row."""
    tables = layers.tables()
    empty: dict[str, Any] = {n: None for n in OPTIONAL if n in tables and tables[n].empty}
    return replace(layers, **empty) if empty else layers


def _outlines() -> str:
    """Return whose outlines of countries are drawn, in whose view."""
    file = catalog()[MAPPED]
    return f"{file.title} ({file.attribution})"


def display_title(atlas: Atlas) -> str:
    """Return the title of an atlas: English where there is one, else the first."""
    titles = atlas.settings.title
    return titles.get("en") or next(iter(titles.values()))


def short_title(layer: str) -> str:
    """Return the words that a legend shows for a layer."""
    return _TITLES[layer][0]


def attributions(atlas: Atlas, tables: Iterable[gpd.GeoDataFrame]) -> str:
    """Return the credit of several layers as one text, each part once."""
    parts = [_together(table["attribution"], "; ") for table in tables]
    return "; ".join(_unique(p for part in parts for p in part.split("; ") if p)) or (
        atlas.settings.attribution
    )


def cite(source: Source) -> str:
    """Return a source as one line of text."""
    dated = str(source.date) if source.date is not None else source.date_note or "undated"
    return ". ".join(
        part for part in (source.publisher, source.title, dated, source.url or "") if part
    )


def _cited(atlas: Atlas, cells: Any) -> list[str]:
    ids = _unique(i for cell in cells.dropna() for i in str(cell).split("; ") if i)
    return [cite(atlas.sources[i]) if i in atlas.sources else i for i in ids]


def _together(cells: Any, joint: str) -> str:
    parts = (part for cell in cells.dropna() for part in str(cell).split(joint))
    return joint.join(_unique(part.strip() for part in parts if part.strip()))


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def extent_of(table: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of a table in degrees; None if it is empty."""
    from geo.export.geometry import bbox

    box = bbox(table.geometry.to_numpy())
    return None if box is None else (box[0], box[1], box[2], box[3])
