"""Say what is wrong in an atlas file, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import InputError


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
