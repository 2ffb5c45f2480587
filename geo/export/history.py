"""Lay the status of every section out over time: a row a section and period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo.layers import columns

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.atlas.records import Railway, Section
    from geo.layers import Layers

HISTORY = "railway_history"
"""Name of the table."""

_OWN = {
    "id": "Identifier, unique in the layer: the section and the number of the period.",
    "section_id": "Identifier of the section in the layer railways.",
    "status": "Status of the section in the period.",
    "valid_from": "First day of the period; the first day that the source's date allows.",
    "valid_to": "Last day of the period; empty if it goes on.",
    "confidence": "How well the status is supported.",
    "note": "Remark on the status.",
    "sources": "Ids of the sources of the status, joined with '; '.",
}
_SHARED = (
    "railway_id",
    "railway_no",
    "railway_name",
    "method",
    "accuracy_m",
    "cross_border",
    "length_km",
    "licence",
    "attribution",
)


def history(atlas: Atlas, layers: Layers) -> gpd.GeoDataFrame:
    """Return the railways with one row a section and period of a status.

    Parameters
    ----------
    atlas
        The records, with every change of status.
    layers
        The tables, for the lines as they are drawn now.

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, in the order of the atlas and of time.
    """
    lines = layers.railways.set_index("id")
    rows = [
        row
        for railway in atlas.railways
        for section in railway.sections
        for row in _periods(railway, section, lines, layers.as_of)
    ]
    names = list(meanings(layers.languages))
    table = pd.DataFrame(rows, columns=[*names, "geometry"])
    dates = dict.fromkeys(("valid_from", "valid_to"), "datetime64[s]")
    kept = {name: lines[name].dtype for name in _SHARED}
    texts = {name: "str" for name in names if name not in dates and name not in kept}
    return gpd.GeoDataFrame(table.astype(texts | kept | dates), crs="EPSG:4326")


def meanings(languages: tuple[str, ...]) -> dict[str, str]:
    """Return what each column means, in order."""
    declared = {name: column.meaning for name, column in columns("railways", languages).items()}
    names = [name for name in declared if name == "name" or name.startswith("name_")]
    own = dict(_OWN)
    first = {"id": own.pop("id")}
    return first | {name: declared[name] for name in (*names, *_SHARED)} | own


def _periods(
    railway: Railway, section: Section, lines: pd.DataFrame, as_of: date
) -> Iterator[dict[str, Any]]:
    identifier = f"{railway.id}-{section.id}"
    if identifier not in lines.index:
        return
    drawn = lines.loc[identifier]
    shared = {name: drawn[name] for name in drawn.index if str(name).startswith("name")}
    shared |= {name: drawn[name] for name in (*_SHARED, "geometry")}
    changes = [change for change in section.status if change.date.first <= as_of]
    following = [*changes[1:], None]
    for i, (change, after) in enumerate(zip(changes, following, strict=True), start=1):
        end = None if after is None else after.date.first - timedelta(days=1)
        if end is not None and end < change.date.first:
            continue
        yield shared | {
            "id": f"{identifier}-{i}",
            "section_id": identifier,
            "status": change.status.value,
            "valid_from": pd.Timestamp(change.date.first),
            "valid_to": None if end is None else pd.Timestamp(end),
            "confidence": change.confidence.value,
            "note": change.note,
            "sources": "; ".join(change.sources),
        }
