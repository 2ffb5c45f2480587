"""Turn the context of an atlas into rows: members of organisations by period, dated events."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
from shapely import Point

from geo import borders, embedded
from geo.cells import Row, credit_cells, joined, name_cells

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.atlas.context import Membership, Organisation
    from geo.atlas.dates import PartialDate

NAMES = "basemap/country-names.json"


@cache
def country_names() -> dict[str, dict[str, str]]:
    """Return the names of countries by ISO 3166-1 code and language, from Unicode CLDR."""
    found: dict[str, dict[str, str]] = json.loads(embedded.path(NAMES).read_text(encoding="utf-8"))
    return found


def member_rows(atlas: Atlas, day: date) -> Iterator[Row]:
    """Yield a row a country and period of a role, as far as it had begun on a day.

    An end after that day is left out: nobody knew it then.

    Parameters
    ----------
    atlas
        The records.
    day
        The as-of date.
    """
    for organisation in atlas.context.organisations if atlas.context else ():
        periods: Counter[str] = Counter()
        for membership in organisation.memberships:
            periods[membership.country] += 1
            if membership.start.first <= day:
                number = periods[membership.country]
                yield _member_row(atlas, organisation, membership, number, day)


def _member_row(
    atlas: Atlas, organisation: Organisation, membership: Membership, number: int, day: date
) -> Row:
    names = country_names().get(membership.country, {})
    until = membership.until if membership.until and membership.until.last <= day else None
    data = [embedded.catalog()[path] for path in (borders.MAPPED, NAMES)]
    return {
        "id": f"{organisation.id}-{membership.country.lower()}-{number}",
        "name": names.get("en", membership.country),
        **name_cells(names, atlas.settings.languages),
        "organisation": organisation.id,
        "organisation_name": organisation.name,
        "country": membership.country,
        "role": membership.role.value,
        "valid_from": pd.Timestamp(membership.start.first),
        "valid_from_precision": membership.start.precision.value,
        "valid_to": _last_day(until),
        "valid_to_precision": until.precision.value if until else None,
        "start_known": membership.since is not None,
        "confidence": membership.confidence.value,
        "note": membership.note,
        "sources": joined(membership.sources),
        **credit_cells([atlas.settings, *data]),
        "geometry": borders.mapped_countries()[membership.country],
    }


def event_rows(atlas: Atlas, day: date) -> Iterator[Row]:
    """Yield a row an event, as far as it had happened on a day.

    A dated map shows an event from its first day on: it says what has happened by then.
    """
    for event in atlas.context.events if atlas.context else ():
        if event.date.first > day:
            continue
        site, credit = atlas.site(event.place)
        yield {
            "id": event.id,
            "name": event.name,
            **name_cells(event.names, atlas.settings.languages),
            "date": pd.Timestamp(event.date.first),
            "date_precision": event.date.precision.value,
            "until": _last_day(event.until),
            "place_id": event.place,
            "place": site.name,
            "detail": event.detail,
            "valid_from": pd.Timestamp(event.date.first),
            "confidence": event.confidence.value,
            "note": event.note,
            "sources": joined(dict.fromkeys([*event.sources, *site.sources])),
            **credit_cells([atlas.settings, credit]),
            "geometry": Point(site.lonlat),
        }


def _last_day(until: PartialDate | None) -> pd.Timestamp | None:
    return pd.Timestamp(until.last) if until else None
