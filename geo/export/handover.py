"""Put the hand-over to QGIS together: GeoJSON files, one GeoPackage, styles and project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.export import gpkg, gpkg_words, history, nodes, project, qgis, qmd, sld
from geo.export.columns import kinds_of
from geo.export.describe import (
    CORRIDORS,
    KINDS,
    Description,
    cite,
    describe,
    describe_history,
    describe_nodes,
)
from geo.export.fingerprint import fingerprint
from geo.export.geojson import write_geojson
from geo.export.ground import Ground, describe_ground, ground
from geo.export.qml import document, ribbons
from geo.export.qml import layers as styles
from geo.export.qml.ground import ground_style
from geo.export.qml.tips import SOURCES_TABLE
from geo.export.words import VOCABULARIES

if TYPE_CHECKING:
    import sqlite3

    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.layers import Layers

NAME = "atlas"
"""Stem of the GeoPackage and of the project."""


def write_geojson_folder(atlas: Atlas, layers: Layers, folder: Path) -> list[Path]:
    """Write a GeoJSON file a layer, its style and its metadata beside it.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for layer, table in layers.tables().items():
        about = describe(atlas, layers, layer)
        style = qgis.style_of(table, about)
        path = folder / f"{layer}.geojson"
        write_geojson(path, table, name=layer, about=_members(about))
        beside = {".qmd": qmd.document(about), ".qml": document.document(style)}
        for ending, text in beside.items():
            path.with_suffix(ending).write_text(text, encoding="utf-8", newline="\n")
        written += [path, *(path.with_suffix(ending) for ending in beside)]
    return written


def write_package(atlas: Atlas, layers: Layers, folder: Path) -> list[Path]:
    """Write all layers, the ground and the project to one GeoPackage, the project beside it too.

    Returns
    -------
    list of pathlib.Path
        The GeoPackage and the project.
    """
    path, beside = folder / f"{NAME}.gpkg", folder / f"{NAME}.qgz"
    grounds = ground(atlas, layers.corridors)
    described = {layer: describe(atlas, layers, layer) for layer in layers.tables()}
    extra = _extra(atlas, layers, described)
    described |= {layer.name: describe_ground(layer, as_of=layers.as_of) for layer in grounds}
    source = f"./{path.name}"
    contents = _contents(atlas, layers, grounds, described)
    contents += [_content(name, table, _EXTRA[name], described) for name, table in extra.items()]
    made = qgis.make_project(atlas, layers, grounds, described, extra=extra, source=source)
    packed = project.archive(made, name=NAME)
    path.unlink(missing_ok=True)
    gpkg.write_contents(path, contents, as_of=layers.as_of)
    with gpkg.edit(path) as connection:
        _describe(connection, layers, described)
        gpkg_words.stamp(connection, _stamp(atlas, layers), as_of=layers.as_of)
        _style(connection, layers, grounds, extra, described)
        gpkg_words.project(connection, NAME, packed, as_of=layers.as_of)
    beside.write_bytes(packed)
    return [path, beside]


_EXTRA = {history.HISTORY: "LineString", nodes.NODES: "Point"}


def _extra(
    atlas: Atlas, layers: Layers, described: dict[str, Description]
) -> dict[str, gpd.GeoDataFrame]:
    """Return the tables beside those of the layers, and describe them."""
    tables = {history.HISTORY: history.history(atlas, layers)}
    meanings = history.meanings(layers.languages)
    described[history.HISTORY] = describe_history(described["railways"], meanings)
    if layers.corridors is not None:
        found = nodes.nodes(atlas, layers)
        tables[nodes.NODES] = found
        said = nodes.meanings(layers.languages)
        described[nodes.NODES] = describe_nodes(atlas, described[CORRIDORS], found, said)
    return tables


def sources_table(atlas: Atlas) -> pd.DataFrame:
    """Return the sources of an atlas as a table without geometry."""
    rows = [
        {
            "id": source.id,
            "name": cite(source),
            "publisher": source.publisher,
            "title": source.title,
            "date": None if source.date is None else str(source.date),
            "date_note": source.date_note,
            "url": source.url,
            "licence": source.licence,
            "attribution": source.attribution,
            "note": source.note,
        }
        for source in atlas.sources.values()
    ]
    return pd.DataFrame(rows, dtype="str")


def _contents(
    atlas: Atlas,
    layers: Layers,
    grounds: Sequence[Ground],
    described: Mapping[str, Description],
) -> list[gpkg.Content]:
    data = [
        _content(name, table, KINDS[name], described) for name, table in layers.tables().items()
    ]
    under = [
        gpkg.Content(
            layer.name,
            layer.table,
            layer.kind,
            described[layer.name].title,
            f"{described[layer.name].abstract} {described[layer.name].attribution}.",
        )
        for layer in grounds
    ]
    words = "Publications and data sets that the other tables name by their ids."
    listed = gpkg.Content(SOURCES_TABLE, sources_table(atlas), None, "Sources", words)
    return [*data, listed, *under]


def _content(
    name: str, table: pd.DataFrame, kind: str, described: Mapping[str, Description]
) -> gpkg.Content:
    return gpkg.Content(name, table, kind, described[name].title, described[name].abstract)


def _describe(
    connection: sqlite3.Connection, layers: Layers, described: Mapping[str, Description]
) -> None:
    for layer, about in described.items():
        gpkg_words.dictionary(connection, layer, about.meanings)
        gpkg_words.metadata(connection, layer, qmd.document(about), as_of=layers.as_of)
    for name, (words, uses) in VOCABULARIES.items():
        if not described.keys() & {layer for layer, _ in uses}:
            continue
        gpkg_words.vocabulary(connection, name, dict(words), uses)


def _style(
    connection: sqlite3.Connection,
    layers: Layers,
    grounds: Sequence[Ground],
    extra: Mapping[str, pd.DataFrame],
    described: Mapping[str, Description],
) -> None:
    made = qgis.styles_of(layers, described)
    drawn = [(name, qgis.DEFAULT, style) for name, style in made.items()]
    band = styles.bands(kinds_of(layers.railways))
    drawn.append(("railways", qgis.BANDS, band))
    makers = {history.HISTORY: styles.history, nodes.NODES: ribbons.places}
    drawn += [(name, qgis.DEFAULT, makers[name](kinds_of(table))) for name, table in extra.items()]
    drawn += [(layer.name, qgis.DEFAULT, ground_style(layer.name)) for layer in grounds]
    for layer, name, style in drawn:
        gpkg_words.style(
            connection,
            layer,
            name,
            qml=document.document(style),
            sld=_sld(layer, name, described),
            default=name == qgis.DEFAULT,
            as_of=layers.as_of,
        )


def _stamp(atlas: Atlas, layers: Layers) -> dict[str, str]:
    """Return which state of which atlas a file shows, so that edits can be read back."""
    facts = {
        "atlas": atlas.settings.id,
        "sha256": atlas.digest,
        "as_of": layers.as_of.isoformat(),
    }
    drawn = layers.corridors
    return facts if drawn is None else facts | {CORRIDORS: fingerprint(drawn)}


def _sld(layer: str, name: str, described: Mapping[str, Description]) -> str:
    """Return the style for other programs: of the data, not of the ground or a second view."""
    if layer not in KINDS or name != qgis.DEFAULT:
        return ""
    return sld.document(layer, described[layer].wholes)


def _members(about: Description) -> dict[str, str]:
    return {
        "title": about.title,
        "attribution": about.attribution,
        "licence": about.licence,
        "as_of": about.as_of.isoformat(),
    }
