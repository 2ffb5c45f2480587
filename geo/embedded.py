"""Find the data files that come with the package, and say where each one is from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class DataFile:
    """An embedded data file: its origin, licence and the text a map must print."""

    path: str
    title: str
    licence: str
    attribution: str
    url: str
    origin: str
    processing: str
    sha256: str
    bytes: int


@cache
def root() -> Path:
    """Return the folder of the embedded data: ``geo/_data`` in a wheel, ``data`` in a checkout.

    Raises
    ------
    DataError
        If neither exists.
    """
    for folder in (_PACKAGE / "_data", _PACKAGE.parent / "data"):
        if (folder / "catalog.json").is_file():
            return folder
    msg = f"the embedded data is missing beside {_PACKAGE.as_posix()!r}: reinstall the package"
    raise DataError(msg)


def path(name: str) -> Path:
    """Return the path of an embedded file or folder.

    Parameters
    ----------
    name
        Its name below the data folder, such as ``"borders/countries.geojson"``.

    Raises
    ------
    DataError
        If it does not exist.
    """
    found = root() / name
    if not found.exists():
        msg = f"the embedded data file {name!r} is missing: reinstall the package"
        raise DataError(msg)
    return found


def features(name: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Return the properties and the geometry of each feature of an embedded GeoJSON file.

    Parameters
    ----------
    name
        Its name below the data folder, such as ``"borders/countries.geojson"``.
    """
    from shapely import from_geojson, get_parts

    text = path(name).read_text(encoding="utf-8")
    records = json.loads(text)["features"]
    shapes = get_parts(from_geojson(text))
    return [(record["properties"], shape) for record, shape in zip(records, shapes, strict=True)]


@cache
def catalog() -> dict[str, DataFile]:
    """Return every embedded data file by its path below the data folder."""
    records = json.loads((root() / "catalog.json").read_text(encoding="utf-8"))
    return {record["path"]: DataFile(**record) for record in records}
