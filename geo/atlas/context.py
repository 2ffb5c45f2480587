"""Define the records of context: an organisation's members by date, and dated events."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from geo.atlas.dates import PartialDate
from geo.atlas.records import Claim, Country, Id, Named, Names, Record, Text
from geo.vocab import Role


class Membership(Claim):
    """Since when a country has a role in an organisation."""

    country: Country
    role: Role
    since: PartialDate | None = Field(
        default=None, description="First day of the role; null if no source gives it."
    )
    listed: PartialDate | None = Field(
        default=None, description="A day on which a source lists the country in the role."
    )
    until: PartialDate | None = Field(default=None, description="Last day of the role.")

    @property
    def start(self) -> PartialDate:
        """The first day on which the role is known to hold."""
        start = self.since or self.listed
        assert start is not None
        return start

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.since is None and self.listed is None:
            msg = "a membership has the day `since` which it holds, or one on which it is `listed`"
            raise ValueError(msg)
        _require_order(self.start, self.until)
        return self

    def holds_on(self, day: date) -> bool:
        """Tell whether the role is known to hold on a day."""
        return self.start.first <= day and (self.until is None or day <= self.until.last)


class Organisation(Named, Claim):
    """An organisation of states."""

    founded: PartialDate
    memberships: Annotated[tuple[Membership, ...], Field(min_length=1)]

    def members_on(self, day: date, *, role: Role = Role.MEMBER) -> tuple[str, ...]:
        """Return the countries that have a role on a day, in the order of the record."""
        return tuple(m.country for m in self.memberships if m.role is role and m.holds_on(day))


class ContextEvent(Named, Claim):
    """Something dated that happened at a place."""

    names: Names = Field(description="What happened, by language.")
    date: PartialDate
    until: PartialDate | None = None
    place: Id = Field(description="Place of the atlas, or node of a corridor.")
    detail: Text | None = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        _require_order(self.date, self.until)
        return self


class ContextFile(Record):
    """The file ``context.yaml``."""

    organisations: tuple[Organisation, ...] = ()
    events: tuple[ContextEvent, ...] = ()


def _require_order(start: PartialDate, until: PartialDate | None) -> None:
    if until is not None and until.last < start.first:
        msg = f"until {until} is before {start}"
        raise ValueError(msg)
