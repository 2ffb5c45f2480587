"""Name every failure that a caller can act on; each kind is also a builtin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class GeoError(Exception):
    """Root of all errors that this package raises on purpose."""


class InputError(GeoError, ValueError):
    """A value from the outside is not allowed."""


class PlaceNotFound(GeoError, LookupError):
    """No place answers to a name or an id."""


class DataError(GeoError, RuntimeError):
    """An embedded data file is missing, damaged or of another version."""


class OutputError(GeoError, OSError):
    """The output cannot be written; what was there before is untouched."""


class MissingExtra(GeoError, ImportError):
    """An optional part of the package is not installed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in an atlas: where it is, what is wrong, what is allowed."""

    file: str
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        """Return ``file:line: where: message``, the form that editors can jump to."""
        where = f" {self.where}:" if self.where else ""
        return f"{self.file}:{self.line}:{where} {self.message}"


class AtlasError(InputError):
    """An atlas breaks its rules; ``problems`` lists every fault found in one run.

    Parameters
    ----------
    problems
        The faults, in file and line order; at least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"the atlas has {count} error{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


def require_extra(module: str, *, extra: str) -> None:
    """Raise a helpful error unless an optional module can be imported.

    Parameters
    ----------
    module
        Name of the module to import.
    extra
        Name of the extra of this package that installs it.

    Raises
    ------
    MissingExtra
        If the module is not installed; the message gives the pip line.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - only paid for where it is needed

    if find_spec(module) is None:
        msg = f"this needs the package {module!r}: pip install 'geo[{extra}]'"
        raise MissingExtra(msg)
