"""Write tables to a GeoPackage with typed columns, metadata and the same bytes every time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import OutputError
from geo.export import ogr

if TYPE_CHECKING:
    import pandas as pd

VERSION = "1.2"
"""GeoPackage version: the newest that GDAL 3.6 opens without a warning."""

GEOMETRY = "geom"
"""Name of the geometry column."""

_CHANGE_COUNTER = (24, 92)
_SQLITE_VERSION = 96


@dataclass(frozen=True, slots=True)
class Content:
    """A table of a GeoPackage and the words that describe it; no kind, no geometry."""

    name: str
    table: pd.DataFrame
    kind: str | None
    title: str
    abstract: str


def write_contents(path: Path, contents: Sequence[Content], *, as_of: date) -> None:
    """Write tables to a new GeoPackage.

    Parameters
    ----------
    path
        The file; must not exist.
    contents
        The tables in EPSG:4326, their columns of plain values.
    as_of
        Date that the file gives as its last change, so that the bytes do not depend on the day.

    Raises
    ------
    InputError
        If a cell or geometry has no place in the file.
    OutputError
        If the file cannot be written.
    """
    try:
        with _dated(as_of):
            for content in contents:
                _write(path, content, append=path.exists())
    except (OSError, RuntimeError) as error:
        msg = f"cannot write the GeoPackage {path.name!r}: {error}"
        raise OutputError(msg) from error


@contextmanager
def edit(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a GeoPackage for changes; commit them together and pack the file at the end.

    Yields
    ------
    sqlite3.Connection
        The open file.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    _fix_header(path)


def _write(path: Path, content: Content, *, append: bool) -> None:
    target = ogr.Target(
        path,
        driver="GPKG",
        layer=content.name,
        append=append,
        dataset_options={} if append else {"VERSION": VERSION},
        layer_options=_layer_options(content),
    )
    ogr.write(target, content.table, kind=content.kind)


def _layer_options(content: Content) -> dict[str, str]:
    options = {"IDENTIFIER": content.title, "DESCRIPTION": content.abstract, "FID": "fid"}
    if content.kind is not None:
        options |= {"GEOMETRY_NAME": GEOMETRY, "SPATIAL_INDEX": "YES"}
    return options


@contextmanager
def _dated(day: date) -> Iterator[None]:
    """Let GDAL write one fixed date as the time of the last change."""
    import pyogrio

    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: f"{day.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _fix_header(path: Path) -> None:
    """Set the header's counters and library version, which tell how the file was made."""
    with path.open("r+b") as stream:
        for offset in _CHANGE_COUNTER:
            stream.seek(offset)
            stream.write((1).to_bytes(4, "big"))
        stream.seek(_SQLITE_VERSION)
        stream.write((3_040_000).to_bytes(4, "big"))
