"""Hold dates as sources give them: a day, a month or a year."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import total_ordering
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from geo.vocab import Precision

_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_FORMATS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


@total_ordering
class PartialDate:
    """A date with the precision that its source gives: ``2012-12-22``, ``2012-12`` or ``2012``.

    Dates compare by their first day, so a status known by its year holds from
    1 January of that year.

    Parameters
    ----------
    text
        ISO 8601 calendar date, reduced precision allowed.

    Raises
    ------
    ValueError
        If the text is not such a date or the day does not exist.

    Examples
    --------
    >>> PartialDate("2012-12").first
    datetime.date(2012, 12, 1)
    >>> PartialDate("2012-12").last
    datetime.date(2012, 12, 31)
    """

    __slots__ = ("first", "precision", "text")

    def __init__(self, text: str) -> None:
        if not re.fullmatch(_PATTERN, text, flags=re.ASCII):
            msg = f"{text!r} is not a date; allowed: YYYY-MM-DD, YYYY-MM or YYYY"
            raise ValueError(msg)
        self.text = text
        self.precision = _FORMATS[len(text)]
        try:
            self.first = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
        except ValueError as error:
            msg = f"{text!r} is not a day of the calendar"
            raise ValueError(msg) from error

    @property
    def last(self) -> date:
        """The last day that the date may mean."""
        if self.precision is Precision.DAY:
            return self.first
        if self.precision is Precision.YEAR:
            return self.first.replace(month=12, day=31)
        days = calendar.monthrange(self.first.year, self.first.month)[1]
        return self.first.replace(day=days)

    def __str__(self) -> str:
        """Return the date as written."""
        return self.text

    def __repr__(self) -> str:
        """Return the call that makes the date."""
        return f"PartialDate({self.text!r})"

    def __eq__(self, other: object) -> bool:
        """Equal if written the same."""
        return isinstance(other, PartialDate) and self.text == other.text

    def __lt__(self, other: Self) -> bool:
        """Order by first day, then by precision."""
        return (self.first, self.text) < (other.first, other.text)

    def __hash__(self) -> int:
        """Hash the text."""
        return hash(self.text)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic read the date from a string or, for a bare year, an integer."""
        return core_schema.no_info_plain_validator_function(
            cls._parse, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the date for editors."""
        text = {"type": "string", "pattern": _PATTERN}
        year = {"type": "integer", "minimum": 1000, "maximum": 9999}
        return {"anyOf": [text, year], "description": "YYYY-MM-DD, YYYY-MM or YYYY"}

    @classmethod
    def _parse(cls, value: Any) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            msg = f"{value!r} is not a date; allowed: YYYY-MM-DD, YYYY-MM or YYYY"
            raise ValueError(msg)  # noqa: TRY004 - pydantic collects ValueError
        return cls(str(value))
