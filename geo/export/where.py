"""Keep the rows of a table that meet a condition in SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.export import columns
from geo.text import for_sql_identifier

if TYPE_CHECKING:
    import geopandas as gpd

_ALLOWED = {sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION}


def select(table: gpd.GeoDataFrame, where: str) -> gpd.GeoDataFrame:
    """Return the rows of a table that meet a condition.

    Parameters
    ----------
    table
        Any table of an atlas.
    where
        An SQL expression on its columns, such as ``status = 'operating' AND length_km > 50``.
        Dates compare as ISO texts, booleans as 0 and 1.

    Raises
    ------
    InputError
        If the condition is not valid; the message names the columns.
    """
    fields = columns.fields(table)
    names = ", ".join(for_sql_identifier(field.name) for field in fields)
    marks = ", ".join("?" for _ in range(len(fields) + 1))
    rows = zip(range(len(table)), *(field.python() for field in fields), strict=True)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f'CREATE TABLE rows ("row number", {names})')
        connection.executemany(f"INSERT INTO rows VALUES ({marks})", rows)  # noqa: S608
        connection.set_authorizer(_authorise)
        kept = _kept(connection, where, [field.name for field in fields])
    return table.iloc[kept]


def _kept(connection: sqlite3.Connection, where: str, names: list[str]) -> list[int]:
    query = f'SELECT "row number" FROM rows WHERE ({where}\n) ORDER BY 1'  # noqa: S608
    try:
        return [int(row[0]) for row in connection.execute(query)]
    except (sqlite3.Error, sqlite3.Warning) as error:
        msg = f"the condition {where!r} is not valid: {error}; columns: {', '.join(names)}"
        raise InputError(msg) from error


def _authorise(action: int, *_: object) -> int:
    """Let a condition read and call functions, nothing else."""
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
