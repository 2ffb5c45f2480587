"""Turn edits of tables into changes of records; refuse those that the records cannot hold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from geo.export.describe import CORRIDORS, EVENTS, MEMBERS
from geo.export.geometry import DECIMALS
from geo.export.importing.edits import GEOMETRY, Edit, by_record
from geo.export.importing.files import append, partial, set_value
from geo.export.qml.tips import SOURCES_TABLE
from geo.vocab import Confidence, Method

if TYPE_CHECKING:
    from datetime import date

    from ruamel.yaml.comments import CommentedMap
    from shapely.geometry.base import BaseGeometry

    from geo.export.importing.files import AtlasFiles

_PLAIN = {
    "railways": {"gauge_mm": "accuracy_basis", "accuracy_m": "method", "note": "gauge_mm",
                 "label": "note"},
    "stations": {"accuracy_m": "ref", "ref": "sources", "note": "accuracy_m"},
    "places": {"accuracy_m": "ref", "ref": "sources", "note": "accuracy_m"},
    "crossings": {"accuracy_m": "lat", "how": "accuracy_m", "break_of_gauge": "how",
                  "note": "confidence"},
    "regions": {"note": "confidence"},
}  # fmt: skip
"""Columns that a record holds under the same key, and the key that a new one is put after."""

_BY_HAND = {
    CORRIDORS: "a corridor is edited in its record: its line follows from its places",
    EVENTS: "an event is edited in context.yaml: its point follows from its place",
    MEMBERS: "a membership is edited in context.yaml: its outline follows from its country",
}
"""Why layers are refused whose rows are no records of their own."""

_STATUS = {"status", "status_since", "status_since_precision", "confidence"}
_INSTEAD = {
    "name": "edit the column of its language, such as name_en",
    "length_km": "it is measured on the line",
    "published_length_km": "add the length to the railway's record",
    "valid_from": "it follows from status_since",
    "licence": "it follows from the sources",
    "attribution": "it follows from the sources",
}


@dataclass(slots=True)
class Changes:
    """What was changed and what was refused, in words."""

    made: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def apply_edits(files: AtlasFiles, edits: Sequence[Edit], *, as_of: date) -> Changes:
    """Carry edits over into records.

    Parameters
    ----------
    files
        The files of the atlas; changed in memory.
    edits
        Edits in the order of the layers.
    as_of
        The date whose statuses the tables show.

    Returns
    -------
    Changes
        One line a change and one a refusal.
    """
    changes = Changes()
    grouped = by_record(edits)
    order = sorted(grouped, key=lambda key: key[0] != SOURCES_TABLE)
    for layer, identifier in order:
        found = dict(grouped[layer, identifier])
        if layer in _BY_HAND:
            said = f"{layer} {identifier}: {', '.join(sorted(found))}: {_BY_HAND[layer]}"
            changes.refused.append(said)
        elif layer == SOURCES_TABLE:
            _source(files, identifier, found, changes)
        else:
            _record(files, layer, identifier, found, changes, as_of)
    return changes


def _record(  # noqa: PLR0917 - one private dispatcher
    files: AtlasFiles,
    layer: str,
    identifier: str,
    found: dict[str, Edit],
    changes: Changes,
    as_of: date,
) -> None:
    find = {
        "railways": files.section,
        "stations": files.place,
        "places": files.place,
        "crossings": files.crossing,
        "regions": files.region,
    }[layer]
    file, record = find(identifier)
    where = f"{file}: {identifier}"
    if layer == "railways" and _STATUS & found.keys():
        _status(record, found, where, changes, as_of)
    elif "sources" in found:
        claim = _claim(record, as_of) if layer == "railways" else record
        _sources(claim, found["sources"], where, changes)
    for column, edit in found.items():
        if column == GEOMETRY and layer == "railways":
            _redrawn(files, record, edit, where, changes)
        elif column == GEOMETRY:
            _moved(layer, record, edit, where, changes)
        elif column in _PLAIN[layer]:
            value = _number(edit.new)
            set_value(record, column, value, after=_PLAIN[layer][column])
            changes.made.append(f"{where}: {column}: {_said(edit.old)} → {_said(edit.new)}")
        elif column.startswith("name_") and layer in {"stations", "places", "regions"}:
            _name(record, edit, where, changes)
        elif column != "sources" and (layer != "railways" or column not in _STATUS):
            changes.refused.append(_not_editable(where, column))


def _not_editable(where: str, column: str) -> str:
    why = _INSTEAD.get(column, "it is derived from other records")
    return f"{where}: {column} cannot be edited here: {why}"


def _status(
    record: CommentedMap, found: Mapping[str, Edit], where: str, changes: Changes, as_of: date
) -> None:
    """Add a status to the history, or correct the one that holds."""
    claim = _claim(record, as_of)
    if "status" not in found:
        _correct(claim, found, where, changes)
        return
    if "status_since" not in found:
        said = "a new status needs the day from which it holds in status_since"
        changes.refused.append(f"{where}: {said}")
        return
    added, removed = _difference(found.get("sources"))
    if not added or removed:
        said = "a new status needs a source of its own: add its id to the column sources"
        changes.refused.append(f"{where}: {said}")
        return
    precision = found["status_since_precision"].new if "status_since_precision" in found else "day"
    confidence = found["confidence"].new if "confidence" in found else Confidence.ONE_SOURCE.value
    since = partial(found["status_since"].new, precision)
    new = {"date": since, "status": found["status"].new, "sources": added, "confidence": confidence}
    append(record["status"], new)
    old, status = found["status"].old, found["status"].new
    changes.made.append(f"{where}: status: {old} → {status} since {since} ({', '.join(added)})")


def _correct(claim: CommentedMap, found: Mapping[str, Edit], where: str, changes: Changes) -> None:
    if "status_since" in found or "status_since_precision" in found:
        since = found.get("status_since")
        precision = found.get("status_since_precision")
        day = since.new if since else _first_day(claim["date"])
        old, claim["date"] = claim["date"], partial(day, precision.new if precision else "day")
        changes.made.append(f"{where}: since: {old} → {claim['date']}")
    if "confidence" in found:
        claim["confidence"] = found["confidence"].new
        said = f"{found['confidence'].old} → {found['confidence'].new}"
        changes.made.append(f"{where}: confidence: {said}")
    if "sources" in found:
        _sources(claim, found["sources"], where, changes)


def _claim(section: CommentedMap, as_of: date) -> CommentedMap:
    """Return the status that holds on a date."""
    holding = [c for c in section["status"] if _first_day(c["date"]) <= as_of.isoformat()]
    claim: CommentedMap = (holding or section["status"])[-1]
    return claim


def _first_day(value: Any) -> str:
    text = str(value)
    return text + "-01-01"[len(text) - 4 :]


def _sources(claim: CommentedMap, edit: Edit, where: str, changes: Changes) -> None:
    added, removed = _difference(edit)
    foreign = [source for source in removed if source not in claim["sources"]]
    if foreign:
        said = f"the source {foreign[0]!r} belongs to another record of the feature"
        changes.refused.append(f"{where}: {said}")
        return
    kept = [source for source in claim["sources"] if source not in removed]
    claim["sources"][:] = [*kept, *(source for source in added if source not in kept)]
    changes.made.extend(f"{where}: source added: {source}" for source in added)
    changes.made.extend(f"{where}: source removed: {source}" for source in removed)


def _difference(edit: Edit | None) -> tuple[list[str], list[str]]:
    if edit is None:
        return [], []
    old, new = (_ids(text) for text in (edit.old, edit.new))
    return [i for i in new if i not in old], [i for i in old if i not in new]


def _ids(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def _moved(layer: str, record: CommentedMap, edit: Edit, where: str, changes: Changes) -> None:
    if layer == "regions":
        changes.refused.append(f"{where}: the outline of a region cannot be edited here")
        return
    (lon, lat), *more = shapely.get_coordinates(edit.new).tolist()
    if more:
        changes.refused.append(f"{where}: a place is one point, not {len(more) + 1}")
        return
    old = (record["lon"], record["lat"])
    record["lon"], record["lat"] = round(lon, DECIMALS), round(lat, DECIMALS)
    moved = f"{old[0]}, {old[1]} → {record['lon']}, {record['lat']}"
    changes.made.append(f"{where}: moved: {moved}")


def _redrawn(
    files: AtlasFiles, record: CommentedMap, edit: Edit, where: str, changes: Changes
) -> None:
    """Keep a line drawn by hand as a track file that the record names."""
    parts = shapely.get_parts(edit.new)
    if len(parts) != 1 or record["method"] == Method.CANDIDATE:
        said = "it is in several parts" if len(parts) != 1 else "a candidate has no track"
        changes.refused.append(f"{where}: the line cannot be redrawn: {said}")
        return
    name = f"tracks/{edit.identifier}.geojson"
    files.put(name, _track(edit.identifier, parts[0]))
    changes.made.append(f"{where}: redrawn: method {record['method']} → track, {name}")
    record["method"] = Method.TRACK.value
    set_value(record, "track", name, after="method")


def _track(identifier: str, line: BaseGeometry) -> str:
    lonlat = shapely.get_coordinates(line).round(DECIMALS).tolist()
    feature = {
        "type": "Feature",
        "id": identifier,
        "properties": {"id": identifier},
        "geometry": {"type": "LineString", "coordinates": lonlat},
    }
    # A vertex a line: an edit of the track is then a small change of the file.
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    return text.replace("], [", "],\n[") + "\n"


def _name(record: CommentedMap, edit: Edit, where: str, changes: Changes) -> None:
    language = edit.column.removeprefix("name_")
    known = {tag.lower().replace("-", "_"): tag for tag in record["names"]}
    tag = known.get(language, language.replace("_", "-"))
    if edit.new is None and len(record["names"]) == 1:
        changes.refused.append(f"{where}: {edit.column}: a place needs a name")
        return
    set_value(record["names"], tag, edit.new, after="")
    changes.made.append(f"{where}: name {tag}: {_said(edit.old)} → {_said(edit.new)}")


def _source(files: AtlasFiles, identifier: str, found: dict[str, Edit], changes: Changes) -> None:
    if "" in found:
        file, listed = files.sources()
        given = found[""].new
        order = ("publisher", "title", "date", "date_note", "url", "licence", "attribution", "note")
        record = {"id": identifier, **{k: _source_value(k, given[k]) for k in order if k in given}}
        append(listed, record)
        changes.made.append(f"{file}: new source {identifier}: {given.get('title')}")
        return
    file, record = files.source(identifier)
    for column, edit in found.items():
        if column == "name":
            changes.refused.append(_not_editable(f"{file}: {identifier}", column))
            continue
        set_value(record, column, _source_value(column, edit.new), after="title")
        said = f"{_said(edit.old)} → {_said(edit.new)}"
        changes.made.append(f"{file}: {identifier}: {column}: {said}")


def _source_value(column: str, value: Any) -> Any:
    if column != "date" or value is None:
        return value
    precision = {4: "year", 7: "month"}.get(len(value), "day")
    try:
        return partial(value, precision)
    except ValueError:
        return value  # the atlas's own rules say what is wrong with it


def _number(value: Any) -> Any:
    """Return a whole number without its decimal point, as people write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _said(value: Any) -> str:
    return "nothing" if value is None else repr(value)
