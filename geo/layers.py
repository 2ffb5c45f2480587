"""Turn drawn lines and records into tables with a declared schema.

Every output (page, GeoJSON, GeoPackage, QGIS styles) reads these tables and nothing
else. A cell holds one scalar: lists are joined with ``"; "``; a date has a column of its
own precision beside it. Geometry is EPSG:4326, (longitude, latitude).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point

from geo.atlas.atlas import Atlas
from geo.atlas.corridors import Leg, Mode
from geo.atlas.records import Claim, Place, Railway, StatusChange
from geo.borders import REGIONS, region_polygon
from geo.cells import Row, credit_cells, joined, name_cells, name_column
from geo.context import event_rows, member_rows
from geo.embedded import catalog
from geo.geodesy import area_km2
from geo.lines.corridors import DrawnLeg, LegMethod
from geo.lines.drawing import DrawnSection
from geo.lines.spans import compared_length, status_on
from geo.vocab import PlaceKind, Status

CRS = "EPSG:4326"
DATE = "datetime64[s]"
RAIL_KINDS = {PlaceKind.STATION, PlaceKind.SIDING, PlaceKind.JUNCTION}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its pandas dtype and what it says, with units."""

    dtype: str
    meaning: str


_ID = {
    "id": Column("str", "Identifier, unique in the layer."),
    "name": Column("str", "Name for display."),
}
_ORIGIN = {
    "sources": Column("str", "Ids of the sources, joined with '; '."),
    "licence": Column("str", "SPDX expression of the data's licence."),
    "attribution": Column("str", "Credit that a map of this feature must print."),
}
_VALID = {
    "valid_from": Column(DATE, "First day on which a dated map shows the feature."),
    "valid_to": Column(DATE, "Last day on which a dated map shows it; empty if open."),
}
SCHEMA: dict[str, dict[str, Column]] = {
    "railways": _ID
    | {
        "railway_id": Column("str", "Identifier of the railway that the section belongs to."),
        "railway_no": Column("int32", "Number of the railway, as counted in the atlas."),
        "railway_name": Column("str", "Name of the whole railway."),
        "railway_status": Column("str", "Status of the railway as a cross-border line."),
        "section": Column("str", "Identifier of the section within the railway."),
        "status": Column("str", "Status of the section on the as-of date."),
        "status_since": Column(DATE, "Since when; the first day that the source's date allows."),
        "status_since_precision": Column("str", "Precision of status_since: day, month, year."),
        "method": Column("str", "How the line was made."),
        "accuracy": Column("str", "Class of accuracy."),
        "accuracy_m": Column("float64", "How far the line may be from the true one, metres."),
        "gauge_mm": Column("Int32", "Track gauge, millimetres; empty if unknown or changing."),
        "countries": Column("str", "ISO 3166-1 codes, joined with '; '."),
        "cross_border": Column("boolean", "Whether the section crosses a border."),
        "length_km": Column("float64", "Geodesic length as drawn, kilometres."),
        "published_length_km": Column("float64", "Newest published length, kilometres."),
        "published_length_date": Column(DATE, "Date of the published length."),
        "difference_pct": Column("float64", "Drawn minus published length, per cent."),
    }
    | _VALID
    | {
        "confidence": Column("str", "How well the status is supported."),
        "label": Column("str", "Words printed along the line; empty for most."),
        "note": Column("str", "Remark."),
    }
    | _ORIGIN,
    "stations": _ID
    | {
        "kind": Column("str", "station, siding or junction."),
        "country": Column("str", "ISO 3166-1 code."),
        "railway_ids": Column("str", "Railways that the station is on, joined with '; '."),
        "railway_nos": Column("str", "Their numbers, joined with '; '."),
        "sequence": Column("Int32", "Order along the railways, from 1; empty off the lines."),
        "accuracy_m": Column("float64", "How far the point may be from the true one, metres."),
        "ref": Column("str", "Id of the point in its source."),
        "other_names": Column("str", "Further names and former names, joined with '; '."),
        "note": Column("str", "Remark."),
    }
    | _VALID
    | _ORIGIN,
    "crossings": _ID
    | {
        "railway_id": Column("str", "Identifier of the railway."),
        "railway_no": Column("int32", "Number of the railway."),
        "railway_name": Column("str", "Name of the railway."),
        "status": Column("str", "Status of the railway as a cross-border line."),
        "rail": Column("boolean", "False where no source connects the crossing to a railway."),
        "place_a": Column("str", "Name of the place on the first side."),
        "place_b": Column("str", "Name of the place on the second side."),
        "country_a": Column("str", "ISO 3166-1 code of the first side."),
        "country_b": Column("str", "ISO 3166-1 code of the second side."),
        "break_of_gauge": Column("str", "Where and how trains change gauge."),
        "accuracy_m": Column("float64", "How far the point may be from the true one, metres."),
        "how": Column("str", "How the point was found."),
        "note": Column("str", "Remark."),
    }
    | _VALID
    | _ORIGIN,
    "places": _ID
    | {
        "kind": Column("str", "Kind of place."),
        "country": Column("str", "ISO 3166-1 code."),
        "accuracy_m": Column("float64", "How far the point may be from the true one, metres."),
        "ref": Column("str", "Id of the point in its source."),
        "other_names": Column("str", "Further names and former names, joined with '; '."),
        "note": Column("str", "Remark."),
    }
    | _ORIGIN,
    "regions": _ID
    | {
        "code": Column("str", "ISO 3166 code."),
        "area_km2": Column("float64", "Geodesic area of the polygon, square kilometres."),
        "published_area_km2": Column("float64", "Published area, square kilometres."),
        "note": Column("str", "Remark."),
    }
    | _ORIGIN,
    "corridors": _ID
    | {
        "corridor_id": Column("str", "Identifier of the corridor that the leg belongs to."),
        "corridor_name": Column("str", "Name of the whole corridor."),
        "official": Column("boolean", "Whether the programme itself names the corridor."),
        "branch": Column("str", "Identifier of the branch within the corridor."),
        "sequence": Column("int32", "Order of the leg in its branch, from 1."),
        "mode": Column("str", "How one travels: rail, sea, ferry or road."),
        "status": Column("str", "Whether the way exists."),
        "method": Column("str", "How the line was made."),
        "length_km": Column("float64", "Length along track or lane, kilometres."),
        "corridor_km": Column("float64", "Length of the corridor's main branch, kilometres."),
        "joined_gaps": Column("str", "Numbers of joined gaps of the network, joined with '; '."),
        "gauge_breaks": Column("int32", "How often the track gauge changes."),
        "railway_sections": Column("str", "Railways of the atlas that it follows."),
        "confidence": Column("str", "How well the corridor's course is supported."),
        "note": Column("str", "Remark."),
    }
    | _ORIGIN,
    "events": _ID
    | {
        "date": Column(DATE, "When it happened or began; the first day that its date allows."),
        "date_precision": Column("str", "Precision of date: day, month, year."),
        "until": Column(DATE, "Last day of what lasted longer than a day."),
        "place_id": Column("str", "Identifier of the place in the atlas."),
        "place": Column("str", "Name of the place."),
        "detail": Column("str", "What more there is to say."),
    }
    | _VALID
    | {
        "confidence": Column("str", "How well the event is supported."),
        "note": Column("str", "Remark."),
    }
    | _ORIGIN,
    "members": _ID
    | {
        "organisation": Column("str", "Identifier of the organisation."),
        "organisation_name": Column("str", "Name of the organisation."),
        "country": Column("str", "ISO 3166-1 code."),
        "role": Column("str", "What the country is to the organisation in the period."),
    }
    | _VALID
    | {
        "valid_from_precision": Column("str", "Precision of valid_from: day, month, year."),
        "valid_to_precision": Column("str", "Precision of valid_to: day, month, year."),
        "start_known": Column(
            "boolean", "False where no source gives the first day: valid_from is when it is listed."
        ),
        "confidence": Column("str", "How well the period is supported."),
        "note": Column("str", "Remark."),
    }
    | _ORIGIN,
}
"""Columns of every layer; ``name_<language>`` columns follow ``name``, one a language."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The tables of one atlas on one date.

    Parameters
    ----------
    railways, stations, crossings, places, regions
        GeoDataFrames with the columns of `SCHEMA`, EPSG:4326, sorted by id order of the atlas.
    languages
        Languages of the ``name_<language>`` columns.
    as_of
        The date that status columns describe.
    corridors
        Legs of corridors, likewise; ``None`` if none were drawn.
    events, members
        Dated events, and members of organisations by period; ``None`` if there are none.
    """

    railways: gpd.GeoDataFrame
    stations: gpd.GeoDataFrame
    crossings: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    regions: gpd.GeoDataFrame
    languages: tuple[str, ...]
    as_of: date
    corridors: gpd.GeoDataFrame | None = None
    events: gpd.GeoDataFrame | None = None
    members: gpd.GeoDataFrame | None = None

    def tables(self) -> dict[str, gpd.GeoDataFrame]:
        """Return the tables by name, in drawing order from top to bottom."""
        tables = {name: getattr(self, name) for name in SCHEMA}
        return {name: table for name, table in tables.items() if table is not None}


