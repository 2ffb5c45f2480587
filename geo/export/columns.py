"""Turn the columns of a table into plain values: what JSON, SQL and CSV can hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AT_ONCE = 65_536
FLOAT_DECIMALS = 6
"""Decimals of lengths, areas and percentages in every file."""


class Kind(StrEnum):
    """What a column holds, the same in every format."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """A column ready for a file.

    Parameters
    ----------
    name
        Name of the column.
    kind
        What it holds.
    cells
        One value a row, in the NumPy type of the kind; arbitrary where missing.
    missing
        True where the cell is empty.
    """

    name: str
    kind: Kind
    cells: NDArray[Any]
    missing: NDArray[np.bool_]

    def python(self, start: int = 0, stop: int | None = None) -> list[Any]:
        """Return the values of some rows as str, int, float, bool or None; dates as ISO text."""
        part = self.cells[start:stop]
        plain = part.astype(str).tolist() if self.kind is Kind.DATE else part.tolist()
        for i in np.flatnonzero(self.missing[start:stop]):
            plain[i] = None
        return list(plain)


def fields(table: pd.DataFrame) -> list[Field]:
    """Return the columns of a table but its geometry, in order.

    Raises
    ------
    InputError
        If a cell holds something that is not one scalar, or a number is infinite.
    """
    names = [name for name in table.columns if table[name].dtype.name != "geometry"]
    return [field(str(name), table[name]) for name in names]


def field(name: str, column: pd.Series[Any]) -> Field:
    """Return one column ready for a file."""
    kind = kind_of(column)
    missing = column.isna().to_numpy()
    convert = {
        Kind.TEXT: _text,
        Kind.INTEGER: _integers,
        Kind.REAL: _reals,
        Kind.BOOLEAN: _booleans,
        Kind.DATE: _dates,
    }[kind]
    return Field(name, kind, convert(name, column, missing), missing)


def kind_of(column: pd.Series[Any]) -> Kind:
    """Return what a column holds, by its dtype."""
    kinds = {
        Kind.BOOLEAN: pd.api.types.is_bool_dtype,
        Kind.INTEGER: pd.api.types.is_integer_dtype,
        Kind.REAL: pd.api.types.is_float_dtype,
        Kind.DATE: pd.api.types.is_datetime64_any_dtype,
    }
    return next((kind for kind, test in kinds.items() if test(column.dtype)), Kind.TEXT)


def kinds_of(table: pd.DataFrame) -> dict[str, Kind]:
    """Return what each column of a table holds, geometry left out."""
    names = [str(name) for name in table.columns if str(name) != "geometry"]
    return {name: kind_of(table[name]) for name in names}


def require_unique_ids(table: pd.DataFrame, *, layer: str) -> None:
    """Raise an error unless each row has an id of its own.

    Raises
    ------
    InputError
        If the column ``id`` is missing, has gaps or repeats a value.
    """
    if "id" not in table.columns:
        msg = f"the layer {layer!r} has no column 'id'"
        raise InputError(msg)
    if not _has_gaps_or_twins(table["id"]):
        return
    repeated = table["id"][table["id"].duplicated() | table["id"].isna()]
    if len(repeated):
        msg = f"the layer {layer!r} needs unique ids; repeated or empty: {repeated.iloc[0]!r}"
        raise InputError(msg)


def _has_gaps_or_twins(column: pd.Series[Any]) -> bool:
    """Tell in little memory whether values may repeat: two texts may share a hash, rarely."""
    parts = (column.iloc[i : i + _AT_ONCE] for i in range(0, len(column), _AT_ONCE))
    hashes = [pd.util.hash_pandas_object(part, index=False, categorize=False) for part in parts]
    every = np.concatenate([*(part.to_numpy() for part in hashes), np.empty(0, dtype=np.uint64)])
    return bool(column.isna().any()) or len(np.unique(every)) < len(every)


def _text(name: str, column: pd.Series[Any], missing: NDArray[np.bool_]) -> NDArray[Any]:
    cells = np.asarray(column, dtype=object)
    values = np.full(len(cells), "", dtype=object)
    for i in np.flatnonzero(~missing):
        if isinstance(cells[i], (list, tuple, set, dict)):
            msg = f"a cell of column {name!r} holds {cells[i]!r}; allowed: one text a cell"
            raise InputError(msg)
        values[i] = str(cells[i])
    return values


def _integers(_name: str, column: pd.Series[Any], _missing: NDArray[np.bool_]) -> NDArray[Any]:
    bits = np.int32 if column.dtype.name.lower() in {"int32", "int16", "int8"} else np.int64
    return column.fillna(0).to_numpy(dtype=bits)


def _reals(name: str, column: pd.Series[Any], missing: NDArray[np.bool_]) -> NDArray[Any]:
    values = np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
    if np.isinf(values).any():
        msg = f"column {name!r} holds an infinite number"
        raise InputError(msg)
    return np.where(missing, 0.0, np.round(values, FLOAT_DECIMALS) + 0.0)


def _booleans(_name: str, column: pd.Series[Any], _missing: NDArray[np.bool_]) -> NDArray[Any]:
    return column.fillna(value=False).to_numpy(dtype=bool)


def _dates(_name: str, column: pd.Series[Any], missing: NDArray[np.bool_]) -> NDArray[Any]:
    days = column.to_numpy(dtype="datetime64[D]")
    return np.where(missing, np.datetime64("1970-01-01"), days)
