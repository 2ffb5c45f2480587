"""Offer the parts of a page as folium elements that users can combine with their own.

`Basemap`, `AtlasLayer` and `Controls` go onto a `geo.maps.page.PageMap`, in this order;
other folium layers may stand between them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from geo import embedded
from geo.atlas.records import Extent
from geo.maps import assets as files
from geo.maps.cities import city_names
from geo.maps.context import FINE, ContextLayer, has_context
from geo.maps.corridors import corridor_extent, corridor_payload, world_shifts
from geo.maps.ground import make_frame, make_ground
from geo.maps.many import LineLayer, Look
from geo.maps.page import DataElement, PageMap
from geo.maps.payload import atlas_payload, style_payload
from geo.maps.sections import LATE, SectionLines
from geo.text import for_script

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.atlas.records import Credit, Source
    from geo.layers import Layers

MANY = 2000
"""More sections than this are drawn on canvas tiles instead of as SVG."""
_FREE = "CC0-1.0"
_GROUND = ("basemap/", "borders/countries.geojson", "terrain/", "gazetteer/geonames")


class TableColumns(TypedDict, total=False):
    """Options of `LineLayer` that `make_table_page` passes on."""

    name: str
    columns: Sequence[str]
    style_by: str | None
    looks: Mapping[str, Look] | None
    since: str | None
    until: str | None


class Basemap(DataElement):
    """The embedded ground of a map: land, water, relief, borders, names of the ground.

    Parameters
    ----------
    extent
        What the page opens on; the ground is detailed there and around it.
    focus
        ISO 3166-1 codes of the countries that the map is about.
    languages
        Languages of the names.
    shifts
        Copies of the world to draw, in degrees to the east: ``(0, 360)`` for a map over the
        antimeridian.
    """

    def __init__(
        self,
        extent: Extent,
        *,
        focus: Iterable[str],
        languages: Sequence[str],
        shifts: Sequence[int] = (0,),
    ) -> None:
        payload = _ground(extent, tuple(sorted(set(focus))), tuple(languages), tuple(shifts))
        super().__init__(name="ground", call="ground", payload=payload, late=True)


@lru_cache(maxsize=4)
def _ground(
    extent: Extent, focus: tuple[str, ...], languages: tuple[str, ...], shifts: tuple[int, ...]
) -> str:
    """Return the ground as JSON; several pages of one build share it."""
    ground = make_ground(extent, focus=focus, languages=languages)
    frame = make_frame(extent, focus=focus)
    cities = city_names(frame.frame, languages=languages)
    return for_script(ground | {"cities": cities, "shifts": list(shifts)})


class AtlasLayer(DataElement):
    """The railways, crossings and places of an atlas; with corridors under them if wanted.

    With ``many`` it holds the words around them only: `geo.maps.sections.SectionLines` on the
    same page brings the records.
    """

    def __init__(
        self, atlas: Atlas, layers: Layers, *, corridors: bool = False, many: bool = False
    ) -> None:
        content = atlas_payload(atlas, layers, lines=not many)
        if many:
            content |= {key: {} if key == "sources" else [] for key in (*LATE, "sections")}
        if corridors:
            content["belt"] = corridor_payload(atlas, layers)
            content["atlas"] |= {
                "title": atlas.settings.corridors_title or atlas.settings.title,
                "subtitle": {},
                "extent": content["belt"]["bounds"],
            }
        super().__init__(
            name="atlas", call="drawAtlas", payload=_drawn(content, atlas.settings.languages)
        )


class TableLayer(DataElement):
    """The words around a table of lines: title, languages, date, what the map opens on.

    Parameters
    ----------
    title
        Title by language.
    languages
        Languages of the page.
    extent
        West, south, east, north in degrees that the page opens on.
    as_of
        The day that the table describes and the time slider opens on.
    subtitle
        One sentence by language.
    licence
        Licence of the table, as an SPDX id.
    """

    def __init__(
        self,
        title: Mapping[str, str],
        *,
        languages: Sequence[str],
        extent: Sequence[float],
        as_of: date,
        subtitle: Mapping[str, str] | None = None,
        licence: str = "",
    ) -> None:
        about = {
            "id": "table",
            "title": dict(title),
            "subtitle": dict(subtitle or {}),
            "languages": list(languages),
            "extent": list(extent),
            "asOf": as_of.isoformat(),
            "gauges": [],
            "statuses": [],
            "marked": [],
            "licence": licence,
        }
        lists = ("railways", "sections", "crossings", "places", "regions")
        content = {"atlas": about, **{key: [] for key in lists}, "sources": {}, "decimals": 4}
        super().__init__(name="atlas", call="drawAtlas", payload=_drawn(content, languages))


def _drawn(content: Mapping[str, Any], languages: Iterable[str]) -> str:
    return for_script({"atlas": content, "style": style_payload(), "words": _words(languages)})


class Controls(DataElement):
    """The sheet, the slider, the search and the tools around the map.

    Parameters
    ----------
    credited
        What the page must print, as `credit` returns it.
    version
        Version of this program.
    digest
        First digits of the hash of the data.
    """

    def __init__(
        self, credited: Sequence[Mapping[str, str | None]], *, version: str, digest: str
    ) -> None:
        payload = {
            "version": version,
            "digest": digest[:12],
            "credits": list(credited),
            "views": _views(),
        }
        super().__init__(name="about", call="page", payload=for_script(payload))


def make_page(
    atlas: Atlas,
    layers: Layers,
    *,
    version: str,
    assets: Mapping[str, str | Path] | None = None,
    online: Mapping[str, Any] | None = None,
) -> PageMap:
    """Return the map page of an atlas.

    Parameters
    ----------
    atlas
        The records.
    layers
        The tables drawn from them.
    version
        Version of this program, printed on the page.
    assets, online
        As `PageMap` takes them.

    Returns
    -------
    PageMap
        A `folium.Map` with controls; more than `MANY` sections are drawn on canvas tiles.
        Add layers to it, then call `PageMap.save`.
    """
    settings = atlas.settings
    language = settings.languages[0]
    title = settings.title.get(language) or next(iter(settings.title.values()))
    deck = (settings.subtitle or {}).get(language, "")
    page = PageMap(
        title=title,
        language=language,
        description=deck,
        controls=True,
        assets=assets,
        online=online,
    )
    focus = [country for railway in atlas.railways for country in railway.countries]
    many = is_large(layers)
    Basemap(settings.extent, focus=focus, languages=settings.languages).add_to(page)
    AtlasLayer(atlas, layers, many=many).add_to(page)
    if many:
        SectionLines(atlas, layers).add_to(page)
    if has_context(layers):
        ContextLayer(atlas, layers).add_to(page)
    Controls(credit(atlas), version=version, digest=atlas.digest).add_to(page)
    return page


def is_large(layers: Layers) -> bool:
    """Tell whether the page of an atlas draws its lines on canvas tiles."""
    return len(layers.railways) > MANY


def make_table_page(
    table: gpd.GeoDataFrame,
    *,
    title: Mapping[str, str],
    version: str,
    as_of: date,
    owed: Sequence[str] = (),
    **columns: Unpack[TableColumns],
) -> PageMap:
    """Return the page of a table of lines: sheet, legend, slider, search, table, a card a line.

    Parameters
    ----------
    table
        GeoDataFrame of LineStrings in EPSG:4326, up to some hundred thousand of them.
    title
        Title by language; its languages are those of the page, the first one first.
    version
        Version of this program, printed on the page.
    as_of
        The day that the table describes; the slider opens on it.
    owed
        What the page must print besides the credits of the ground.
    **columns
        ``name``, ``columns``, ``style_by``, ``looks``, ``since`` and ``until`` as `LineLayer`
        takes them.

    Returns
    -------
    PageMap
        A `folium.Map`; add layers to it, then call `PageMap.save`.
    """
    lines = LineLayer(table, **columns)
    languages = tuple(title)
    west, south, east, north = (float(value) for value in table.total_bounds)
    page = PageMap(title=title[languages[0]], language=languages[0], controls=True)
    extent = Extent(west=west, south=south, east=east, north=north)
    Basemap(extent, focus=(), languages=languages).add_to(page)
    TableLayer(title, languages=languages, extent=(west, south, east, north), as_of=as_of).add_to(
        page
    )
    lines.add_to(page)
    credited = [*ground_credit(), *({"text": text, "url": None} for text in owed)]
    digest = hashlib.sha256(lines.payload.encode()).hexdigest()
    Controls(credited, version=version, digest=digest).add_to(page)
    return page


def make_corridors_page(atlas: Atlas, layers: Layers, *, version: str) -> PageMap:
    """Return the page of an atlas's corridors, drawn as ribbons under its railways.

    Parameters
    ----------
    atlas
        The records; it must have corridors.
    layers
        The tables drawn from them, corridors included.
    version
        Version of this program, printed on the page.

    Returns
    -------
    PageMap
        A `folium.Map` with controls that opens on all corridors.
    """
    settings = atlas.settings
    language = settings.languages[0]
    names = settings.corridors_title or settings.title
    title = names.get(language) or next(iter(names.values()))
    page = PageMap(title=title, language=language, description=title, controls=True)
    # A narrow window or a flat sheet must still show corridors from ocean to ocean.
    page.options["minZoom"] = 1
    Basemap(
        corridor_extent(layers),
        focus=(),
        languages=settings.languages,
        shifts=world_shifts(layers),
    ).add_to(page)
    AtlasLayer(atlas, layers, corridors=True).add_to(page)
    if has_context(layers):
        shown, shifts = ("events", "members"), world_shifts(layers)
        context = ContextLayer(atlas, layers, shown=shown, shifts=shifts, tolerance=FINE)
        context.add_to(page)
    Controls(credit(atlas, corridors=True), version=version, digest=atlas.digest).add_to(page)
    return page


def credit(atlas: Atlas, *, corridors: bool = False) -> list[dict[str, str | None]]:
    """Return the credits that a page must print: embedded data, then the atlas's own.

    A credit whose words begin a longer one is not said twice. ``corridors`` adds those of
    the networks and the nodes that corridors are drawn from.
    """
    found = _embedded_credit((*_GROUND, "network/") if corridors else _GROUND)
    credited: list[Credit | Source] = [*atlas.credits.values()]
    if corridors:
        credited += atlas.node_credits.values()
        names = (i for node in atlas.nodes.values() for i in node.name_sources or ())
        credited += [atlas.sources[i] for i in dict.fromkeys(names)]
    given = [(c.licence, c.attribution) for c in credited if c.licence and c.attribution]
    for licence, text in (*given, (atlas.settings.licence, atlas.settings.attribution)):
        if licence != _FREE:
            found.setdefault(text, None)
    said = [text for text in found if not any(o != text and o.startswith(text) for o in found)]
    return [{"text": text, "url": found[text]} for text in said]


def ground_credit() -> list[dict[str, str | None]]:
    """Return the credits that a page must print for its embedded ground."""
    return [{"text": text, "url": url} for text, url in _embedded_credit(_GROUND).items()]


def _embedded_credit(used: tuple[str, ...]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for file in embedded.catalog().values():
        if file.path.startswith(used) and file.attribution:
            found.setdefault(file.attribution, file.url)
    return found


def _views() -> list[str]:
    """Say whose view of borders the embedded data shows, as the catalog words it."""
    drawn = ("basemap/borders.geojson", "borders/countries.geojson")
    files = [embedded.catalog()[path] for path in drawn if path in embedded.catalog()]
    return [f"{file.title} ({file.attribution})." for file in files]


def _words(languages: Iterable[str]) -> dict[str, dict[str, str]]:
    every = files.words()
    return {key: every[key] for key in dict.fromkeys(["en", *languages]) if key in every}
