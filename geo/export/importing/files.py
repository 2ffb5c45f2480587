"""Change records in the YAML files of an atlas and keep everything else as it stands."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from geo.errors import InputError
from geo.vocab import Precision

_SUFFIXES = {".yaml", ".yml"}


class AtlasFiles:
    """The YAML files of an atlas, loaded with their comments.

    Parameters
    ----------
    folder
        The atlas folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = sorted(p for p in folder.rglob("*") if p.suffix in _SUFFIXES)
        self._before = {
            p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in paths
        }
        self._values: dict[str, Any] = {}
        self._touched: set[str] = set()
        self._others: dict[str, str] = {}

    def place(self, identifier: str) -> tuple[str, CommentedMap]:
        """Return the file and the record of a place."""
        return self._find("places/", "places", identifier)

    def region(self, identifier: str) -> tuple[str, CommentedMap]:
        """Return the file and the record of a region."""
        return self._find("regions", "regions", identifier)

    def source(self, identifier: str) -> tuple[str, CommentedMap]:
        """Return the file and the record of a source."""
        return self._find("sources", "sources", identifier)

    def sources(self) -> tuple[str, CommentedSeq]:
        """Return the file and the list of the sources."""
        name, value = next(self._under("sources."))
        self._touched.add(name)
        listed: CommentedSeq = value["sources"]
        return name, listed

    def section(self, identifier: str) -> tuple[str, CommentedMap]:
        """Return the file and the record of a section by its id in the layers."""
        for name, railway in self._under("railways/"):
            for section in railway["sections"]:
                if f"{railway['id']}-{section['id']}" == identifier:
                    self._touched.add(name)
                    return name, section
        return _missing("section", identifier)

    def crossing(self, identifier: str) -> tuple[str, CommentedMap]:
        """Return the file and the record of a crossing."""
        for name, railway in self._under("railways/"):
            for crossing in railway.get("crossings", ()):
                if crossing["id"] == identifier:
                    self._touched.add(name)
                    return name, crossing
        return _missing("crossing", identifier)

    def put(self, name: str, text: str) -> None:
        """Set the text of a file that is not YAML, such as a track."""
        path = self.folder / name
        self._before.setdefault(name, path.read_text(encoding="utf-8") if path.is_file() else "")
        self._others[name] = text

    def changed(self) -> dict[str, tuple[str, str]]:
        """Return old and new text of the files that are not what they were."""
        after = {name: _dumped(self._values[name]) for name in sorted(self._touched)}
        records = {
            name: (self._before[name], text)
            for name, text in after.items()
            if _dumped(_yaml().load(self._before[name])) != text
        }
        return records | {name: (self._before[name], text) for name, text in self._others.items()}

    def _under(self, prefix: str) -> Iterator[tuple[str, CommentedMap]]:
        """Yield the files whose names start so, each parsed when it is first asked for."""
        for name in [name for name in self._before if name.startswith(prefix)]:
            if name not in self._values:
                self._values[name] = _yaml().load(self._before[name])
            yield name, self._values[name]

    def _find(self, prefix: str, key: str, identifier: str) -> tuple[str, CommentedMap]:
        for name, value in self._under(prefix):
            for record in value[key]:
                if record["id"] == identifier:
                    self._touched.add(name)
                    return name, record
        return _missing(key.removesuffix("s"), identifier)


def _missing(what: str, identifier: str) -> tuple[str, CommentedMap]:
    msg = f"the atlas has no {what} {identifier!r}"
    raise InputError(msg)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(value: Any) -> str:
    stream = io.StringIO()
    _yaml().dump(value, stream)
    return stream.getvalue()


def set_value(record: CommentedMap, key: str, value: Any, *, after: str) -> None:
    """Set a key of a record; a new one is put after another, an empty value removes it."""
    if value is None or value == "":
        record.pop(key, None)
    elif key in record:
        record[key] = value
    else:
        keys = list(record)
        at = keys.index(after) + 1 if after in keys else len(keys)
        _put(record, at, key, value)


def append(records: CommentedSeq, record: Mapping[str, Any]) -> None:
    """Add a record to a list; blank lines and comments below the list stay below it."""
    made = CommentedMap()
    for key, value in record.items():
        made[key] = flow(value) if isinstance(value, list) else value
    below = _taken(records)
    records.append(made)
    if below is not None:
        made.ca.items[next(reversed(made))] = [None, None, below, None]


def flow(values: list[Any]) -> CommentedSeq:
    """Return a list that is written on one line."""
    made = CommentedSeq(values)
    made.fa.set_flow_style()
    return made


def partial(day: str, precision: str | None) -> Any:
    """Return a date as YAML holds it: a day, a month as text or a year as number."""
    if precision == Precision.YEAR:
        return int(day[:4])
    return day[:7] if precision == Precision.MONTH else date.fromisoformat(day)


def _put(record: CommentedMap, at: int, key: str, value: Any) -> None:
    below = _taken(record) if at == len(record) else None
    record.insert(at, key, value)
    if below is not None:
        record.ca.items[key] = [None, None, below, None]


def _taken(node: Any) -> Any:
    """Take away and return the comment that stands below the last value of a node."""
    while True:
        last = _last(node)
        if last is None:
            return None
        key, value = last
        if isinstance(value, (CommentedMap, CommentedSeq)) and not value.fa.flow_style() and value:
            node = value
            continue
        slot = 2 if isinstance(node, CommentedMap) else 0
        tokens = node.ca.items.get(key)
        if not tokens or tokens[slot] is None:
            return None
        token = tokens[slot]
        if not token.value.startswith("\n"):
            return None
        tokens[slot] = None
        return token


def _last(node: Any) -> tuple[Any, Any] | None:
    if not node:
        return None
    key = next(reversed(node)) if isinstance(node, CommentedMap) else len(node) - 1
    return key, node[key]
