"""Write a table with GDAL, each column in its true type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.export import columns, geometry
from geo.export.columns import Kind

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Target:
    """Where and how GDAL writes a table.

    Parameters
    ----------
    path
        The file.
    driver, layer
        GDAL's name of the format and the name of the layer.
    append
        Whether the layer is added to an existing file.
    dataset_options, layer_options
        GDAL's creation options.
    """

    path: Path
    driver: str
    layer: str
    append: bool = False
    dataset_options: Mapping[str, str] = field(default_factory=dict)
    layer_options: Mapping[str, str] = field(default_factory=dict)


def write(target: Target, table: pd.DataFrame, *, kind: str | None) -> None:
    """Write a table.

    Parameters
    ----------
    target
        Where and how.
    table
        Columns of plain values; the geometry in the column ``geometry``, EPSG:4326.
    kind
        Geometry of an empty table; None for a table without geometry.
    """
    from pyogrio.raw import write as write_raw

    found, shapes = _geometry(table, kind)
    fields = columns.fields(table)
    write_raw(
        target.path,
        geometry=None if shapes is None else shapely.to_wkb(shapes),
        field_data=[_values(field) for field in fields],
        fields=np.array([field.name for field in fields], dtype=object),
        field_mask=[field.missing for field in fields],
        layer=target.layer,
        driver=target.driver,
        geometry_type=found,
        crs=None if shapes is None else "EPSG:4326",
        append=target.append,
        dataset_options=dict(target.dataset_options),
        layer_options=dict(target.layer_options),
    )


def _geometry(
    table: pd.DataFrame, kind: str | None
) -> tuple[str | None, NDArray[np.object_] | None]:
    if kind is None:
        return None, None
    shapes = geometry.prepare(table["geometry"].to_numpy())
    return (geometry.geometry_type(shapes) if len(shapes) else kind), shapes


def _values(field: columns.Field) -> Any:
    if field.kind is Kind.TEXT:
        values = field.cells.astype(object)
        values[field.missing] = None
        return values
    return field.cells
