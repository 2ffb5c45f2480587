"""Offer the parts of a page as folium elements that users can combine with their own.

`Basemap`, `AtlasLayer` and `Controls` go onto a `geo.maps.page.PageMap`, in this order;
other folium layers may stand between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import embedded
from geo.maps import assets as files
from geo.maps.cities import city_names
from geo.maps.corridors import corridor_extent, corridor_payload, world_shifts
from geo.maps.ground import make_frame, make_ground
from geo.maps.many import LineLayer
from geo.maps.page import DataElement, PageMap
from geo.maps.payload import atlas_payload, style_payload
from geo.text import for_script

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.atlas.records import Extent
    from geo.layers import Layers

MANY = 2000
"""More sections than this are drawn on canvas, without the sheet around the map."""
_FREE = "CC0-1.0"
_CARD = (
    "railway_name", "status", "status_since", "length_km", "published_length_km", "gauge_mm",
    "accuracy_m", "method", "sources", "link", "licence",
)  # fmt: skip


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
    """The railways, crossings and places of an atlas; with corridors under them if wanted."""

    def __init__(self, atlas: Atlas, layers: Layers, *, corridors: bool = False) -> None:
        content = atlas_payload(atlas, layers)
        if corridors:
            content["belt"] = corridor_payload(atlas, layers)
            content["atlas"] |= {
                "title": atlas.settings.corridors_title or atlas.settings.title,
                "subtitle": {},
                "extent": content["belt"]["bounds"],
            }
        payload = {
            "atlas": content,
            "style": style_payload(),
            "words": _words(atlas.settings.languages),
        }
        super().__init__(name="atlas", call="drawAtlas", payload=for_script(payload))


class Controls(DataElement):
    """The sheet, the slider, the search and the tools around the map of an atlas."""

    def __init__(self, atlas: Atlas, *, version: str, corridors: bool = False) -> None:
        payload = {
            "version": version,
            "digest": atlas.digest[:12],
            "credits": credit(atlas, corridors=corridors),
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
        A `folium.Map` with controls; for more than `MANY` sections a plain one whose lines
        are drawn on canvas. Add layers to it, then call `PageMap.save`.
    """
    settings = atlas.settings
    language = settings.languages[0]
    title = settings.title.get(language) or next(iter(settings.title.values()))
    deck = (settings.subtitle or {}).get(language, "")
    page = PageMap(
        title=title,
        language=language,
        description=deck,
        controls=len(layers.railways) <= MANY,
        assets=assets,
        online=online,
    )
    page.document.preview = f"{settings.page}.png"
    focus = [country for railway in atlas.railways for country in railway.countries]
    Basemap(settings.extent, focus=focus, languages=settings.languages).add_to(page)
    if not page.controls:
        LineLayer(_described(atlas, layers), columns=_CARD, style_by="status").add_to(page)
        return page
    AtlasLayer(atlas, layers).add_to(page)
    Controls(atlas, version=version).add_to(page)
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
    page.document.preview = f"{settings.corridors_page}.png"
    # A narrow window or a flat sheet must still show corridors from ocean to ocean.
    page.options["minZoom"] = 1
    Basemap(
        corridor_extent(layers),
        focus=(),
        languages=settings.languages,
        shifts=world_shifts(layers),
    ).add_to(page)
    AtlasLayer(atlas, layers, corridors=True).add_to(page)
    Controls(atlas, version=version, corridors=True).add_to(page)
    return page


def _described(atlas: Atlas, layers: Layers) -> gpd.GeoDataFrame:
    """Return the railways with what a plain card says of them, sources in words."""
    table = layers.railways.explode(ignore_index=True)
    found = [
        [atlas.sources[key] for key in str(ids).split("; ") if key in atlas.sources]
        for ids in table["sources"]
    ]
    return table.assign(
        sources=["; ".join(f"{s.publisher}: {s.title}" for s in sources) for sources in found],
        link=[next((s.url for s in sources if s.url), "") for sources in found],
    )


def credit(atlas: Atlas, *, corridors: bool = False) -> list[dict[str, str | None]]:
    """Return the credits that a page must print: embedded data, then the atlas's own.

    A credit whose words begin a longer one is not said twice. ``corridors`` adds those of
    the networks and the nodes that corridors are drawn from.
    """
    ground = ("basemap/", "borders/countries.geojson", "terrain/", "gazetteer/geonames")
    used = (*ground, "network/") if corridors else ground
    found: dict[str, str | None] = {}
    for file in embedded.catalog().values():
        if file.path.startswith(used) and file.attribution:
            found.setdefault(file.attribution, file.url)
    credited = [*atlas.credits.values(), *(atlas.node_credits.values() if corridors else ())]
    given = [(c.licence, c.attribution) for c in credited]
    for licence, text in (*given, (atlas.settings.licence, atlas.settings.attribution)):
        if licence != _FREE:
            found.setdefault(text, None)
    said = [text for text in found if not any(o != text and o.startswith(text) for o in found)]
    return [{"text": text, "url": found[text]} for text in said]


def _views() -> list[str]:
    """Say whose view of borders the embedded data shows, as the catalog words it."""
    drawn = ("basemap/borders.geojson", "borders/countries.geojson")
    files = [embedded.catalog()[path] for path in drawn if path in embedded.catalog()]
    return [f"{file.title} ({file.attribution})." for file in files]


def _words(languages: Iterable[str]) -> dict[str, dict[str, str]]:
    every = files.words()
    return {key: every[key] for key in dict.fromkeys(["en", *languages]) if key in every}
