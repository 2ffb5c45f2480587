"""Write the words of a GeoPackage: data dictionary, metadata, styles and project."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from geo.export.gpkg import GEOMETRY
from geo.export.words import alias

STAMP = "urn:geo:atlas"
"""Name by which the note on a GeoPackage's origin is found again."""


def dictionary(connection: sqlite3.Connection, layer: str, meanings: Mapping[str, str]) -> None:
    """Write what the columns of a layer mean to the GeoPackage's own data dictionary.

    Parameters
    ----------
    connection
        An open GeoPackage.
    layer
        Name of the table.
    meanings
        Text by column; columns without text are left out.
    """
    connection.execute(_DATA_COLUMNS)
    connection.execute(_COLUMN_CONSTRAINTS)
    extend(connection, "gpkg_data_columns", "gpkg_schema", "#extension_schema")
    extend(connection, "gpkg_data_column_constraints", "gpkg_schema", "#extension_schema")
    names = connection.execute("SELECT name FROM pragma_table_info(?)", (layer,))
    known = {name for (name,) in names}
    rows = [
        (layer, name, name, alias(name), meaning)
        for name, meaning in meanings.items()
        if meaning and name in known
    ]
    sql = "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)"
    connection.executemany(sql, rows)


def vocabulary(
    connection: sqlite3.Connection,
    name: str,
    words: Mapping[str, str],
    uses: Sequence[tuple[str, str]],
) -> None:
    """Write a vocabulary and bind columns to it.

    Parameters
    ----------
    connection
        An open GeoPackage with a dictionary.
    name
        Name of the vocabulary.
    words
        Meaning by value.
    uses
        Layers and their columns that take values from the vocabulary.
    """
    connection.executemany(
        "INSERT INTO gpkg_data_column_constraints VALUES (?, 'enum', ?, NULL, NULL, NULL, NULL, ?)",
        [(name, value, meaning) for value, meaning in words.items()],
    )
    connection.executemany(
        "UPDATE gpkg_data_columns SET constraint_name = ? WHERE table_name = ? AND column_name = ?",
        [(name, layer, column) for layer, column in uses],
    )


def extend(connection: sqlite3.Connection, table: str, extension: str, anchor: str) -> None:
    """Register an extension of a table once."""
    connection.execute(_EXTENSIONS)
    connection.execute(
        "INSERT INTO gpkg_extensions SELECT ?, NULL, ?, ?, 'read-write' WHERE NOT EXISTS "
        "(SELECT 1 FROM gpkg_extensions WHERE table_name = ? AND extension_name = ?)",
        (table, extension, f"http://www.geopackage.org/spec121/{anchor}", table, extension),
    )


def metadata(connection: sqlite3.Connection, layer: str, document: str, *, as_of: date) -> None:
    """Attach a metadata document in QGIS's format to a layer.

    Parameters
    ----------
    connection
        An open GeoPackage.
    layer
        Name of the table.
    document
        XML with the root element ``qgis``.
    as_of
        Date given as the time stamp.
    """
    connection.execute(_METADATA)
    connection.execute(_METADATA_REFERENCE)
    extend(connection, "gpkg_metadata", "gpkg_metadata", "#extension_metadata")
    extend(connection, "gpkg_metadata_reference", "gpkg_metadata", "#extension_metadata")
    cursor = connection.execute(
        "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) "
        "VALUES ('dataset', 'http://mrcc.com/qgis.dtd', 'text/xml', ?)",
        (document,),
    )
    connection.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, ?, NULL)",
        (layer, f"{as_of.isoformat()}T00:00:00.000Z", cursor.lastrowid),
    )


def stamp(connection: sqlite3.Connection, facts: Mapping[str, str], *, as_of: date) -> None:
    """Attach a note to the whole GeoPackage that says what it was made from.

    Parameters
    ----------
    connection
        An open GeoPackage with metadata.
    facts
        Texts by name.
    as_of
        Date given as the time stamp.
    """
    cursor = connection.execute(
        "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) "
        "VALUES ('dataset', ?, 'application/json', ?)",
        (STAMP, json.dumps(dict(facts))),
    )
    connection.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, ?, NULL)",
        (_moment(as_of), cursor.lastrowid),
    )


def style(
    connection: sqlite3.Connection,
    layer: str,
    name: str,
    *,
    qml: str,
    sld: str,
    default: bool,
    as_of: date,
) -> None:
    """Store a style of a layer where QGIS looks for it.

    Parameters
    ----------
    connection
        An open GeoPackage.
    layer
        Name of the table, in its own case.
    name
        Name of the style.
    qml, sld
        The style for QGIS and for other programs.
    default
        Whether QGIS takes the style when the layer is opened.
    as_of
        Date given as the time of the last change.
    """
    if not connection.execute(_HAS_STYLES).fetchone():
        connection.execute(_STYLES)
        _register(connection, "layer_styles", as_of=as_of)
    # QGIS compares the schema with '' and passes over a style whose schema is NULL.
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) VALUES ('', '', ?, ?, ?, ?, ?, ?, ?, '', NULL, ?)",
        (layer, GEOMETRY, name, qml, sld, default, name, _moment(as_of)),
    )


def project(connection: sqlite3.Connection, name: str, content: bytes, *, as_of: date) -> None:
    """Store a QGIS project in the GeoPackage.

    Parameters
    ----------
    connection
        An open GeoPackage.
    name
        Name by which QGIS lists it.
    content
        The bytes of a .qgz file.
    as_of
        Date given as the time of the last change.
    """
    connection.execute(_PROJECTS)
    stamp = f"{as_of.isoformat()}T00:00:00"
    described = f'{{"last_modified_time": "{stamp}", "last_modified_user": ""}}'
    connection.execute(
        "INSERT INTO qgis_projects VALUES (?, ?, ?)", (name, described, content.hex())
    )


def _register(connection: sqlite3.Connection, table: str, *, as_of: date) -> None:
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?, 'attributes', ?, '', ?)",
        (table, table, _moment(as_of)),
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


_HAS_STYLES = "SELECT 1 FROM sqlite_master WHERE name = 'layer_styles'"
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
_PROJECTS = """
CREATE TABLE IF NOT EXISTS qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"""
_EXTENSIONS = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))"""
_METADATA = """
CREATE TABLE IF NOT EXISTS gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '')"""
_METADATA_REFERENCE = """
CREATE TABLE IF NOT EXISTS gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))"""
_DATA_COLUMNS = """
CREATE TABLE IF NOT EXISTS gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name))"""
_COLUMN_CONSTRAINTS = """
CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))"""
