"""Define the records of context: an organisation's members by date, and dated events."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from geo.atlas.dates import PartialDate
from geo.atlas.records import Claim, Country, Id, Names, Record, Text


class Role(StrEnum):
    """What a country is to an organisation."""

    MEMBER = "member"
    """A member state."""
    OBSERVER = "observer"
    """An observer state."""
    PARTNER = "partner"
    """A dialogue partner, or a partner."""


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

    def holds_on(self, day: date) -> bool:
        """Tell whether the role is known to hold on a day."""
        start = self.since or self.listed
        return (
            start is not None
            and start.first <= day
            and (self.until is None or day <= self.until.last)
        )


class Organisation(Claim):
    """An organisation of states."""

    id: Id
    names: Names
    founded: PartialDate
    memberships: Annotated[tuple[Membership, ...], Field(min_length=1)]

    def members_on(self, day: date, *, role: Role = Role.MEMBER) -> tuple[str, ...]:
        """Return the countries that have a role on a day, in the order of the record."""
        return tuple(m.country for m in self.memberships if m.role is role and m.holds_on(day))


class ContextEvent(Claim):
    """Something dated that happened at a place."""

    id: Id
    names: Names = Field(description="What happened, by language.")
    date: PartialDate
    until: PartialDate | None = None
    place: Id = Field(description="Place of the atlas.")
    detail: Text | None = None


class ContextFile(Record):
    """The file ``context.yaml``."""

    organisations: tuple[Organisation, ...] = ()
    events: tuple[ContextEvent, ...] = ()
