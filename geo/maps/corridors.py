"""Gather what a page says of the corridors of an atlas as plain values, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo import style
from geo.atlas.records import Extent
from geo.lines.corridors import LegMethod
from geo.lines.lanes import lanes
from geo.maps.packing import pack
from geo.maps.payload import said
from geo.vocab import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.atlas.atlas import Atlas
    from geo.atlas.corridors import Branch, Corridor, Leg, Node
    from geo.geodesy import LonLat
    from geo.layers import Layers

DECIMALS = 3
"""Decimals of ribbons: 3 are 110 m, less than their width at any zoom of the page."""
_MARGIN = 0.04
_POLE = 84.0
_HALF = 180.0


def corridor_payload(atlas: Atlas, layers: Layers) -> dict[str, Any]:
    """Return what the page of the corridors says besides the railways.

    Parameters
    ----------
    atlas
        The records: names, claims, nodes.
    layers
        The drawn tables; ``layers.corridors`` must be there.

    Returns
    -------
    dict
        Plain values for JSON: ``corridors`` with their legs, ``nodes``, ``modes`` and
        ``unbuilt`` (forms of the ribbons), ``bounds`` (west, south, east, north; east may be
        above 180 where a corridor crosses the antimeridian).
    """
    table = layers.corridors
    assert table is not None
    hues = style.corridor_hues(corridor.id for corridor in atlas.corridors)
    beside = lanes(table)
    rows = {(row.corridor_id, row.branch, row.sequence): row for row in table.itertuples()}
    return {
        "corridors": [
            _corridor(corridor, rows)
            | {"hue": hues[corridor.id], "lane": beside.get(corridor.id, 0)}
            for corridor in atlas.corridors
        ],
        "nodes": _nodes(atlas),
        "modes": {mode: asdict(look) for mode, look in style.MODES.items()},
        "unbuilt": asdict(style.UNBUILT),
        "opacity": style.CORRIDOR_OPACITY,
        "decimals": DECIMALS,
        "bounds": list(corridor_bounds(layers)),
    }


def corridor_bounds(layers: Layers) -> tuple[float, float, float, float]:
    """Return what the page opens on: west, south, east, north in degrees, with a margin."""
    assert layers.corridors is not None
    west, south, east, north = (float(value) for value in layers.corridors.total_bounds)
    margin = max(east - west, north - south) * _MARGIN
    return (
        round(west - margin, 2),
        round(max(south - margin, -_POLE), 2),
        round(east + margin, 2),
        round(min(north + margin, _POLE), 2),
    )


def corridor_extent(layers: Layers) -> Extent:
    """Return the extent of the ground: the whole world where a corridor leaves one copy of it."""
    west, south, east, north = corridor_bounds(layers)
    if west < -_HALF or east > _HALF:
        west, east = -_HALF, _HALF
    return Extent(west=west, south=south, east=east, north=north)


def world_shifts(layers: Layers) -> tuple[int, ...]:
    """Return the copies of the world that corridors reach, in degrees to the east."""
    west, _, east, _ = corridor_bounds(layers)
    reached = {-360: west < -_HALF, 0: True, 360: east > _HALF}
    return tuple(shift for shift, on in reached.items() if on)


def _corridor(corridor: Corridor, rows: dict[tuple[str, str, int], Any]) -> dict[str, Any]:
    return {
        "id": corridor.id,
        "names": corridor.names,
        "official": corridor.official,
        "summary": said(corridor.summary),
        "note": said(corridor.note),
        "confidence": corridor.confidence.value,
        "sources": [*corridor.sources, *(corridor.name_sources or ())],
        "km": float(rows[corridor.id, corridor.branches[0].id, 1].corridor_km),
        "lengths": [
            {
                "km": length.km,
                "date": str(length.date) if length.date else None,
                "sources": list(length.sources),
                "confidence": length.confidence.value,
                "note": said(length.note),
            }
            for length in corridor.lengths
        ],
        "branches": [_branch(corridor, branch, rows) for branch in corridor.branches],
    }


def _branch(
    corridor: Corridor, branch: Branch, rows: dict[tuple[str, str, int], Any]
) -> dict[str, Any]:
    return {
        "id": branch.id,
        "names": branch.names,
        "legs": [
            _leg(leg, rows[corridor.id, branch.id, number])
            for number, leg in enumerate(branch.legs, start=1)
        ],
    }


def _leg(leg: Leg, row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "from": leg.from_,
        "to": leg.to,
        "mode": leg.mode.value,
        "status": leg.status.value,
        "built": leg.status is Status.OPERATING,
        "method": LegMethod(row.method).value,
        "km": float(row.length_km),
        "gaugeBreaks": int(row.gauge_breaks),
        "note": said(leg.note),
        "sources": [part for part in str(row.sources or "").split("; ") if part],
        "licence": str(row.licence),
        "lines": [pack(part, decimals=DECIMALS) for part in once(list(row.geometry.coords))],
    }


def once(points: Sequence[LonLat]) -> list[list[LonLat]]:
    """Split a line so that a stretch that it takes twice, as to a port and back, is drawn once.

    Parameters
    ----------
    points
        (longitude, latitude) pairs.

    Returns
    -------
    list of list
        Parts of two or more points that hold every stretch once; two layers of dashes would
        look like a solid line.

    Examples
    --------
    >>> once([(0, 0), (1, 0), (2, 0), (1, 0), (1, 1)])
    [[(0, 0), (1, 0), (2, 0)], [(1, 0), (1, 1)]]
    """
    seen: set[frozenset[LonLat]] = set()
    parts: list[list[LonLat]] = []
    for start, end in pairwise(points):
        edge = frozenset((start, end))
        if edge in seen:
            continue
        seen.add(edge)
        if parts and parts[-1][-1] == start:
            parts[-1].append(end)
        else:
            parts.append([start, end])
    return parts


def _nodes(atlas: Atlas) -> list[dict[str, Any]]:
    """Return the nodes with their rank: 0 ends of a branch, 1 ends of a leg, 2 between."""
    ranks: dict[str, int] = {}
    on: dict[str, dict[str, None]] = {}
    for corridor in atlas.corridors:
        for branch in corridor.branches:
            ends = {branch.legs[0].from_, branch.legs[-1].to}
            for leg in branch.legs:
                for node in leg.node_ids:
                    rank = 0 if node in ends else 1 if node in {leg.from_, leg.to} else 2
                    ranks[node] = min(rank, ranks.get(node, rank))
                    on.setdefault(node, {})[corridor.id] = None
    return [_node(atlas, atlas.nodes[key], ranks[key], on[key]) for key in sorted(ranks)]


def _node(atlas: Atlas, node: Node, rank: int, on: Iterable[str]) -> dict[str, Any]:
    return {
        "id": node.id,
        "names": atlas.node_names(node.id),
        "country": node.country,
        "at": [round(node.lon, 4), round(node.lat, 4)],
        "accuracyM": node.accuracy_m,
        "how": node.how,
        "rank": rank,
        "corridors": list(on),
        "sources": list(dict.fromkeys([*node.sources, *(node.name_sources or ())])),
        "licence": atlas.node_credits[node.id].licence,
    }
