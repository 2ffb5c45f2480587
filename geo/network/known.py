"""Compare routes with published lengths of well-known railways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo import embedded
from geo.errors import DataError
from geo.network.graph import Network
from geo.network.routing import route

KNOWN = "network/known_lengths.yaml"

MOST_UNEXPLAINED = 0.08
"""A difference above this share must be explained in the data."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A route beside the published length of the same railway.

    Parameters
    ----------
    name
        The railway.
    route_km, published_km
        The two lengths.
    joins
        Joined gaps that the route uses.
    source, url
        Publisher and title of the published figure, and its address.
    explained
        Why the two differ, where they differ much.
    """

    name: str
    route_km: float
    published_km: float
    joins: tuple[int, ...]
    source: str
    url: str
    explained: str | None

    @property
    def share(self) -> float:
        """The difference as a share of the published length."""
        return self.route_km / self.published_km - 1


def compare_known(network: Network | None = None) -> tuple[Comparison, ...]:
    """Route every pair of the embedded list and set it beside its published length.

    Parameters
    ----------
    network
        A network to use instead of the embedded one.

    Raises
    ------
    DataError
        If the list is damaged.
    """
    from ruamel.yaml import YAML

    text = embedded.path(KNOWN).read_text(encoding="utf-8")
    try:
        data = YAML(typ="safe", pure=True).load(text)
        return tuple(_compare(pair, data["sources"], network) for pair in data["pairs"])
    except (KeyError, TypeError) as error:
        msg = f"the embedded data file {KNOWN!r} is damaged: {error!r}"
        raise DataError(msg) from error


def _compare(pair: dict[str, Any], sources: dict[str, Any], network: Network | None) -> Comparison:
    way = route(
        tuple(pair["from"]),
        tuple(pair["to"]),
        via=[tuple(point) for point in pair.get("via", ())],
        avoid=pair.get("avoid"),
        network=network,
    )
    without = pair.get("without")
    less = route(*(tuple(p) for p in without), network=network).length_km if without else 0.0
    source = sources[pair["source"]]
    return Comparison(
        name=pair["name"],
        route_km=way.length_km - less,
        published_km=float(pair["km"]),
        joins=way.joins,
        source=f"{source['publisher']}: {source['title']}",
        url=source["url"],
        explained=pair.get("explained"),
    )
