"""Write a network as flat arrays that are read without parsing."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import common
import numpy as np

DEGREE = 100_000
"""Coordinates are stored as whole 1/100,000 degrees."""


@dataclass(frozen=True)
class Chain:
    """A line between two points that matter, over points that only give it shape.

    Parameters
    ----------
    points
        Keys of the points from end to end.
    km
        Length of each step.
    area
        What the line belongs to: a country, or the name of a strait or canal.
    join
        Number of the joined gap that the line is, 0 for a line of the source.
    """

    points: tuple[int, ...]
    km: tuple[float, ...]
    area: str
    join: int = 0


def write(
    name: str,
    points: Mapping[int, tuple[float, float]],
    chains: Sequence[Chain],
    record: Mapping[str, str],
) -> None:
    """Write the arrays below ``network/NAME`` and list them in the catalog.

    Parameters
    ----------
    name
        Name of the network.
    points
        (longitude, latitude) by key.
    chains
        The lines; no two have the same ends.
    record
        Licence, origin and processing for the catalog.
    """
    used = sorted({i for c in chains for i in (c.points[0], c.points[-1])})
    # In Z-order, neighbours lie together: searches touch less memory.
    used.sort(key=lambda i: (_z_order(points[i]), i))
    index = {old: new for new, old in enumerate(used)}
    ordered = sorted(chains, key=lambda c: sorted((index[c.points[0]], index[c.points[-1]])))
    areas = sorted({c.area for c in ordered})
    inner = [len(c.points) - 2 for c in ordered]
    arrays = {
        "nodes": _stored([points[i] for i in used]),
        "edge_ends": np.array(
            [(index[c.points[0]], index[c.points[-1]]) for c in ordered], dtype="<i4"
        ),
        "edge_km": np.array([sum(c.km) for c in ordered], dtype="<f4"),
        "edge_area": np.array([areas.index(c.area) for c in ordered], dtype="u1"),
        "edge_join": np.array([c.join for c in ordered], dtype="<i2"),
        "shape_start": np.concatenate([[0], np.cumsum(inner)]).astype("<i4"),
        "shape_points": _stored([points[i] for c in ordered for i in c.points[1:-1]]),
        "shape_km": np.concatenate([np.cumsum(c.km)[:-1] for c in ordered]).astype("<f4"),
    }
    for key, array in arrays.items():
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, array, allow_pickle=False)
        common.write_bytes(f"network/{name}/{key}.npy", buffer.getvalue())
    common.write_text(f"network/{name}/areas.json", json.dumps(areas) + "\n")
    files = [*(f"{key}.npy" for key in arrays), "areas.json"]
    title = f"{name.capitalize()} network: "
    common.register(*({**record, "path": f"network/{name}/{f}", "title": title + f} for f in files))


def _stored(points: Sequence[tuple[float, float]]) -> np.ndarray:
    return np.rint(np.array(points).reshape(-1, 2) * DEGREE).astype("<i4")


def _z_order(point: tuple[float, float]) -> int:
    """Interleave the bits of both coordinates (Morton order)."""
    lon, lat = (int((value + 180) * 1000) for value in point)
    return sum((lon >> i & 1) << 2 * i | (lat >> i & 1) << 2 * i + 1 for i in range(19))
