"""Import an edited GeoPackage: show what changes, check it, write it on demand."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo import embedded
from geo.atlas import load_atlas
from geo.errors import InputError, OutputError
from geo.export.importing.changes import apply_edits
from geo.export.importing.edits import find_edits, read_stamp, same_corridors
from geo.export.importing.files import AtlasFiles
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.lines.checks import check_lines
from geo.lines.corridors import draw_corridors
from geo.vocab import Severity

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.atlas.records import Railway


@dataclass(frozen=True, slots=True)
class Import:
    """The changes that an edited GeoPackage makes to an atlas, checked but not yet written.

    Parameters
    ----------
    folder
        The atlas folder.
    changes
        One line a change.
    texts
        Old and new text by file of the atlas.
    """

    folder: Path
    changes: tuple[str, ...]
    texts: Mapping[str, tuple[str, str]]

    def diff(self) -> str:
        """Return the changes of the files as a unified diff."""
        return "".join(
            "".join(
                difflib.unified_diff(
                    old.splitlines(keepends=True), new.splitlines(keepends=True), name, name
                )
            )
            for name, (old, new) in self.texts.items()
        )

    def write(self) -> list[Path]:
        """Write the changed files, each one whole or not at all.

        Returns
        -------
        list of pathlib.Path
            The files written.

        Raises
        ------
        InputError
            If a file was changed meanwhile.
        OutputError
            If a file cannot be written.
        """
        for name, (old, _) in self.texts.items():
            path = self.folder / name
            if (path.read_text(encoding="utf-8") if path.exists() else "") != old:
                msg = f"{name} was changed meanwhile; nothing was written"
                raise InputError(msg)
        return [_replace(self.folder / name, new) for name, (_, new) in self.texts.items()]


def read_edits(path: Path | str, folder: Path | str | None = None) -> Import:
    """Read an edited GeoPackage as changes to the records of its atlas.

    Points and lines may be moved; statuses, dates, sources, names, notes, gauges and accuracies
    edited; sources added. Comments and order of the YAML files stay.

    Parameters
    ----------
    path
        The GeoPackage that ``geo build`` wrote and somebody edited.
    folder
        The atlas folder; the embedded atlas if ``None``.

    Raises
    ------
    InputError
        If the file is of another atlas or of another state of it, an edit cannot be held
        by a record, or the changed atlas would break a rule; lists everything at once.
    """
    path = Path(path)
    root = Path(folder) if folder is not None else embedded.path("atlas")
    stamp, atlas = read_stamp(path), load_atlas(root)
    if (stamp.atlas, stamp.sha256) != (atlas.settings.id, atlas.digest):
        msg = (
            f"{path.name!r} was made from another state of the atlas {stamp.atlas!r}: "
            "build again from the present atlas and repeat the edits there"
        )
        raise InputError(msg)
    drawn = draw_atlas(atlas, as_of=stamp.as_of)
    corridors = () if same_corridors(path, stamp) else draw_corridors(atlas, drawn)
    layers = make_layers(atlas, drawn, corridors=corridors, as_of=stamp.as_of)
    found = find_edits(path, atlas, layers)
    files = AtlasFiles(root)
    changes = apply_edits(files, found.edits, as_of=stamp.as_of)
    refused = [*found.refused, *changes.refused]
    if refused:
        raise InputError("\n".join([f"{path.name!r} cannot be imported:", *_indented(refused)]))
    texts = files.changed()
    _require_sound(root, atlas, texts)
    return Import(root, tuple(changes.made), texts)


def _require_sound(root: Path, atlas: Atlas, texts: Mapping[str, tuple[str, str]]) -> None:
    """Load the changed atlas in a copy, and check the railways that the edits change."""
    if not texts:
        return
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "atlas"
        shutil.copytree(root, copy)
        for name, (_, new) in texts.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(new, encoding="utf-8", newline="\n")
        edited = load_atlas(copy)
    changed = {r.id for r in edited.railways if _shape(r, edited) != _shape(r, atlas)}
    changed |= {r.id for r in edited.railways if r not in atlas.railways}
    broken = _errors(edited, changed)
    if broken:
        known = _errors(atlas, changed)
        broken = [text for text in broken if text not in known]
    if broken:
        raise InputError("\n".join(["the edits break the rules of the atlas:", *_indented(broken)]))


def _shape(railway: Railway, atlas: Atlas) -> list[object]:
    """Return the points and tracks of an atlas that a railway is drawn through."""
    ids = [i for section in railway.sections for i in section.place_ids]
    ids += [i for crossing in railway.crossings for i in crossing.places]
    tracks = [atlas.tracks.get(section.track or "") for section in railway.sections]
    return [*(atlas.places.get(i) for i in ids), *tracks]


def _errors(atlas: Atlas, railways: Container[str]) -> list[str]:
    """Draw and check some railways of an atlas."""
    some = tuple(railway for railway in atlas.railways if railway.id in railways)
    part = atlas.model_copy(update={"railways": some})
    day = atlas.as_of
    findings = check_lines(part, draw_atlas(part, as_of=day), as_of=day) if some else ()
    return [f"{f.subject}: {f.message}" for f in findings if f.severity is Severity.ERROR]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _replace(path: Path, text: str) -> Path:
    staged = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(text, encoding="utf-8", newline="\n")
        os.replace(staged, path)  # noqa: PTH105 - the same call on every platform
    except OSError as error:
        staged.unlink(missing_ok=True)
        msg = f"cannot write {path.as_posix()!r}: {error.strerror or error}"
        raise OutputError(msg) from error
    return path
