"""Keep the rows of a table that meet a condition in SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.export import columns
from geo.text import for_sql_identifier

if TYPE_CHECKING:
    import geopandas as gpd

_APART = re.compile(
    r"""'(?:[^']|'')*'|"(?P<name>(?:[^"]|"")*)"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/""",
    re.DOTALL,
)
"""What of a condition is no bracket, whatever stands in it: texts, quoted names, comments."""

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
    names = [field.name for field in fields]
    _require_columns(where, names)
    key = _key_beside(names)
    with closing(sqlite3.connect(":memory:")) as connection:
        _fill(connection, [key, *names], [range(len(table)), *(f.python() for f in fields)])
        connection.set_authorizer(_authorise)
        kept = _kept(connection, key, where, names)
    return table.iloc[kept]


def _require_columns(where: str, names: Sequence[str]) -> None:
    """Refuse a quoted name that is no column: SQLite would take it for a text."""
    known = {name.casefold() for name in names}
    for found in _APART.finditer(where):
        name = (found["name"] or "").replace('""', '"')
        if found["name"] is not None and name.casefold() not in known:
            msg = f"there is no column {name!r}; columns: {', '.join(names)}"
            raise InputError(msg)


def _require_one_expression(where: str) -> None:
    """Refuse a condition that closes the bracket around it and goes on as another query."""
    depth = 0
    for mark in _APART.sub(" ", where):
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            msg = "a bracket closes that none opened"
            raise ValueError(msg)


def _key_beside(names: Sequence[str]) -> str:
    """Return a name for the number of a row that no column has."""
    key, taken = "row number", {name.casefold() for name in names}
    while key in taken:
        key += "_"
    return key


def _fill(
    connection: sqlite3.Connection, names: Sequence[str], cells: Sequence[Iterable[object]]
) -> None:
    quoted = ", ".join(map(for_sql_identifier, names))
    marks = ", ".join("?" * len(names))
    try:
        connection.execute(f"CREATE TABLE rows ({quoted})")
    except sqlite3.Error as error:
        msg = f"a condition cannot tell the columns apart: {error}"
        raise InputError(msg) from error
    connection.executemany(
        f"INSERT INTO rows VALUES ({marks})",  # noqa: S608 - question marks alone
        zip(*cells, strict=True),
    )


def _kept(connection: sqlite3.Connection, key: str, where: str, names: Sequence[str]) -> list[int]:
    number = for_sql_identifier(key)
    # The condition is the user's own SQL; what it may do is the authoriser's word.
    query = f"SELECT {number} FROM rows WHERE ({where}\n) ORDER BY 1"  # noqa: S608
    try:
        _require_one_expression(where)
        return [int(row[0]) for row in connection.execute(query)]
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        msg = f"the condition {where!r} is not valid: {error}; columns: {', '.join(names)}"
        raise InputError(msg) from error


def _authorise(action: int, *_: object) -> int:
    """Let a condition read and call functions, nothing else."""
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
