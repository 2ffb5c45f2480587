"""Make an atlas of thousands of sections, as a folder that `geo build` reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SETTINGS = """\
id: large
page: large
title: {en: A large atlas, ru: Большой атлас, zh: 大图集}
subtitle: {en: Made to be drawn on canvas}
languages: [en, ru, zh]
extent: {west: 55, south: 44, east: 84, north: 53}
as_of: 2026-06-30
marked_dates:
  - date: 2015-06-30
    label: {en: Ten years in, zh: 十年}
    sources: [made]
    confidence: one-source
licence: CC0-1.0
attribution: The large atlas
"""
SOURCES = """\
sources:
  - id: made
    publisher: Nobody
    title: A source for all of it
    date: "2026"
    url: https://example.org/made
"""
STATUSES = (
    "{date: 1995-05-01, status: operating, sources: [made], confidence: confirmed}",
    "{date: 2012-03, status: operating, sources: [made], confidence: one-source}",
    "{date: 2020-02-01, status: under-construction, sources: [made], confidence: confirmed}",
)
PLACE = (
    "  - {{id: {id}, kind: station, names: {{en: {en}, ru: {ru}}}, country: KZ, lon: {lon},"
    " lat: {lat}, sources: [made], accuracy_m: 100}}\n"
)
SECTION = """\
  - id: {id}
    from: {start}
    to: {end}
    countries: [KZ]
    method: waypoints
    accuracy_m: {accuracy}
    accuracy_basis: Made.
    gauge_mm: {gauge}
    status: [{status}]
"""


def write_atlas(folder: Path, *, railways: int, sections: int) -> Path:
    """Write ``railways`` railways of ``sections`` sections each, over the steppe."""
    for name in ("places", "railways"):
        (folder / name).mkdir(parents=True)
    (folder / "atlas.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    random = np.random.default_rng(7)
    places = ["licence: CC0-1.0\nattribution: Nobody\nplaces:\n"]
    for number in range(1, railways + 1):
        lon = random.uniform(60, 62) + np.arange(sections + 1) * 12 / sections
        lat = 49.3 + random.uniform(-1, 1) + random.normal(0, 0.06, sections + 1)
        places += [
            PLACE.format(
                id=f"stop-{number}-{i}", en=f"Stop {number}.{i}", ru=f"Пост {number}.{i}",
                lon=round(lon[i], 5), lat=round(lat[i], 5),
            )
            for i in range(sections + 1)
        ]  # fmt: skip
        (folder / "railways" / f"{number}.yaml").write_text(
            _railway(number, sections), encoding="utf-8"
        )
    (folder / "places" / "made.yaml").write_text("".join(places), encoding="utf-8")
    return folder


def _railway(number: int, sections: int) -> str:
    status = STATUSES[number % len(STATUSES)]
    head = (
        f"id: railway-{number}\nnumber: {number}\n"
        f"names: {{en: Railway {number}, zh: 铁路{number}}}\ncountries: [KZ]\n"
        f"status: [{status}]\nsections:\n"
    )
    return head + "".join(
        SECTION.format(
            id=f"part-{i}", start=f"stop-{number}-{i}", end=f"stop-{number}-{i + 1}",
            accuracy=4000 if i % 5 == 0 else 200, gauge=1520 if number % 2 else 1435, status=status,
        )
        for i in range(sections)
    )  # fmt: skip
