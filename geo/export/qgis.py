"""Make the QGIS project of an atlas from its layers, their styles and the ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from geo.export import corridor_map
from geo.export.columns import Kind, kinds_of
from geo.export.describe import (
    CORRIDORS,
    EVENTS,
    MEMBERS,
    Description,
    attributions,
    display_title,
    short_title,
)
from geo.export.ground import view_note
from geo.export.history import HISTORY
from geo.export.layout import Sheet, layout
from geo.export.project import Bookmark, Project, ProjectLayer, Theme, layer_id
from geo.export.qml import context, ribbons, views
from geo.export.qml import layers as styles
from geo.export.qml.document import LayerStyle
from geo.export.qml.ground import ground_style
from geo.export.qml.labels import LANGUAGE_VARIABLE
from geo.export.qml.tips import SOURCES_TABLE, quoted
from geo.export.xml import Xml
from geo.lines.lanes import lanes
from geo.style import LINES, ROLES
from geo.vocab import Status

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.atlas.records import Names
    from geo.export.ground import Ground
    from geo.layers import Layers

DEFAULT = "default"
BANDS = "uncertainty"
AHEAD = "planned"
GROUND = "Ground"
CONTEXT = "Context"
AROUND = (EVENTS, MEMBERS)
"""Layers of the context, from top to bottom."""
_CROSSING_DEGREES = 0.35
_ORDER = ("crossings", "places", "stations", "railways", "regions")
_HIDDEN = {"countries", "admin1"}


_STYLES = {**styles.STYLES, EVENTS: context.events, MEMBERS: context.members}


def style_of(table: gpd.GeoDataFrame, about: Description) -> LayerStyle:
    """Return the style of a layer."""
    if about.layer == CORRIDORS:
        return ribbons.corridors(kinds_of(table), about.wholes, lanes(table))
    return _STYLES[about.layer](kinds_of(table))


def styles_of(layers: Layers, described: Mapping[str, Description]) -> dict[str, LayerStyle]:
    """Return the style of every layer of an atlas."""
    return {name: style_of(table, described[name]) for name, table in layers.tables().items()}


def make_project(
    atlas: Atlas,
    layers: Layers,
    grounds: Sequence[Ground],
    described: Mapping[str, Description],
    *,
    extra: Mapping[str, pd.DataFrame],
    source: str,
) -> Project:
    """Return the project of an atlas.

    Parameters
    ----------
    atlas, layers
        Records and tables.
    grounds
        Layers of the ground, from top to bottom.
    described
        Description of each layer, those of the ground included.
    extra
        Tables beside those of the layers: railways by date, places of the corridors.
    source
        The GeoPackage relative to the project, such as ``./atlas.gpkg``.
    """
    made = styles_of(layers, described)
    *data, tables, regions = _data_layers(layers, made, described, source)
    data.insert(
        data.index(next(i for i in data if i.identifier == layer_id("railways"))),
        _history_layer(described[HISTORY], kinds_of(extra[HISTORY]), source),
    )
    *above, land = _ground_layers(grounds, described, source)
    ribbon = corridor_map.layers_of(made, described, extra, source)
    around = _context_layers(made, described, source)
    data += [*ribbon, *around, *above, regions, land, tables]
    credit = _credit(atlas, layers, grounds)
    themes = _themes(layers, data)
    sheets = _sheets(atlas, layers, data, credit)
    if layers.corridors is not None:
        themes.append(corridor_map.theme(data))
        sheets += corridor_map.sheets(layers.corridors, data, sheets)
    return Project(
        title=display_title(atlas),
        abstract=f"As of {layers.as_of.isoformat()}.",
        credit=f"{credit} · as of {layers.as_of.isoformat()}",
        language=atlas.settings.languages[0],
        extent=_extent(atlas),
        dates=_dates(layers),
        written=layers.as_of,
        layers=data,
        themes=themes,
        bookmarks=_bookmarks(atlas) + corridor_map.bookmarks(layers.corridors),
        layouts=[layout(sheet) for sheet in sheets],
    )


def _data_layers(
    layers: Layers,
    made: Mapping[str, LayerStyle],
    described: Mapping[str, Description],
    source: str,
) -> list[ProjectLayer]:
    tables = layers.tables()
    found = [
        ProjectLayer(
            identifier=layer_id(name),
            title=short_title(name),
            group=GROUND if name == "regions" else "Atlas",
            source=f"{source}|layername={name}",
            styles={DEFAULT: made[name]} | _views(name, made[name], layers),
            about=described[name],
            credit=described[name].attribution,
            legend=_used(name, layers),
            expanded=name == "railways",
            legend_symbols=_badges() if name == "crossings" else (),
        )
        for name in _ORDER
    ]
    band = ProjectLayer(
        identifier=layer_id(BANDS),
        title="How far a line may be off",
        group="Atlas",
        source=f"{source}|layername=railways",
        styles={DEFAULT: styles.bands(kinds_of(tables["railways"]))},
        credit=described["railways"].attribution,
        legend=(list(LINES).index(Status.CANDIDATE),),
        legend_label="Within the stated accuracy",
    )
    listed = ProjectLayer(
        identifier=layer_id(SOURCES_TABLE),
        title=SOURCES_TABLE,
        group="Tables",
        source=f"{source}|layername={SOURCES_TABLE}",
        styles={},
    )
    return [*found[:-1], band, listed, found[-1]]


def _history_layer(about: Description, kinds: Mapping[str, Kind], source: str) -> ProjectLayer:
    """Return the railways by date, hidden until a theme or a user asks for them."""
    return ProjectLayer(
        identifier=layer_id(HISTORY),
        title="Railways by date",
        group="Atlas",
        source=f"{source}|layername={HISTORY}",
        styles={DEFAULT: styles.history(kinds)},
        about=about,
        credit=about.attribution,
        visible=False,
    )


def _context_layers(
    made: Mapping[str, LayerStyle], described: Mapping[str, Description], source: str
) -> list[ProjectLayer]:
    """Return events and members, hidden so that the railways stay the subject."""
    return [
        ProjectLayer(
            identifier=layer_id(name),
            title=short_title(name),
            group=CONTEXT,
            source=f"{source}|layername={name}",
            styles={DEFAULT: made[name]},
            about=described[name],
            credit=described[name].attribution,
            visible=False,
            legend=tuple(range(len(ROLES))) if name == MEMBERS else None,
        )
        for name in AROUND
        if name in made
    ]


def _ground_layers(
    grounds: Sequence[Ground], described: Mapping[str, Description], source: str
) -> list[ProjectLayer]:
    return [
        ProjectLayer(
            identifier=layer_id(layer.name),
            title=layer.title,
            group=GROUND,
            source=f"{source}|layername={layer.name}",
            styles={DEFAULT: ground_style(layer.name)},
            about=described[layer.name],
            credit=described[layer.name].attribution,
        )
        for layer in grounds
    ]


def _views(name: str, style: LayerStyle, layers: Layers) -> dict[str, LayerStyle]:
    """Return the further styles of a layer, which themes switch to."""
    years = _years(layers)
    if name == "railways":
        return {str(y): views.in_year(style, y) for y in years} | {AHEAD: views.ahead(style)}
    if name == "crossings":
        return {str(year): views.crossed_in_year(style, year) for year in years}
    return {}


def _years(layers: Layers) -> list[int]:
    """Return a round year after each opening of a cross-border railway, before the atlas's date."""
    table = layers.railways
    across = table["cross_border"].fillna(value=False).astype(bool)
    opened = table[across & (table["status"] == Status.OPERATING)]
    starts = opened.groupby("railway_no")["valid_from"].max().dropna()
    years = {-(-day.year // 5) * 5 for day in starts}
    return sorted(year for year in years if year < layers.as_of.year)


def _badges() -> tuple[Xml, ...]:
    return tuple(styles.badge("custom symbol", solid=solid) for solid in (True, False))


def _used(name: str, layers: Layers) -> tuple[int, ...] | None:
    """Return the legend entries of a layer that the atlas needs; None for all."""
    if name == "railways":
        present = set(layers.railways["status"])
        return tuple(i for i, status in enumerate(LINES) if str(status) in present)
    if name == "crossings":
        rail = layers.crossings["rail"].fillna(value=False).astype(bool)
        return tuple(i for i, some in enumerate((rail.any(), (~rail).any())) if some)
    return None


def _themes(layers: Layers, data: Sequence[ProjectLayer]) -> list[Theme]:
    """Return the named views: today, each round year, what is to come, the printed map."""
    drawn = {layer.identifier: DEFAULT for layer in data if layer.styles}
    apart = {layer_id(name) for name in (HISTORY, *corridor_map.LAYERS, *AROUND)}
    everything = {key: style for key, style in drawn.items() if key not in apart}
    around = {
        key: style for key, style in drawn.items() if key in {*everything, *map(layer_id, AROUND)}
    }
    quiet = {layer_id(name) for name in ("stations", BANDS)}
    past = {key: style for key, style in everything.items() if key not in quiet}
    lines, points = layer_id("railways"), layer_id("crossings")
    years = [
        Theme(str(year), past | {lines: str(year), points: str(year)}) for year in _years(layers)
    ]
    return [
        Theme("today", everything),
        Theme("by date", _without(drawn, "railways", BANDS, *corridor_map.LAYERS, *AROUND)),
        *years,
        Theme("planned", everything | {lines: AHEAD}),
        Theme("print", everything),
        *([Theme("context", around)] if around != everything else []),
    ]


def _without(drawn: Mapping[str, str], *names: str) -> dict[str, str]:
    return {key: style for key, style in drawn.items() if key not in set(map(layer_id, names))}


def _dates(layers: Layers) -> tuple[date, date]:
    """Return the span of the time slider: whole years around every date of the atlas."""
    starts = pd.concat([layers.railways["valid_from"], layers.crossings["valid_from"]]).dropna()
    first = layers.as_of.year if starts.empty else int(starts.min().year)
    return date(first, 1, 1), date(layers.as_of.year, 12, 31)


def _extent(atlas: Atlas) -> tuple[float, float, float, float]:
    extent = atlas.settings.extent
    return extent.west, extent.south, extent.east, extent.north


def _bookmarks(atlas: Atlas) -> list[Bookmark]:
    whole = Bookmark("whole", display_title(atlas), "Atlas", _extent(atlas))
    near = [
        Bookmark(
            crossing.id,
            f"{railway.number}: "
            + " \N{EN DASH} ".join(atlas.places[place].name for place in crossing.places),
            "Border crossings",
            (
                crossing.lon - _CROSSING_DEGREES,
                crossing.lat - _CROSSING_DEGREES * 0.6,
                crossing.lon + _CROSSING_DEGREES,
                crossing.lat + _CROSSING_DEGREES * 0.6,
            ),
        )
        for railway in atlas.railways
        for crossing in railway.crossings
    ]
    return [whole, *near]


def _credit(atlas: Atlas, layers: Layers, grounds: Sequence[Ground]) -> str:
    tables = [*layers.tables().values(), *(layer.table for layer in grounds)]
    return attributions(atlas, tables).replace("; ", " · ")


def _sheets(atlas: Atlas, layers: Layers, data: Sequence[ProjectLayer], credit: str) -> list[Sheet]:
    wanted = {layer_id(name) for name in ("railways", "crossings", BANDS)}
    shown = [layer for layer in data if layer.identifier in wanted]
    foot = f"As of {layers.as_of.isoformat()}. {credit}. {view_note()}."
    subtitle = atlas.settings.subtitle
    return [
        Sheet(
            name=name,
            width=width,
            height=height,
            title=_by_language(atlas.settings.title),
            subtitle=_by_language(subtitle) if subtitle else "",
            credit=foot,
            extent=_extent(atlas),
            theme="print",
            legend=shown,
        )
        for name, width, height in (("A4 map", 297.0, 210.0), ("A3 map", 420.0, 297.0))
    ]


def _by_language(texts: Names) -> str:
    """Return an expression that gives a text in the language of the labels."""
    pairs = ", ".join(f"{quoted(tag)}, {quoted(text)}" for tag, text in texts.items())
    first = texts.get("en") or next(iter(texts.values()))
    return f"[% coalesce(map_get(map({pairs}), @{LANGUAGE_VARIABLE}), {quoted(first)}) %]"
