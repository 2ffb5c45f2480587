"""List the places of an area."""

from __future__ import annotations

import math

from geo.errors import InputError
from geo.gazetteer.hints import inside
from geo.gazetteer.naming import told_apart
from geo.gazetteer.records import ListedPlace
from geo.gazetteer.words import DISTRICT
from geo.vocab import PlaceKind

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geo.gazetteer.own import OwnShelf
    from geo.gazetteer.records import Bbox
    from geo.gazetteer.shelf import Row, Shelf


def listed(
    shelves: Sequence[Shelf | OwnShelf],
    bbox: Bbox,
    kinds: Collection[PlaceKind],
    limit: int | None,
) -> list[ListedPlace]:
    """Return the places in a box; see `geo.gazetteer.Gazetteer.within`."""
    _check(bbox)
    found = sorted(
        (-row.prominence, order, number)
        for order, shelf in enumerate(shelves)
        for number, row in enumerate(shelf.rows())
        if inside(bbox, row.longitude, row.latitude) and kind_of(shelf, row) in kinds
    )
    return [_place(shelves[order], number) for _, order, number in found[:limit]]


def kind_of(shelf: Shelf | OwnShelf, row: Row) -> PlaceKind:
    """Return the kind of a place; a district counts as a region."""
    kind = shelf.kind(row)
    return PlaceKind.REGION if kind == DISTRICT else PlaceKind(kind)


def _place(shelf: Shelf | OwnShelf, number: int) -> ListedPlace:
    row = shelf.row(number)
    names, old = told_apart(shelf.names(number))
    country, _, admin1 = shelf.unit(row)
    _, source, licence, accuracy = shelf.identity(row)
    return ListedPlace(
        names=tuple(names),
        old_names=tuple(old),
        longitude=row.longitude,
        latitude=row.latitude,
        kind=kind_of(shelf, row),
        country=country,
        admin1=admin1,
        population=2.0**row.prominence,
        source=source,
        licence=licence,
        accuracy_m=accuracy,
    )


def _check(bbox: Bbox) -> None:
    _, south, _, north = bbox
    if not (all(map(math.isfinite, bbox)) and south <= north):
        msg = f"bbox {bbox!r} is not west, south, east, north in degrees"
        raise InputError(msg)
