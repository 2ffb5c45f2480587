"""Add the corridors to the QGIS project: their group, theme, bookmark and printed sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from geo.export.columns import kinds_of
from geo.export.describe import CORRIDORS, Description, extent_of, short_title
from geo.export.equal_area import around
from geo.export.layout import map_ratio
from geo.export.nodes import NODES
from geo.export.project import Bookmark, ProjectLayer, Theme, layer_id
from geo.export.qml import ribbons

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.export.layout import Sheet
    from geo.export.qml.document import LayerStyle

LAYERS = (NODES, CORRIDORS)
"""Layers of the project that only the map of corridors shows, from top to bottom."""

GROUP = "Corridors"
THEME = "corridors"
_GROUND = ("railways", "countries", "borders_near", "borders", "disputed", "lakes", "land")
_MARGIN = 0.05
_WORLD = (-180.0, -70.0, 180.0, 80.0)
_Box = tuple[float, float, float, float]


def layers_of(
    made: Mapping[str, LayerStyle],
    described: Mapping[str, Description],
    extra: Mapping[str, pd.DataFrame],
    source: str,
) -> list[ProjectLayer]:
    """Return the layers of the corridors from top to bottom; none if the atlas has none.

    Parameters
    ----------
    made
        Style of each layer of the atlas.
    described
        Description of each table.
    extra
        Tables beside those of the layers.
    source
        The GeoPackage relative to the project.
    """
    if CORRIDORS not in made:
        return []
    drawn = {
        NODES: ("Places of the corridors", ribbons.places(kinds_of(extra[NODES]))),
        CORRIDORS: (short_title(CORRIDORS), made[CORRIDORS]),
    }
    return [
        ProjectLayer(
            identifier=layer_id(name),
            title=title,
            group=GROUP,
            source=f"{source}|layername={name}",
            styles={"default": style},
            about=described[name],
            credit=described[name].attribution,
            visible=False,
            legend=_legend(described[name]) if name == CORRIDORS else None,
        )
        for name, (title, style) in drawn.items()
    ]


def _legend(about: Description) -> tuple[int, ...]:
    """Return the entries of a printed legend: every corridor and mode, not the catch-all."""
    count = len(about.wholes)
    return (*range(count), *range(count + 1, count + 1 + len(ribbons.KEYS)))


def theme(data: Sequence[ProjectLayer]) -> Theme:
    """Return the view of the corridors over a quiet ground."""
    wanted = {layer_id(name) for name in (*LAYERS, *_GROUND)}
    return Theme(
        THEME,
        {
            layer.identifier: next(iter(layer.styles))
            for layer in data
            if layer.identifier in wanted
        },
    )


def bookmarks(table: gpd.GeoDataFrame | None) -> list[Bookmark]:
    """Return the bookmark that shows all corridors; none without corridors."""
    return [] if table is None else [Bookmark(THEME, GROUP, "Atlas", extent(table))]


def sheets(
    table: gpd.GeoDataFrame, data: Sequence[ProjectLayer], like: Sequence[Sheet]
) -> list[Sheet]:
    """Return a printed sheet of the corridors for each sheet of the railways.

    Parameters
    ----------
    table
        Legs of the corridors.
    data
        Layers of the project.
    like
        The sheets of the railways.
    """
    by_id = {layer.identifier: layer for layer in data}
    shown = [by_id[layer_id(name)] for name in (CORRIDORS, "railways")]
    points = shapely.get_coordinates(table.geometry.to_numpy())
    middle = around(points)
    return [
        replace(
            sheet,
            name=sheet.name.replace("map", THEME),
            title="Transport corridors",
            subtitle=sheet.title,
            extent=extent(table),
            theme=THEME,
            legend=shown,
            note="Lambert azimuthal equal-area projection.",
            columns=4,
            projection=middle.crs(),
            window=middle.window(points, ratio=map_ratio(sheet), margin=_MARGIN),
        )
        for sheet in like
    ]


def extent(table: gpd.GeoDataFrame) -> _Box:
    """Return the extent of the corridors with a margin: west, south, east, north in degrees.

    A map canvas cannot show both sides of the antimeridian at once: what crosses it shows on
    a map of the whole world.
    """
    box = extent_of(table)
    if box is None or box[0] >= box[2]:
        return _WORLD
    west, south, east, north = box
    across, up = (east - west) * _MARGIN, (north - south) * _MARGIN
    return (
        max(west - across, _WORLD[0]),
        max(south - up, -80.0),
        min(east + across, _WORLD[2]),
        min(north + up, 80.0),
    )
