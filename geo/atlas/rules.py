"""Check the rules that hold between records: ids, order, dates, licences, sides of a border."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from geo import borders
from geo.atlas.atlas import Atlas
from geo.atlas.corridors import Node
from geo.atlas.problem import Problem
from geo.atlas.reading import Document, Keys
from geo.atlas.records import Place, Railway, Section, StatusChange
from geo.text import one_line
from geo.vocab import Method

_POLE = 90.0


def check_rules(atlas: Atlas, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield every break of a rule between records.

    Parameters
    ----------
    atlas
        Records that are valid each by itself.
    documents
        The parsed files by name; they know on which line each value stands.
    """
    for document in documents.values():
        yield from _duplicate_ids(document, documents)
        yield from _unknown_sources(document, atlas)
    for name, document in documents.items():
        if name.startswith("railways/"):
            railway = next(r for r in atlas.railways if r.id == document.value["id"])
            yield from _railway_rules(railway, document, atlas)
    yield from _one_number_each(documents)
    for name, document in documents.items():
        if name.startswith("places/"):
            yield from _towns_exist(document, "places", atlas)
            yield from _points_in_country(document, atlas)
    yield from _corridor_rules(atlas, documents)
    if "context.yaml" in documents:
        yield from _event_places(documents["context.yaml"], atlas)
        yield from _memberships(documents["context.yaml"])


def _corridor_rules(atlas: Atlas, documents: Mapping[str, Document]) -> Iterator[Problem]:
    for name, document in documents.items():
        if name.startswith("corridors/nodes/"):
            yield from _towns_exist(document, "nodes", atlas)
            yield from _nodes_in_country(document, atlas)
        elif name.startswith("corridors/"):
            yield from _legs_join(document, atlas)


def _nodes_in_country(document: Document, atlas: Atlas) -> Iterator[Problem]:
    for i, record in enumerate(document.value["nodes"]):
        if message := _country_fault(atlas.nodes[record["id"]]):
            path: Keys = ("nodes", i, "lon")
            yield Problem(document.file, document.line(path), record["id"], message)


def _event_places(document: Document, atlas: Atlas) -> Iterator[Problem]:
    for i, event in enumerate(document.value.get("events") or ()):
        path: Keys = ("events", i, "place")
        yield from _unknown(event["place"], [*atlas.places, *atlas.nodes], "place", document, path)


def _memberships(document: Document) -> Iterator[Problem]:
    """Find countries that the ground does not have: a map could not show them."""
    for i, organisation in enumerate(document.value.get("organisations") or ()):
        for k, membership in enumerate(organisation["memberships"]):
            code = membership["country"]
            if code not in borders.mapped_countries():
                path: Keys = ("organisations", i, "memberships", k, "country")
                message = f"there is no outline of a country {code!r}; allowed: ISO 3166-1 codes"
                yield Problem(document.file, document.line(path), _where(path), message)


def _legs_join(document: Document, atlas: Atlas) -> Iterator[Problem]:
    """Find unknown nodes and legs of a branch that do not join end to end."""
    for i, branch in enumerate(document.value["branches"]):
        before: str | None = None
        for k, leg in enumerate(branch["legs"]):
            path: Keys = ("branches", i, "legs", k)
            for key, value in [("from", leg["from"]), ("to", leg["to"])]:
                yield from _unknown(value, atlas.nodes, "node", document, (*path, key))
            for n, value in enumerate(leg.get("via") or ()):
                yield from _unknown(value, atlas.nodes, "node", document, (*path, "via", n))
            if before is not None and leg["from"] != before:
                at = (*path, "from")
                message = f"the leg starts at {leg['from']!r} but the one before ends at {before!r}"
                yield Problem(document.file, document.line(at), _where(at), message)
            before = leg["to"]


def _walk(value: Any, path: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _walk(item, (*path, i))


def _ids(document: Document) -> Iterator[tuple[str, Keys]]:
    """Yield the ids that a file defines, sections named within their railway."""
    for path, value in _walk(document.value):
        if path and path[-1] == "id":
            scope = f"{document.value.get('id')}-" if "sections" in path else ""
            yield f"{scope}{value}", path


def _duplicate_ids(document: Document, documents: Mapping[str, Document]) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[str, int]] = {}
    for other in documents.values():
        for value, path in _ids(other):
            kind = _namespace(other.file, path)
            place = (other.file, other.line(path))
            if (kind, value) not in first:
                first[kind, value] = place
            elif other is document:
                file, line = first[kind, value]
                message = f"the id {value!r} is taken by {file}:{line}; ids must be unique"
                yield Problem(document.file, document.line(path), _where(path), message)


def _namespace(file: str, path: Keys) -> str:
    """Name the namespace of an id; a section may run through places and crossings alike."""
    if file.startswith("places/") or "crossings" in path:
        return "point"
    if "sections" in path:
        return "section"
    if file.startswith("corridors/") and "branches" in path:
        return f"branch or leg of {file}"
    if file.startswith("corridors/nodes/"):
        return "node"
    return file.split("/", maxsplit=1)[0]


def _unknown_sources(document: Document, atlas: Atlas) -> Iterator[Problem]:
    for path, value in _walk(document.value):
        if len(path) > 1 and path[-2] in {"sources", "name_sources"} and isinstance(value, str):
            yield from _unknown(value, atlas.sources, "source", document, path)