def columns(layer: str, languages: Sequence[str]) -> dict[str, Column]:
    """Return the columns of a layer in order, the names by language included."""
    names = {name_column(language): _name_in(language) for language in languages}
    rest = {name: column for name, column in SCHEMA[layer].items() if name not in _ID}
    return {**_ID, **names, **rest}


def make_layers(
    atlas: Atlas,
    drawn: Sequence[DrawnSection],
    *,
    corridors: Sequence[DrawnLeg] = (),
    as_of: date | None = None,
) -> Layers:
    """Make the tables of an atlas.

    Parameters
    ----------
    atlas
        A validated atlas.
    drawn
        Its sections as `geo.lines.draw_atlas` gives them.
    corridors
        Legs of its corridors as `geo.lines.corridors.draw_corridors` gives them.
    as_of
        The date that statuses and published lengths are taken on; the atlas's own
        date if ``None``. Sections that no record knows yet on that date are left out.

    Returns
    -------
    Layers
        Tables with the columns of `SCHEMA`, EPSG:4326.
    """
    day = as_of or atlas.as_of
    shown = [section for section in drawn if status_on(section.section.status, day)]
    languages = atlas.settings.languages
    rows = {
        "railways": [_railway_row(atlas, section, day) for section in shown],
        "stations": list(_station_rows(atlas, shown, day)),
        "crossings": list(_crossing_rows(atlas, day)),
        "places": [_place_row(atlas, p) for p in atlas.places.values() if p.kind not in RAIL_KINDS],
        "regions": list(_region_rows(atlas)),
    }
    if corridors:
        rows["corridors"] = list(_corridor_rows(atlas, corridors))
    context = {"events": list(event_rows(atlas, day)), "members": list(member_rows(atlas, day))}
    rows |= {name: found for name, found in context.items() if found}
    tables = {name: _table(name, records, languages) for name, records in rows.items()}
    return Layers(**tables, languages=languages, as_of=day)


