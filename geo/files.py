"""Write all of the output or none of it: stage, then swap, and never lose a stranger's file."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo.errors import OutputError

MANIFEST = "manifest.json"
_STAGING_PREFIX = ".geo-build-"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_json(path: Path, value: Any) -> None:
    """Write readable JSON with a final newline; the same value gives the same bytes."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


@contextmanager
def staged_output(folder: Path, *, partial: bool = False) -> Iterator[Path]:
    """Give a staging folder whose files replace those of the output folder at the end.

    Nothing in ``folder`` changes before the block has ended well: an exception, a
    full disk or Ctrl-C leaves the previous output as it was. Files that the previous
    manifest lists and the new output lacks are removed, unless somebody changed them;
    files that no manifest lists are never touched.

    Parameters
    ----------
    folder
        The output folder; made if it does not exist.
    partial
        Whether the staged files are only a part of the output: then nothing is removed,
        and the manifest's entries of replaced files are brought up to date.

    Yields
    ------
    pathlib.Path
        An empty folder on the same file system as ``folder``.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    made = not folder.exists()
    staging = _make_staging(folder)
    try:
        yield staging
        with _without_interrupt():
            if partial:
                _refresh_manifest(staging, folder)
            _swap(staging, folder, keep_stale=partial)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        msg = f"cannot write to {folder.as_posix()!r}: {error.strerror or error}"
        raise OutputError(msg) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _make_staging(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=folder))
    except OSError as error:
        reason = error.strerror or str(error)
        msg = f"the output folder {folder.as_posix()!r} cannot be written to: {reason}"
        raise OutputError(msg) from error


def _refresh_manifest(staging: Path, folder: Path) -> None:
    """Stage a manifest that agrees with the files that are about to be replaced."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = {str(entry["path"]): entry for entry in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return
    for path in staging.rglob("*"):
        entry = entries.get(path.relative_to(staging).as_posix())
        if entry is not None:
            entry.update(sha256=sha256(path), bytes=path.stat().st_size)
    write_json(staging / MANIFEST, manifest)


def _swap(staging: Path, folder: Path, *, keep_stale: bool) -> None:
    """Move every staged file into place, the manifest last, then drop what is no longer made."""
    new = sorted(path.relative_to(staging) for path in staging.rglob("*") if path.is_file())
    stale = set() if keep_stale else _ours(folder) - {name.as_posix() for name in new}
    for name in sorted(new, key=lambda name: (name.as_posix() == MANIFEST, name)):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (staging / name).replace(target)
    for gone in sorted(stale):
        (folder / gone).unlink()
        _remove_empty_parents(folder / gone, stop=folder)


def _ours(folder: Path) -> set[str]:
    """Return the files that the previous build wrote and nobody changed since."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = {str(entry["path"]): entry["sha256"] for entry in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    inside = {name: folder / name for name in listed if _is_inside(folder / name, folder)}
    return {
        name for name, path in inside.items() if path.is_file() and sha256(path) == listed[name]
    }


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _remove_empty_parents(path: Path, *, stop: Path) -> None:
    for parent in path.parents:
        if parent == stop or any(parent.iterdir()):
            return
        parent.rmdir()


@contextmanager
def _without_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back for the milliseconds in which files change place."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: list[int] = []
    previous = signal.signal(signal.SIGINT, lambda signum, _frame: pending.append(signum))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
    if pending:
        raise KeyboardInterrupt
