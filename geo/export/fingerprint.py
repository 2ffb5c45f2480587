"""Tell by a short text whether the rows of a table are what they were when it was written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import shapely

from geo.export import columns, geometry

if TYPE_CHECKING:
    import pandas as pd


def fingerprint(table: pd.DataFrame) -> str:
    """Return a hash over the cells and coordinates of a table, in the order of its ids.

    A table that was written to a file and read again has the same one.

    Parameters
    ----------
    table
        Columns of plain values with a unique text column ``id``; geometry in ``geometry``.
    """
    ordered = table.sort_values("id", ignore_index=True)
    total = hashlib.sha256()
    for field in columns.fields(ordered):
        # An emptied text field may hold '' where the atlas has nothing.
        cells = [None if cell == "" else cell for cell in field.python()]
        total.update(repr((field.name, cells)).encode())
    shapes = geometry.prepare(ordered["geometry"].to_numpy())
    lonlat, owner = shapely.get_coordinates(shapes, return_index=True)
    total.update(lonlat.round(geometry.DECIMALS).tobytes() + owner.tobytes())
    return total.hexdigest()
