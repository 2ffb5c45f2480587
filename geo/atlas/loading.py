"""Load an atlas folder; report every fault of every file in one run."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from geo import embedded
from geo.atlas.atlas import Atlas
from geo.atlas.context import ContextFile
from geo.atlas.corridors import Corridor, Mode, NodesFile
from geo.atlas.problem import AtlasError, Problem
from geo.atlas.reading import Document, Keys, read
from geo.atlas.records import (
    Credit,
    PlacesFile,
    Railway,
    Record,
    RegionsFile,
    Settings,
    SourcesFile,
)
from geo.atlas.rules import check_rules
from geo.atlas.tracks import read_track
from geo.errors import InputError
from geo.text import one_line
from geo.vocab import Confidence, Method, PlaceKind, Role, Status

Model = TypeVar("Model", bound=Record)
_SUFFIXES = {".yaml", ".yml"}
_WORDS: tuple[type[Enum], ...] = (Status, Method, PlaceKind, Confidence, Mode, Role)


def load_atlas(folder: Path | str | None = None) -> Atlas:
    """Load and validate an atlas.

    Parameters
    ----------
    folder
        The atlas folder: ``atlas.yaml``, ``sources.yaml``, ``places/*.yaml``,
        ``railways/*.yaml`` and, if there are any, ``regions.yaml``, ``context.yaml``,
        ``corridors/*.yaml`` with ``corridors/nodes/*.yaml``. The embedded atlas if ``None``.

    Returns
    -------
    Atlas
        All records, every id resolved.

    Raises
    ------
    InputError
        If there is no such folder.
    AtlasError
        If the atlas breaks its rules; lists every fault with file, line, value and
        what is allowed.

    Examples
    --------
    >>> atlas = load_atlas()
    >>> [railway.number for railway in atlas.railways]
    [1, 2, 3, 4]
    """
    root = Path(folder) if folder is not None else embedded.path("atlas")
    if not root.is_dir():
        msg = f"no atlas folder {root.as_posix()!r}; allowed: a folder that holds atlas.yaml"
        raise InputError(msg)
    loader = _Loader(root)
    atlas = loader.load()
    if loader.problems or atlas is None:
        raise AtlasError(sorted(set(loader.problems), key=lambda p: (p.file, p.line, p.where)))
    return atlas


class _Loader:
    """Collect records and faults from the files of one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.track_files: list[str] = []

    def load(self) -> Atlas | None:
        settings = self._file("atlas.yaml", Settings)
        sources = self._file("sources.yaml", SourcesFile)
        places = self._folder("places", PlacesFile)
        railways = self._folder("railways", Railway)
        regions = self._file("regions.yaml", RegionsFile, required=False)
        corridors = self._folder("corridors", Corridor, required=False)
        context = self._file("context.yaml", ContextFile, required=False)
        nodes = self._folder("corridors/nodes", NodesFile, required=bool(corridors))
        if self.problems or settings is None or sources is None:
            return None
        atlas = Atlas.model_construct(
            settings=settings,
            sources={source.id: source for source in sources.sources},
            places={place.id: place for file in places.values() for place in file.places},
            credits={
                place.id: Credit(licence=file.licence, attribution=file.attribution)
                for file in places.values()
                for place in file.places
            },
            railways=tuple(sorted(railways.values(), key=lambda railway: railway.number)),
            regions=regions.regions if regions else (),
            corridors=tuple(corridors[name] for name in sorted(corridors)),
            context=context,
            nodes={node.id: node for file in nodes.values() for node in file.nodes},
            node_credits={
                node.id: Credit(licence=file.licence, attribution=file.attribution)
                for file in nodes.values()
                for node in file.nodes
            },
            tracks=self._tracks(railways),
            digest=self._digest(),
        )
        self.problems.extend(check_rules(atlas, self.documents))
        return atlas

    def _folder(self, name: str, model: type[Model], *, required: bool = True) -> dict[str, Model]:
        folder = self.root / name
        files = sorted(folder.glob("*")) if folder.is_dir() else []
        found = [path for path in files if path.suffix in _SUFFIXES]
        if not found and required:
            self.problems.append(Problem(f"{name}/", 1, "", "no YAML file; at least one is needed"))
        records = {f"{name}/{p.name}": self._file(f"{name}/{p.name}", model) for p in found}
        return {file: record for file, record in records.items() if record is not None}

    def _file(self, name: str, model: type[Model], *, required: bool = True) -> Model | None:
        path = self.root / name
        if not path.exists():
            if required:
                self.problems.append(Problem(name, 1, "", "the file is missing"))
            return None
        document = read(path, name=name)
        if isinstance(document, Problem):
            self.problems.append(document)
            return None
        self.documents[name] = document
        try:
            return model.model_validate(document.value)
        except ValidationError as error:
            details = error.errors(include_url=False)
            self.problems.extend(_problem(detail, document, model) for detail in details)
            return None

    def _tracks(self, railways: dict[str, Railway]) -> dict[str, tuple[tuple[float, float], ...]]:
        """Read the geometry files that sections name."""
        tracks = {}
        for file, railway in railways.items():
            for i, section in enumerate(railway.sections):
                if section.track is None:
                    continue
                try:
                    tracks[section.track] = tuple(read_track(self.root, section.track))
                except ValueError as error:
                    path: Keys = ("sections", i, "track")
                    line = self.documents[file].line(path)
                    where = ".".join(map(str, path))
                    self.problems.append(Problem(file, line, where, str(error)))
        self.track_files = sorted(tracks)
        return tracks

    def _digest(self) -> str:
        """Hash the files by name and content, not by place or time."""
        total = hashlib.sha256()
        for name in [*sorted(self.documents), *self.track_files]:
            total.update(name.encode() + b"\0" + (self.root / name).read_bytes() + b"\0")
        return total.hexdigest()


def _problem(detail: ErrorDetails, document: Document, model: type[Record]) -> Problem:
    """Turn one pydantic error into a fault with file, line, value and what is allowed."""
    path: Keys = tuple(
        key for key in detail["loc"] if isinstance(key, int) or not str(key).startswith("[")
    )
    where = ".".join(str(key) for key in path)
    line = document.line(path)
    return Problem(document.file, line, where, _message(detail, path, model))


def _message(detail: ErrorDetails, path: Keys, model: type[Record]) -> str:
    kind, value = detail["type"], one_line(repr(detail["input"]), limit=80)
    if kind == "extra_forbidden":
        allowed = sorted(_fields_at(model, path[:-1]))
        close = difflib.get_close_matches(str(path[-1]), allowed, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        return f"unknown key {one_line(path[-1])!r}; allowed: {', '.join(allowed)}{hint}"
    if kind == "missing":
        return f"the key {path[-1]!r} is missing"
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    text = detail["msg"].replace("Input should be", "must be").replace("String should", "must")
    return f"{value} is not allowed here: {text[0].lower()}{text[1:]}"


def _fields_at(model: type[BaseModel], path: Keys) -> Iterator[str]:
    """Yield the keys that a model allows at a path of keys and indices."""
    current = model
    for key in path:
        if isinstance(key, int):
            continue
        found = next((f for n, f in current.model_fields.items() if (f.alias or n) == key), None)
        nested = _models_in(found.annotation) if found else []
        if not nested:
            return
        current = nested[0]
    yield from (field.alias or name for name, field in current.model_fields.items())


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    arguments = getattr(annotation, "__args__", ())
    return [model for argument in arguments for model in _models_in(argument)]
