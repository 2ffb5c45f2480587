"""Read YAML 1.2 files and remember on which line each value stands."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from geo.atlas.problem import Problem
from geo.text import one_line

Keys = tuple[str | int, ...]
MAX_BYTES = 5_000_000
_MAX_DEPTH = 20


class Document:
    """A parsed file: plain values, and the line of each by its path.

    Parameters
    ----------
    file
        The name that messages give the file.
    value
        Dictionaries, lists, strings, numbers, booleans and ``None``.
    lines
        Line number, from 1, of every value by its path of keys and indices.
    """

    def __init__(self, file: str, value: Any, lines: dict[Keys, int]) -> None:
        self.file = file
        self.value = value
        self._lines = lines

    def line(self, path: Keys) -> int:
        """Return the line of a value, or of the nearest one that holds it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


def read(path: Path, *, name: str) -> Document | Problem:
    """Read one YAML file.

    Parameters
    ----------
    path
        The file.
    name
        How messages call it.

    Returns
    -------
    Document or Problem
        The parsed file, or the one fault that keeps it from being parsed.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return Problem(name, 1, "", f"the file has {size:,} bytes; allowed: {MAX_BYTES:,}")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return Problem(name, line, "", f"byte {error.start} is not UTF-8; save the file as UTF-8")
    except OSError as error:
        return Problem(name, 1, "", f"cannot be read: {error.strerror}")
    return parse(text, name=name)


def parse(text: str, *, name: str) -> Document | Problem:
    """Parse YAML text; see `read`."""
    loader = YAML(typ="safe", pure=True)
    try:
        root = loader.compose(text)
        reader = _Reader()
        value = None if root is None else reader.convert(root, (), 0)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return Problem(name, line, "", f"not well-formed YAML: {one_line(error.problem or error)}")
    except YAMLError as error:
        return Problem(name, 1, "", f"not well-formed YAML: {one_line(error)}")
    except _Refused as refusal:
        return Problem(name, refusal.line, "", str(refusal))
    return Document(name, value, reader.lines)


class _Refused(ValueError):
    def __init__(self, message: str, node: Node) -> None:
        super().__init__(message)
        self.line = node.start_mark.line + 1


class _Reader:
    """Turn nodes into plain values; dates stay text, so that no precision is lost."""

    def __init__(self) -> None:
        self.lines: dict[Keys, int] = {}
        self._seen: set[int] = set()

    def convert(self, node: Node, path: Keys, depth: int) -> Any:
        if id(node) in self._seen or node.anchor:
            msg = "anchors and aliases are not used here; write the value out"
            raise _Refused(msg, node)
        if depth > _MAX_DEPTH:
            msg = f"nested deeper than {_MAX_DEPTH} levels"
            raise _Refused(msg, node)
        self._seen.add(id(node))
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.convert(item, (*path, i), depth + 1) for i, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: Keys, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                msg = "a key must be a word"
                raise _Refused(msg, key_node)
            key = key_node.value
            if key in result:
                msg = f"the key {key!r} stands twice in one record"
                raise _Refused(msg, key_node)
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            result[key] = self.convert(value_node, (*path, key), depth + 1)
        return result


def _scalar(node: ScalarNode) -> Any:
    kind = str(node.tag or "").rsplit(":", 1)[-1]
    text = node.value
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text, 0) if text.lstrip("+-").startswith(("0o", "0x")) else int(text)
    if kind == "float":
        number = float(text.replace(".inf", "inf").replace(".nan", "nan"))
        if not math.isfinite(number):
            msg = f"{text!r} is not a number that can be used here"
            raise _Refused(msg, node)
        return number
    return str(text)
