"""Define the records of corridors: chains of places that programmes and sources name.

A corridor is not a railway: it is a direction with places on it. Each leg says how one
travels along it and whether that way exists; how it is drawn follows from both.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from geo.atlas.dates import PartialDate
from geo.atlas.records import (
    Claim,
    Country,
    Credit,
    Id,
    Kilometres,
    Named,
    NamedPoint,
    Names,
    Record,
)
from geo.atlas.words import Words
from geo.vocab import Status


class Mode(StrEnum):
    """How one travels along a leg."""

    RAIL = "rail"
    """By railway."""
    SEA = "sea"
    """By ship over the open sea."""
    FERRY = "ferry"
    """By ferry over an inland sea or lake."""
    ROAD = "road"
    """By road, where no railway is."""


class Node(NamedPoint):
    """A place of a corridor."""


class Leg(Record):
    """A stretch of a corridor with one mode and one status."""

    id: Id
    from_: Id = Field(alias="from", description="Node where the leg starts.")
    via: tuple[Id, ...] = Field(default=(), description="Nodes between the ends, in order.")
    to: Id = Field(description="Node where the leg ends.")
    mode: Mode
    status: Status = Field(description="Whether the way exists.")
    avoid: tuple[Country, ...] = Field(
        default=(), description="Countries that the way by rail keeps out of."
    )
    note: Words | None = None

    @property
    def node_ids(self) -> tuple[str, ...]:
        """All nodes from start to end."""
        return (self.from_, *self.via, self.to)


class Branch(Record):
    """One of the ways of a corridor, from end to end."""

    id: Id
    names: Names
    legs: Annotated[tuple[Leg, ...], Field(min_length=1)]


class CorridorLength(Claim):
    """A published length of a corridor."""

    km: Kilometres
    date: PartialDate | None = None


class Corridor(Named, Claim):
    """A corridor with its branches; the first branch is the main one."""

    official: bool = Field(description="Whether it is one that the programme itself names.")
    summary: Words
    lengths: tuple[CorridorLength, ...] = ()
    branches: Annotated[tuple[Branch, ...], Field(min_length=1)]

    @property
    def node_ids(self) -> Iterator[str]:
        """Yield the nodes of all branches."""
        for branch in self.branches:
            for leg in branch.legs:
                yield from leg.node_ids


class NodesFile(Credit):
    """A file ``corridors/nodes/*.yaml``: nodes whose coordinates share one licence."""

    nodes: Annotated[tuple[Node, ...], Field(min_length=1)]