def _table(layer: str, rows: list[Row], languages: Sequence[str]) -> gpd.GeoDataFrame:
    schema = columns(layer, languages)
    frame = pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=_dtype(c))
            for name, c in schema.items()
        }
    )
    geometry = [row["geometry"] for row in rows]
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=CRS)


def _dtype(column: Column) -> str:
    return "object" if column.dtype == "str" else column.dtype


def _railway_row(atlas: Atlas, drawn: DrawnSection, day: date) -> Row:
    railway, section = drawn.railway, drawn.section
    change = status_on(section.status, day)
    whole = status_on(railway.status, day)
    assert change is not None
    length = compared_length(railway, section.from_, section.to, as_of=day)
    km = drawn.length_km
    names = _end_names(atlas, drawn)
    return {
        "id": drawn.id,
        "name": names["en"] if "en" in names else next(iter(names.values())),
        **name_cells(names, atlas.settings.languages),
        "railway_id": railway.id,
        "railway_no": railway.number,
        "railway_name": railway.name,
        "railway_status": whole.status.value if whole else None,
        "section": section.id,
        "status": change.status.value,
        "status_since": pd.Timestamp(change.date.first),
        "status_since_precision": change.date.precision.value,
        "method": section.method.value,
        "accuracy": drawn.accuracy.value,
        "accuracy_m": section.accuracy_m,
        "gauge_mm": section.gauge_mm,
        "countries": joined(section.countries),
        "cross_border": len(section.countries) > 1,
        "length_km": round(km, 1),
        "published_length_km": length.km if length else None,
        "published_length_date": pd.Timestamp(length.date.first)
        if length and length.date
        else None,
        "difference_pct": round((km / length.km - 1) * 100, 1) if length else None,
        "valid_from": pd.Timestamp(_valid_from(railway, change)),
        "confidence": change.confidence.value,
        "label": section.label,
        "note": section.note,
        **_origin(atlas, section.place_ids, [change, *([length] if length else [])]),
        "geometry": LineString(drawn.points),
    }


