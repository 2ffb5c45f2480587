"""Give corridors that share track lanes beside each other, so that none hides another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    import geopandas as gpd

_NEAR_DEGREES = 0.03
_SHARED_DEGREES = 1.5
_LANES = (0, 1, -1, 2, -2, 3, -3)


def lanes(table: gpd.GeoDataFrame) -> dict[str, int]:
    """Return the lane of each corridor: 0 in the middle, 1 to its one side, -1 to the other.

    Parameters
    ----------
    table
        Legs of corridors, EPSG:4326. Two corridors share track where their lines lie within
        about 3 km of each other for some 150 km.

    Returns
    -------
    dict
        Lane by ``corridor_id``. The corridors with most neighbours come first, to the middle.
    """
    lines = {
        str(key): shapely.union_all(group.geometry.to_numpy())
        for key, group in table.groupby("corridor_id", sort=False)
    }
    wide = {key: line.buffer(_NEAR_DEGREES) for key, line in lines.items()}
    beside: dict[str, set[str]] = {key: set() for key in lines}
    for a, b in combinations(lines, 2):
        if lines[a].intersection(wide[b]).length > _SHARED_DEGREES:
            beside[a].add(b)
            beside[b].add(a)
    found: dict[str, int] = {}
    for key in sorted(beside, key=lambda k: -len(beside[k])):
        taken = {found[other] for other in beside[key] if other in found}
        found[key] = next((lane for lane in _LANES if lane not in taken), 0)
    return found
