"""Hold a whole atlas: every record by id, and what follows from several of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from geo.atlas.context import ContextFile
from geo.atlas.corridors import Corridor, Node
from geo.atlas.dates import PartialDate
from geo.atlas.records import Credit, Crossing, Place, Railway, Record, Region, Settings, Source
from geo.text import for_html


class Atlas(Record):
    """A whole atlas, validated: every id resolves and every rule between records holds."""

    settings: Settings
    sources: dict[str, Source]
    places: dict[str, Place]
    credits: dict[str, Credit] = Field(description="Place id to the credit of its coordinates.")
    railways: tuple[Railway, ...]
    regions: tuple[Region, ...] = ()
    context: ContextFile | None = None
    corridors: tuple[Corridor, ...] = ()
    nodes: dict[str, Node] = Field(default={}, description="Places of corridors by id.")
    node_credits: dict[str, Credit] = Field(
        default={}, description="Node id to the credit of its coordinates."
    )
    tracks: dict[str, tuple[tuple[float, float], ...]] = Field(
        default={}, description="Track file name to its (longitude, latitude) pairs."
    )
    digest: str = Field(description="SHA-256 over the atlas files.")

    @property
    def as_of(self) -> date:
        """The date that the atlas describes: its own setting or its newest dated record."""
        if self.settings.as_of is not None:
            return self.settings.as_of.last
        return max(_dates(self.railways), default=date.min)

    def point(self, identifier: str) -> tuple[float, float]:
        """Return the (longitude, latitude) of a place or crossing by its id."""
        if identifier in self.places:
            return self.places[identifier].lonlat
        return self.crossings[identifier].lonlat

    def place_names(self, identifier: str) -> dict[str, str]:
        """Return the names of a place by language, those of its town where it has none."""
        return self._names(self.places[identifier])

    def node_names(self, identifier: str) -> dict[str, str]:
        """Return the names of a node by language, those of its place where it has none."""
        return self._names(self.nodes[identifier])

    def site(self, identifier: str) -> tuple[Place | Node, Credit]:
        """Return the place, or else the node, with an id, and the credit of its coordinates."""
        if identifier in self.places:
            return self.places[identifier], self.credits[identifier]
        return self.nodes[identifier], self.node_credits[identifier]

    def _names(self, point: Place | Node) -> dict[str, str]:
        town = self.places[point.of].names if point.of else {}
        return {**point.names, **{k: v for k, v in town.items() if k not in point.names}}

    @property
    def crossings(self) -> dict[str, Crossing]:
        """All border crossings by id."""
        return {c.id: c for railway in self.railways for c in railway.crossings}

    def _repr_html_(self) -> str:
        """Show the atlas in a notebook as a table of its railways."""
        rows = "".join(
            f"<tr><td>{railway.number}</td><td>{for_html(railway.name)}</td>"
            f"<td>{for_html(railway.status[-1].status.label)}</td></tr>"
            for railway in self.railways
        )
        head = "<tr><th>No.</th><th>Railway</th><th>Newest status</th></tr>"
        return f"<table>{head}{rows}</table>"


def _dates(value: Any) -> list[date]:
    """Return the first day of every dated claim below a value."""
    if isinstance(value, PartialDate):
        return [value.first]
    if isinstance(value, BaseModel):
        return [d for name in type(value).model_fields for d in _dates(getattr(value, name))]
    if isinstance(value, (tuple, list)):
        return [d for item in value for d in _dates(item)]
    return []