def _valid_from(railway: Railway, change: StatusChange) -> date:
    """Since when a dated map shows the section: never as part of a service before it began.

    Track that was laid for domestic traffic is older than the cross-border railway that
    it belongs to now; its own age stands in ``status_since``.
    """
    if change.status is not Status.OPERATING:
        return change.date.first
    service = [c.date.first for c in railway.status if c.status is Status.OPERATING]
    return max([change.date.first, *service[:1]])


def _end_names(atlas: Atlas, drawn: DrawnSection) -> dict[str, str]:
    """Compose a section's name from its end places, in every language that both have."""
    start, end = (atlas.place_names(i) for i in (drawn.section.from_, drawn.section.to))
    both = {
        language: f"{start[language]} – {end[language]}" for language in start if language in end
    }
    return both or {"und": f"{next(iter(start.values()))} – {next(iter(end.values()))}"}


def _station_rows(atlas: Atlas, drawn: Sequence[DrawnSection], day: date) -> Iterator[Row]:
    stops: dict[str, list[DrawnSection]] = {}
    for section in drawn:
        for identifier in section.section.place_ids:
            stops.setdefault(identifier, []).append(section)
    order = {identifier: i for i, identifier in enumerate(stops, start=1)}
    for place in atlas.places.values():
        if place.kind in RAIL_KINDS:
            sections = stops.get(place.id, [])
            numbers = dict.fromkeys(str(section.railway.number) for section in sections)
            starts = [_since(section, day) for section in sections]
            yield {
                **_place_row(atlas, place),
                "railway_ids": joined(dict.fromkeys(s.railway.id for s in sections)),
                "railway_nos": joined(numbers),
                "sequence": order.get(place.id),
                "valid_from": pd.Timestamp(min(starts)) if starts else None,
            }


def _since(drawn: DrawnSection, day: date) -> date:
    change = status_on(drawn.section.status, day)
    assert change is not None
    return _valid_from(drawn.railway, change)


def _place_row(atlas: Atlas, place: Place) -> Row:
    names = atlas.place_names(place.id)
    shown = {place.name, *(names.get(language) for language in atlas.settings.languages)}
    others = [name for name in names.values() if name not in shown]
    others += [former.name for former in place.historical]
    return {
        "id": place.id,
        "name": place.name,
        **name_cells(names, atlas.settings.languages),
        "kind": place.kind.value,
        "country": place.country,
        "accuracy_m": place.accuracy_m,
        "ref": place.ref,
        "other_names": joined(dict.fromkeys(others)),
        "note": place.note,
        "sources": joined(dict.fromkeys([*place.sources, *(place.name_sources or ())])),
        **credit_cells([atlas.credits[place.id]]),
        "geometry": Point(place.lonlat),
    }


def _crossing_rows(atlas: Atlas, day: date) -> Iterator[Row]:
    for railway in atlas.railways:
        change = status_on(railway.status, day)
        for crossing in railway.crossings if change else ():
            sides = [atlas.places[identifier] for identifier in crossing.places]
            names = _side_names(sides)
            second = sides[1] if len(sides) > 1 else None
            yield {
                "id": crossing.id,
                "name": names.get("en") or next(iter(names.values())),
                **name_cells(names, atlas.settings.languages),
                "railway_id": railway.id,
                "railway_no": railway.number,
                "railway_name": railway.name,
                "status": change.status.value if change else None,
                "rail": crossing.rail,
                "place_a": sides[0].name,
                "place_b": second.name if second else None,
                "country_a": sides[0].country,
                "country_b": second.country if second else None,
                "break_of_gauge": crossing.break_of_gauge,
                "accuracy_m": crossing.accuracy_m,
                "how": crossing.how,
                "note": crossing.note,
                "valid_from": pd.Timestamp(_valid_from(railway, change)) if change else None,
                **_origin(atlas, crossing.places, [crossing]),
                "geometry": Point(crossing.lonlat),
            }


def _side_names(sides: Sequence[Place]) -> dict[str, str]:
    languages = [language for language in sides[0].names if all(language in s.names for s in sides)]
    names = {language: " – ".join(s.names[language] for s in sides) for language in languages}
    return names or {"und": " – ".join(side.name for side in sides)}


