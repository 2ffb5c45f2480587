"""Find what was edited in a GeoPackage: cell by cell against a fresh export of the atlas."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import InputError
from geo.export import columns, geometry
from geo.export.describe import CORRIDORS
from geo.export.fingerprint import fingerprint
from geo.export.gpkg_words import STAMP
from geo.export.handover import sources_table
from geo.export.qml.tips import SOURCES_TABLE

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas.atlas import Atlas
    from geo.layers import Layers

GEOMETRY = "geometry"
_TOLERANCE_DEGREES = 1.5e-6


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited cell; a whole new row of the sources has no old values."""

    layer: str
    identifier: str
    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Found:
    """Edits of a file, and what cannot be read back, in words."""

    edits: tuple[Edit, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of which atlas a GeoPackage was made from."""

    atlas: str
    sha256: str
    as_of: date
    corridors: str | None = None


def read_stamp(path: Path) -> Stamp:
    """Return the note on a GeoPackage's origin.

    Raises
    ------
    InputError
        If the file is no GeoPackage of an atlas.
    """
    msg = f"{path.as_posix()!r} is not a GeoPackage that geo build wrote"
    if not path.is_file():
        msg = f"there is no file {path.as_posix()!r}"
        raise InputError(msg)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            sql = "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ?"
            row = opened.execute(sql, (STAMP,)).fetchone()
        facts = json.loads(row[0])
        day = date.fromisoformat(facts["as_of"])
        return Stamp(facts["atlas"], facts["sha256"], day, facts.get(CORRIDORS))
    except (sqlite3.Error, TypeError, ValueError, KeyError) as error:
        raise InputError(msg) from error


def same_corridors(path: Path, stamp: Stamp) -> bool:
    """Tell whether the corridors of a GeoPackage are as they were written: then none is drawn.

    Parameters
    ----------
    path
        The edited file.
    stamp
        The note on its origin.
    """
    import pyogrio

    there = CORRIDORS in set(pyogrio.list_layers(path)[:, 0])
    if not there or stamp.corridors is None:
        return not there and stamp.corridors is None
    return fingerprint(pyogrio.read_dataframe(path, layer=CORRIDORS)) == stamp.corridors


def find_edits(path: Path, atlas: Atlas, layers: Layers) -> Found:
    """Compare the tables of a GeoPackage with those of the atlas that it was made from.

    Parameters
    ----------
    path
        The edited file.
    atlas, layers
        Records and tables in the state that the file was made from.
    """
    import pyogrio

    edits: list[Edit] = []
    refused: list[str] = []
    tables: dict[str, pd.DataFrame] = {**layers.tables(), SOURCES_TABLE: sources_table(atlas)}
    known = {str(name) for name in pyogrio.list_layers(path)[:, 0]}
    for name, before in tables.items():
        if name not in known:
            refused.append(f"the layer {name!r} is missing")
            continue
        after = pyogrio.read_dataframe(path, layer=name, read_geometry=GEOMETRY in before)
        found = _compare(name, before, after)
        edits += found.edits
        refused += found.refused
    return Found(tuple(edits), tuple(refused))


def _compare(name: str, before: pd.DataFrame, after: pd.DataFrame) -> Found:
    missing = [str(column) for column in before if column not in after]
    if missing:
        return Found((), tuple(f"{name}: the column {column!r} is missing" for column in missing))
    old, new = _rows(before), _rows(after[list(before)])
    edits: list[Edit] = []
    refused = [f"{name} {i!r}: a record cannot be removed here" for i in old if i not in new]
    if len(new) != len(after):
        refused.append(f"{name}: ids repeat or are empty; each feature needs an id of its own")
    for identifier, row in new.items():
        if identifier in old:
            edits += _changed(name, identifier, old[identifier], row)
        elif name == SOURCES_TABLE:
            given = {k: v for k, v in row.items() if v is not None and k not in {"id", "name"}}
            edits.append(Edit(name, identifier, "", None, given))
        else:
            refused.append(f"{name} {identifier!r}: a new feature needs a record in the atlas")
    return Found(tuple(edits), tuple(refused))


def _rows(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return plain values by column by id; geometry as files hold it."""
    fields = columns.fields(table)
    cells = {field.name: field.python() for field in fields}
    if GEOMETRY in table:
        cells[GEOMETRY] = list(geometry.prepare(table[GEOMETRY].to_numpy()))
    rows = (dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True))
    return {str(row["id"]): row for row in rows if row["id"] is not None}


def _changed(
    layer: str, identifier: str, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[Edit]:
    for column, before in old.items():
        after = new[column]
        same = _same_shape(before, after) if column == GEOMETRY else _same(before, after)
        if not same:
            yield Edit(layer, identifier, column, before, after)


def _same(before: Any, after: Any) -> bool:
    """Compare two cells; an emptied text field holds '' where the atlas has nothing."""
    before, after = (None if value == "" else value for value in (before, after))
    if isinstance(before, float) and isinstance(after, (int, float)):
        return abs(before - after) < 10.0**-columns.FLOAT_DECIMALS
    return bool(before == after)


def _same_shape(before: Any, after: Any) -> bool:
    a, b = (shapely.get_coordinates(shape) for shape in (before, after))
    return a.shape == b.shape and bool(np.abs(a - b).max(initial=0) < _TOLERANCE_DEGREES)


def by_record(edits: Sequence[Edit]) -> dict[tuple[str, str], dict[str, Edit]]:
    """Return the edits by column by layer and id."""
    grouped: dict[tuple[str, str], dict[str, Edit]] = {}
    for edit in edits:
        grouped.setdefault((edit.layer, edit.identifier), {})[edit.column] = edit
    return grouped
