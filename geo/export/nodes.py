"""List the places that corridors run through: the points and names of their map."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely import Point

from geo.cells import credit_cells, name_cells, name_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.atlas.atlas import Atlas
    from geo.atlas.corridors import Corridor
    from geo.layers import Layers

NODES = "corridor_places"
"""Name of the table."""

_MEANINGS = {
    "country": "ISO 3166-1 code.",
    "rank": "1 where the corridor ends, 2 where a branch or another mode begins, 3 between.",
    "corridor_ids": "Corridors that run through the place, joined with '; '.",
    "accuracy_m": "How far the point may be from the true one, metres.",
    "ref": "Id of the point in its source.",
    "how": "How an inferred point was found.",
    "sources": "Ids of the sources, joined with '; '.",
    "licence": "SPDX expression of the data's licence.",
    "attribution": "Credit that a map of this feature must print.",
}
_FIRST = {"id": "Identifier, unique in the layer.", "name": "Name for display."}


def nodes(atlas: Atlas, layers: Layers) -> gpd.GeoDataFrame:
    """Return the places of the corridors, each once, in the order of the atlas.

    Parameters
    ----------
    atlas
        The records.
    layers
        The tables; only legs that are in them count.
    """
    assert layers.corridors is not None
    shown = set(layers.corridors["corridor_id"])
    ranks: dict[str, int] = {}
    owners: dict[str, list[str]] = {}
    for corridor in atlas.corridors:
        if corridor.id not in shown:
            continue
        for identifier, rank in _ranked(corridor):
            ranks[identifier] = min(rank, ranks.get(identifier, rank))
            owners.setdefault(identifier, []).append(corridor.id)
    rows = [_row(atlas, i, ranks[i], owners[i], layers.languages) for i in ranks]
    table = pd.DataFrame(rows, columns=[*meanings(layers.languages), "geometry"])
    texts = dict.fromkeys(meanings(layers.languages), "str")
    return gpd.GeoDataFrame(
        table.astype(texts | {"rank": "int32", "accuracy_m": "float64"}), crs="EPSG:4326"
    )


def meanings(languages: tuple[str, ...]) -> dict[str, str]:
    """Return what each column means, in order."""
    names = {name_column(tag): f"Name in the language {tag!r}; may be empty." for tag in languages}
    return _FIRST | names | _MEANINGS


def _ranked(corridor: Corridor) -> Iterator[tuple[str, int]]:
    """Yield the places of a corridor with their ranks; a branch that joins another has no end."""
    beside: dict[str, set[str]] = {}
    turns: set[str] = set()
    for leg in (leg for branch in corridor.branches for leg in branch.legs):
        turns |= {leg.from_, leg.to}
        for start, end in pairwise(leg.node_ids):
            beside.setdefault(start, set()).add(end)
            beside.setdefault(end, set()).add(start)
    for identifier, neighbours in beside.items():
        yield identifier, 1 if len(neighbours) == 1 else 2 if identifier in turns else 3


def _row(
    atlas: Atlas, identifier: str, rank: int, owners: list[str], languages: tuple[str, ...]
) -> dict[str, Any]:
    node, credit = atlas.nodes[identifier], atlas.node_credits[identifier]
    named = [atlas.sources[i] for i in node.name_sources or ()]
    sources = dict.fromkeys([*node.sources, *(source.id for source in named)])
    return {
        "id": node.id,
        "name": node.name,
        **name_cells(atlas.node_names(identifier), languages),
        "country": node.country,
        "rank": rank,
        "corridor_ids": "; ".join(dict.fromkeys(owners)),
        "accuracy_m": node.accuracy_m,
        "ref": node.ref,
        "how": node.how,
        "sources": "; ".join(sources),
        **credit_cells([credit, *(source for source in named if source.licence)]),
        "geometry": Point(node.lonlat),
    }