def _region_rows(atlas: Atlas) -> Iterator[Row]:
    data = catalog()[REGIONS]
    for region in atlas.regions:
        polygon = region_polygon(region.code)
        assert polygon is not None
        yield {
            "id": region.id,
            "name": region.name,
            **name_cells(region.names, atlas.settings.languages),
            "code": region.code,
            "area_km2": round(area_km2(polygon)),
            "published_area_km2": region.area_km2,
            "note": region.note,
            "sources": joined(region.sources),
            "licence": data.licence,
            "attribution": data.attribution,
            "geometry": polygon,
        }


def _corridor_rows(atlas: Atlas, legs: Sequence[DrawnLeg]) -> Iterator[Row]:
    totals: dict[str, float] = {}
    for drawn in legs:
        if drawn.branch.id == drawn.corridor.branches[0].id:
            totals[drawn.corridor.id] = totals.get(drawn.corridor.id, 0.0) + drawn.length_km
    for drawn in legs:
        corridor, leg = drawn.corridor, drawn.leg
        ends = [atlas.nodes[i] for i in (leg.from_, leg.to)]
        yield {
            "id": drawn.id,
            "name": " – ".join(node.name for node in ends),
            **name_cells(_leg_names(atlas, leg), atlas.settings.languages),
            "corridor_id": corridor.id,
            "corridor_name": corridor.name,
            "official": corridor.official,
            "branch": drawn.branch.id,
            "sequence": drawn.sequence,
            "mode": leg.mode.value,
            "status": leg.status.value,
            "method": drawn.method.value,
            "length_km": round(drawn.length_km, 1),
            "corridor_km": round(totals[corridor.id], 1),
            "joined_gaps": joined(map(str, drawn.joins)),
            "gauge_breaks": drawn.gauge_breaks,
            "railway_sections": joined(drawn.sections),
            "confidence": corridor.confidence.value,
            "note": leg.note or corridor.note,
            **_leg_origin(atlas, drawn),
            "geometry": LineString(drawn.points),
        }


def _leg_names(atlas: Atlas, leg: Leg) -> dict[str, str]:
    """Compose a leg's name from its end places, in every language that both have."""
    start, end = (atlas.node_names(i) for i in (leg.from_, leg.to))
    return {tag: f"{start[tag]} – {end[tag]}" for tag in start if tag in end}


def _leg_origin(atlas: Atlas, drawn: DrawnLeg) -> Row:
    """Return sources, licence and attribution of a leg: its claims, nodes and network."""
    nodes = [atlas.nodes[i] for i in drawn.leg.node_ids]
    named = [s for record in (drawn.corridor, *nodes) for s in record.name_sources or ()]
    ids = dict.fromkeys(
        [*drawn.corridor.sources, *(s for node in nodes for s in node.sources), *named]
    )
    network = {LegMethod.NETWORK: "rail", LegMethod.LANES: "sea"}.get(drawn.method)
    if drawn.method is LegMethod.MIXED:
        network = "rail" if drawn.leg.mode is Mode.RAIL else "sea"
    data = [catalog()[f"network/{network}/edge_km.npy"]] if network else []
    credits_ = [atlas.node_credits[node.id] for node in nodes]
    given = [*credits_, *(s for i in named if (s := atlas.sources[i]).licence)]
    return {"sources": joined(ids), **credit_cells([atlas.settings, *data, *given])}


def _origin(atlas: Atlas, place_ids: Iterable[str], claims: Iterable[Claim]) -> Row:
    """Return sources, licence and attribution of a feature made of places and claims."""
    places = [atlas.places[i] for i in place_ids if i in atlas.places]
    crossings = [atlas.crossings[i] for i in place_ids if i in atlas.crossings]
    ids = [s for claim in [*claims, *crossings] for s in claim.sources]
    ids = list(dict.fromkeys([*ids, *(s for place in places for s in place.sources)]))
    sources = [atlas.sources[identifier] for identifier in ids]
    data = [source for source in sources if source.licence]
    return {
        "sources": joined(ids),
        **credit_cells([atlas.settings, *data, *(atlas.credits[place.id] for place in places)]),
    }


def _name_in(language: str) -> Column:
    return Column("str", f"Name in the language {language!r}; empty if the atlas has none.")
