"""Gather what a page says of an atlas as plain values, ready for JSON.

Everything here is data, in the words of the atlas. The page turns it into text nodes
and drawings; nothing in it is markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd
from shapely import get_parts

from geo import style
from geo.maps.bands import band
from geo.maps.packing import DECIMALS, pack, pack_polygons
from geo.text import web_link
from geo.vocab import Accuracy, Confidence, Method, PlaceKind, Status

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.atlas.records import (
        Claim,
        Crossing,
        Event,
        Fact,
        Length,
        Place,
        Railway,
        Section,
        Source,
        StatusChange,
    )
    from geo.layers import Layers

NARROW_M = 500.0
"""A band this narrow is hidden by its own line at every zoom of the page."""


def atlas_payload(atlas: Atlas, layers: Layers, *, lines: bool = True) -> dict[str, Any]:
    """Return everything that a page says of an atlas.

    Parameters
    ----------
    atlas
        The records: histories, sources, facts.
    layers
        The drawn tables: geometry, lengths, accuracy.
    lines
        Whether sections have their lines and bands; `geo.maps.sections` packs them otherwise.

    Returns
    -------
    dict
        Plain values for JSON; geometry is packed by `geo.maps.packing`.
    """
    drawn = drawn_sections(atlas, layers)
    km: dict[str, float] = {}
    for railway, _, row in drawn:
        km[railway.id] = km.get(railway.id, 0.0) + float(row.length_km)
    return {
        "atlas": _about(atlas, layers),
        "railways": [
            _railway(railway) | {"km": round(km.get(railway.id, 0.0), 1)}
            for railway in atlas.railways
        ],
        "sections": [
            _section(railway, section, row) | (_geometry(row) if lines else {})
            for railway, section, row in drawn
        ],
        "crossings": [
            _crossing(atlas, railway, crossing)
            for railway in atlas.railways
            for crossing in railway.crossings
        ],
        "places": _places(atlas, [f"{r.id}/{s.id}" for r, s, _ in drawn], dense=not lines),
        "regions": [_region(row, layers.languages) for row in layers.regions.itertuples()],
        "sources": {key: _source(source) for key, source in atlas.sources.items()},
        "decimals": DECIMALS,
    }


def drawn_sections(atlas: Atlas, layers: Layers) -> list[tuple[Railway, Section, Any]]:
    """Return the sections that are drawn, each with its railway and its row of the table."""
    rows = {(row.railway_id, row.section): row for row in layers.railways.itertuples()}
    return [
        (railway, section, rows[railway.id, section.id])
        for railway in atlas.railways
        for section in railway.sections
        if (railway.id, section.id) in rows
    ]


def style_payload() -> dict[str, Any]:
    """Return the style table and the vocabularies that the page draws and explains."""
    return {
        "lines": {status.value: asdict(look) for status, look in style.LINES.items()},
        "other": asdict(style.CATCH_ALL),
        "points": {kind.value: asdict(look) for kind, look in style.POINTS.items()},
        "crossing": asdict(style.CROSSING),
        "bandOpacity": style.BAND_OPACITY,
        "meanings": {
            word.value: word.meaning
            for words in (Status, Method, Accuracy, Confidence, PlaceKind)
            for word in words
        },
    }


def _about(atlas: Atlas, layers: Layers) -> dict[str, Any]:
    settings = atlas.settings
    return {
        "id": settings.id,
        "title": settings.title,
        "subtitle": settings.subtitle or {},
        "languages": list(settings.languages),
        "extent": [
            settings.extent.west,
            settings.extent.south,
            settings.extent.east,
            settings.extent.north,
        ],
        "asOf": layers.as_of.isoformat(),
        "gauges": sorted({s.gauge_mm for r in atlas.railways for s in r.sections if s.gauge_mm}),
        "statuses": _statuses(atlas),
        "marked": [
            {
                "date": str(mark.date),
                "label": said(mark.label),
                "note": said(mark.note),
                "sources": list(mark.sources),
            }
            for mark in settings.marked_dates
        ],
        "licence": settings.licence,
    }


def said(words: str | None) -> str | dict[str, str] | None:
    """Return words as the page reads them: by language where the atlas has them so."""
    return getattr(words, "by_language", None) or words


def _statuses(atlas: Atlas) -> list[str]:
    """Return the statuses that sections have at any time, in the order of the legend."""
    found = {c.status for r in atlas.railways for s in r.sections for c in s.status}
    return [status.value for status in style.LINES if status in found]


def _railway(railway: Railway) -> dict[str, Any]:
    return {
        "id": railway.id,
        "no": railway.number,
        "names": railway.names,
        "countries": list(railway.countries),
        "summary": said(railway.summary),
        "status": [_change(change) for change in railway.status],
        "crossings": [crossing.id for crossing in railway.crossings],
        "lengths": [_length(length) for length in railway.lengths],
        "history": [_event(event) for event in railway.history],
        "facts": [_fact(fact) for fact in railway.facts],
    }


def _section(railway: Railway, section: Section, row: Any) -> dict[str, Any]:
    return {
        "id": f"{railway.id}/{section.id}",
        "railway": railway.id,
        "from": section.from_,
        "to": section.to,
        "countries": list(section.countries),
        "status": [_change(change) for change in section.status],
        "method": section.method.value,
        "accuracy": str(row.accuracy),
        "accuracyM": float(row.accuracy_m),
        "basis": section.accuracy_basis,
        "gauge": section.gauge_mm,
        "km": round(float(row.length_km), 1),
        "published": _number(row.published_length_km),
        "publishedOn": _day(row.published_length_date),
        "label": said(section.label),
        "note": said(section.note),
        "sources": _ids(row.sources),
        "licence": str(row.licence),
    }


def _geometry(row: Any) -> dict[str, Any]:
    """Return the packed lines of a section and the band around them."""
    parts = [part for part in get_parts(row.geometry) if part.geom_type == "LineString"]
    accuracy = float(row.accuracy_m)
    bands = (
        [polygon for part in parts for polygon in pack_polygons(band(part, accuracy_m=accuracy))]
        if accuracy > NARROW_M
        else []
    )
    return {"lines": [pack(list(part.coords)) for part in parts], "bands": bands}


def _crossing(atlas: Atlas, railway: Railway, crossing: Crossing) -> dict[str, Any]:
    return {
        "id": crossing.id,
        "railway": railway.id,
        "no": railway.number,
        "at": _at(crossing.lon, crossing.lat),
        "sides": [
            {"id": place, "names": _names(atlas, place), "country": atlas.places[place].country}
            for place in crossing.places
        ],
        "rail": crossing.rail,
        "gauge": crossing.break_of_gauge,
        "gauges": _gauges(railway, crossing.id),
        "accuracyM": crossing.accuracy_m,
        "how": crossing.how,
        **_claim(crossing),
    }


def _gauges(railway: Railway, crossing: str) -> list[int]:
    """Return the gauges that meet at a crossing, as far as sections say."""
    gauges = {section.gauge_mm for section in railway.sections if section.gauge_mm}
    return sorted(gauges, reverse=True) if any(c.id == crossing for c in railway.crossings) else []


def _places(atlas: Atlas, drawn: list[str], *, dense: bool) -> list[dict[str, Any]]:
    """Return every place with the drawn sections that it is on, in the order of the atlas.

    On a ``dense`` page the ends of railways stand first; on another the ends of all sections.
    """
    numbers = {identifier: number for number, identifier in enumerate(drawn)}
    on: dict[str, dict[str, None]] = {}
    ends: set[str] = set()
    for railway in atlas.railways:
        if dense:
            ends |= {railway.sections[0].from_, railway.sections[-1].to}
        for section in railway.sections:
            ends |= set() if dense else {section.from_, section.to}
            for identifier in section.place_ids:
                on.setdefault(identifier, {})[f"{railway.id}/{section.id}"] = None
    sides = {place for r in atlas.railways for c in r.crossings for place in c.places}
    return [
        _place(
            atlas,
            place,
            list(on.get(place.id, ())),
            rank=0 if place.id in ends else 1 if place.id in sides else 2,
        )
        | {"sections": [numbers[s] for s in on.get(place.id, ()) if s in numbers]}
        for place in atlas.places.values()
    ]


def _place(atlas: Atlas, place: Place, sections: list[str], *, rank: int) -> dict[str, Any]:
    return {
        "id": place.id,
        "kind": place.kind.value,
        "names": atlas.place_names(place.id),
        "others": [
            *(
                {"name": old.name, "until": str(old.to) if old.to else None}
                for old in place.historical
            ),
            *({"name": name, "until": None} for name in place.unsourced_names),
        ],
        "country": place.country,
        "at": _at(place.lon, place.lat),
        "of": place.of,
        "railways": list(dict.fromkeys(section.split("/")[0] for section in sections)),
        "rank": rank,
        "accuracyM": place.accuracy_m,
        "how": place.how,
        "note": place.note,
        "sources": list(dict.fromkeys([*place.sources, *(place.name_sources or ())])),
        "licence": atlas.credits[place.id].licence,
    }


def _region(row: Any, languages: Iterable[str]) -> dict[str, Any]:
    point = row.geometry.representative_point()
    named = {key: getattr(row, "name_" + key.lower().replace("-", "_"), None) for key in languages}
    return {
        "names": {"en": str(row.name)}
        | {k: v for k, v in named.items() if isinstance(v, str) and v},
        "at": _at(point.x, point.y),
        "code": str(row.code),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "sources": list(claim.sources),
        "confidence": claim.confidence.value,
        "note": said(claim.note),
    }


def _change(change: StatusChange) -> dict[str, Any]:
    return {
        "date": str(change.date),
        "first": change.date.first.isoformat(),
        "status": change.status.value,
        **_claim(change),
    }


def _length(length: Length) -> dict[str, Any]:
    return {
        "from": length.from_,
        "to": length.to,
        "km": length.km,
        "date": str(length.date) if length.date else None,
        **_claim(length),
    }


def _event(event: Event) -> dict[str, Any]:
    return {"date": str(event.date), "event": said(event.event), **_claim(event)}


def _fact(fact: Fact) -> dict[str, Any]:
    return {"topic": fact.topic, "value": said(fact.value), **_claim(fact)}


def _source(source: Source) -> dict[str, Any]:
    return {
        "publisher": source.publisher,
        "title": source.title,
        "date": str(source.date) if source.date else None,
        "dateNote": source.date_note,
        "url": web_link(source.url),
        "licence": source.licence,
        "note": source.note,
    }


def _names(atlas: Atlas, identifier: str) -> dict[str, str]:
    """Return the names of a place; a crossing has the names of its first place."""
    if identifier in atlas.places:
        return atlas.place_names(identifier)
    return atlas.place_names(atlas.crossings[identifier].places[0])


def _at(longitude: float, latitude: float) -> list[float]:
    return [round(longitude, 5), round(latitude, 5)]


def _ids(text: object) -> list[str]:
    return [part for part in text.split("; ") if part] if isinstance(text, str) else []


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else round(float(value), 1)


def _day(value: Any) -> str | None:
    return None if pd.isna(value) else str(pd.Timestamp(value).date())