def _unknown(
    value: str, known: Iterable[str], what: str, document: Document, path: Keys
) -> Iterator[Problem]:
    if value in known:
        return
    close = difflib.get_close_matches(value, list(known), n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    message = f"there is no {what} with the id {one_line(value)!r}{hint}"
    yield Problem(document.file, document.line(path), _where(path), message)


def _railway_rules(railway: Railway, document: Document, atlas: Atlas) -> Iterator[Problem]:
    points = {*atlas.places, *(crossing.id for crossing in railway.crossings)}
    for path, value in _walk(document.value):
        if _refers_to_point(path) and isinstance(value, str):
            allowed = atlas.places if "crossings" in path else points
            yield from _unknown(value, allowed, "place or crossing", document, path)
    yield from _spans_on_line(railway, document)
    yield from _sections_join(railway, document)
    for i, section in enumerate(railway.sections):
        yield from _section_rules(section, ("sections", i), document)
    yield from _in_order(railway.status, ("status",), document)


def _refers_to_point(path: Keys) -> bool:
    if not path:
        return False
    by_key = path[-1] in {"from", "to"} and path[0] in {"sections", "lengths", "ranges"}
    by_list = len(path) > 1 and path[-2] in {"via", "places"}
    return by_key or by_list


def _sections_join(railway: Railway, document: Document) -> Iterator[Problem]:
    pairs = zip(railway.sections, railway.sections[1:], strict=False)
    for i, (before, after) in enumerate(pairs, start=1):
        if before.to != after.from_:
            path: Keys = ("sections", i, "from")
            message = (
                f"the section starts at {after.from_!r} but the one before ends at {before.to!r};"
                " the sections of a railway must join end to end"
            )
            yield Problem(document.file, document.line(path), _where(path), message)


def _spans_on_line(railway: Railway, document: Document) -> Iterator[Problem]:
    """Find published lengths whose ends lie on no section of the railway."""
    order = [point for section in railway.sections for point in section.place_ids]
    order += [crossing.id for crossing in railway.crossings if crossing.id not in order]
    for key in ("lengths", "ranges"):
        for i, span in enumerate(getattr(railway, key)):
            for end, value in (("from", span.from_), ("to", span.to)):
                if value not in order:
                    path: Keys = (key, i, end)
                    message = f"{value!r} is on no section of this railway"
                    yield Problem(document.file, document.line(path), _where(path), message)


def _section_rules(section: Section, path: Keys, document: Document) -> Iterator[Problem]:
    yield from _in_order(section.status, (*path, "status"), document)
    if (section.method is Method.TRACK) != (section.track is not None):
        message = "method 'track' needs the key 'track', and only that method has it"
        at = (*path, "method")
        yield Problem(document.file, document.line(at), _where(at), message)
    ids = section.place_ids
    if repeated := next((i for i in ids if ids.count(i) > 1), None):
        at = (*path, "via")
        message = f"the section passes {repeated!r} twice"
        yield Problem(document.file, document.line(at), _where(at), message)


def _in_order(
    changes: tuple[StatusChange, ...], path: Keys, document: Document
) -> Iterator[Problem]:
    for i, (before, after) in enumerate(itertools.pairwise(changes), start=1):
        if after.date.first < before.date.first:
            at = (*path, i, "date")
            message = (
                f"{after.date} is before {before.date}; status changes must be in order of date"
            )
            yield Problem(document.file, document.line(at), _where(at), message)


def _one_number_each(documents: Mapping[str, Document]) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for name in sorted(n for n in documents if n.startswith("railways/")):
        document = documents[name]
        number = document.value["number"]
        if number in seen:
            message = f"number {number} is taken by {seen[number]}; each railway has its own"
            yield Problem(name, document.line(("number",)), "number", message)
        seen.setdefault(number, name)


def _towns_exist(document: Document, key: str, atlas: Atlas) -> Iterator[Problem]:
    for i, record in enumerate(document.value[key]):
        if "of" in record:
            path: Keys = (key, i, "of")
            yield from _unknown(record["of"], atlas.places, "place", document, path)


def _points_in_country(document: Document, atlas: Atlas) -> Iterator[Problem]:
    """Find places outside their country, allowing for their own accuracy and the borders'."""
    for i, record in enumerate(document.value["places"]):
        place = atlas.places[record["id"]]
        if message := _country_fault(place):
            path: Keys = ("places", i, "lon")
            yield Problem(document.file, document.line(path), place.id, message)


def _country_fault(place: Place | Node) -> str | None:
    tolerance_m = place.accuracy_m + borders.TOLERANCE_M
    if borders.within(place.lonlat, country=place.country, tolerance_m=tolerance_m):
        return None
    lon, lat = place.lonlat
    where = borders.country_at((lon, lat)) or "no country"
    fault = f"the point lon {lon}, lat {lat} lies in {where}, not in {place.country}"
    if abs(lon) <= _POLE and borders.country_at((lat, lon)) == place.country:
        fault += "; longitude and latitude look exchanged"
    return fault


def _where(path: Keys) -> str:
    return ".".join(str(key) for key in path)
