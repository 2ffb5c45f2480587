"""Gather what a page says of the context of an atlas: members of organisations, dated events."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shapely import coverage_simplify, get_parts, multipolygons

from geo import style
from geo.cells import name_column
from geo.maps.packing import pack_polygons
from geo.maps.page import DataElement
from geo.text import for_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.atlas.context import ContextEvent, Membership, Organisation
    from geo.layers import Layers

DECIMALS = 2
"""Decimals of outlines: they tint a country at the zooms of an overview."""
COARSE, FINE = 0.15, 0.06
"""Degrees that outlines are simplified by: for a map where they are an aside, and an overview."""
_SMALL = 0.05
"""Square degrees below which an island is left out, unless its country has no larger one."""


class ContextLayer(DataElement):
    """The countries of organisations under a map, and events as stars on it.

    Parameters
    ----------
    atlas
        The records.
    layers
        The tables; those of events and members say what is known on the as-of date.
    shown
        What the page opens with: ``events``, ``members``, both or none.
    shifts
        Copies of the world to draw, in degrees to the east.
    tolerance
        Degrees that outlines may be off.
    """

    def __init__(
        self,
        atlas: Atlas,
        layers: Layers,
        *,
        shown: Sequence[str] = (),
        shifts: Sequence[int] = (0,),
        tolerance: float = COARSE,
    ) -> None:
        content = context_payload(atlas, layers, tolerance=tolerance)
        content |= {"shown": list(shown), "shifts": list(shifts)}
        super().__init__(name="context", call="context", payload=for_script(content), late=True)


def has_context(layers: Layers) -> bool:
    """Tell whether the tables have an event or a member."""
    return layers.events is not None or layers.members is not None


def context_payload(atlas: Atlas, layers: Layers, *, tolerance: float = COARSE) -> dict[str, Any]:
    """Return members and events as plain values for JSON.

    Parameters
    ----------
    atlas, layers
        Records and tables.
    tolerance
        Degrees that outlines may be off; neighbours keep one border.
    """
    return {
        "organisations": list(_organisations(atlas, layers)),
        "countries": _countries(layers, tolerance),
        "events": list(_events(atlas, layers)),
        "roles": {role.value: asdict(look) for role, look in style.ROLES.items()},
        "hue": style.MEMBER_HUE,
        "event": asdict(style.EVENT),
        "decimals": DECIMALS,
    }


def _organisations(atlas: Atlas, layers: Layers) -> Iterator[dict[str, Any]]:
    if atlas.context is None or layers.members is None:
        return
    known = set(layers.members["organisation"])
    for organisation in atlas.context.organisations:
        if organisation.id in known:
            yield _organisation(organisation, layers)


def _organisation(organisation: Organisation, layers: Layers) -> dict[str, Any]:
    held = [m for m in organisation.memberships if m.start.first <= layers.as_of]
    return {
        "id": organisation.id,
        "names": organisation.names,
        "founded": str(organisation.founded),
        "sources": [*organisation.sources, *(organisation.name_sources or ())],
        "confidence": organisation.confidence.value,
        "note": organisation.note,
        "members": [_period(membership, layers) for membership in held],
    }


def _period(membership: Membership, layers: Layers) -> dict[str, Any]:
    until = membership.until if membership.until and membership.until.last <= layers.as_of else None
    return {
        "country": membership.country,
        "role": membership.role.value,
        "start": str(membership.start),
        "first": membership.start.first.isoformat(),
        "known": membership.since is not None,
        "until": str(until) if until else None,
        "last": until.last.isoformat() if until else None,
        "sources": list(membership.sources),
        "confidence": membership.confidence.value,
        "note": membership.note,
    }


def _countries(layers: Layers, tolerance: float) -> list[dict[str, Any]]:
    """Return the outline and the names of each country that has or had a role, once."""
    if layers.members is None:
        return []
    table = layers.members.drop_duplicates("country")
    shapes = coverage_simplify(table.geometry.to_numpy(), tolerance)
    names = {tag: table[name_column(tag)].tolist() for tag in layers.languages}
    return [
        {
            "id": code,
            "names": {tag: found[i] for tag, found in names.items() if found[i]} or {"en": name},
            "polygons": pack_polygons(_large(shapes[i]), decimals=DECIMALS),
        }
        for i, (code, name) in enumerate(zip(table["country"], table["name"], strict=True))
    ]


def _large(shape: BaseGeometry) -> BaseGeometry:
    """Return the parts of a country that an overview can show, or its largest one."""
    parts = sorted(get_parts(shape), key=lambda part: -part.area)
    large: BaseGeometry = multipolygons([p for p in parts if p.area > _SMALL] or parts[:1])
    return large


def _events(atlas: Atlas, layers: Layers) -> Iterator[dict[str, Any]]:
    if atlas.context is None or layers.events is None:
        return
    known = set(layers.events["id"])
    for event in sorted(atlas.context.events, key=lambda event: event.date):
        if event.id in known:
            yield _event(atlas, event)


def _event(atlas: Atlas, event: ContextEvent) -> dict[str, Any]:
    site, credit = atlas.site(event.place)
    names = atlas.place_names if event.place in atlas.places else atlas.node_names
    return {
        "id": event.id,
        "names": event.names,
        "date": str(event.date),
        "first": event.date.first.isoformat(),
        "until": str(event.until) if event.until else None,
        "place": event.place,
        "placeNames": names(event.place),
        "country": site.country,
        "at": [round(site.lon, 4), round(site.lat, 4)],
        "detail": event.detail,
        "sources": list(
            dict.fromkeys([*event.sources, *(event.name_sources or ()), *site.sources])
        ),
        "confidence": event.confidence.value,
        "note": event.note,
        "licence": "; ".join(dict.fromkeys([atlas.settings.licence, credit.licence])),
    }
