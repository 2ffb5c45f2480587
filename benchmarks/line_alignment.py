"""Prove the prediction of lines on railways that exist.

Of each line only the ends are given. The predicted way is compared with points of the true
line: stations of the atlas, and points of the embedded rail network, which lie on the track.
Beside the prediction as it is drawn: a straight line, the terrain alone, and weights chosen
for each line on all the others. Then what was tried and did not win: rivers as bridges at a
cost, and calibration to the known length.

Run ``python benchmarks/line_alignment.py`` (about five minutes); ``--write`` puts the table
into ``data/terrain/alignment.csv``, which the report shows.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from line_offsets import offset_km
from scipy.sparse import csr_matrix
from shapely import box, from_geojson, segmentize

from geo import embedded
from geo.atlas import load_atlas
from geo.geodesy import LonLat, densify, distance_km, length_km
from geo.lines.alignment import ATTRACTIONS, ease_of, km_to_towns, towns
from geo.lines.drawing import CHORD_STEP_KM, simplified
from geo.lines.spans import compared_length
from geo.network import route
from geo.terrain import Land, Window, land_between
from geo.vocab import Method

TABLE = Path(__file__).parents[1] / "data/terrain/alignment.csv"
LINES = {
    "Tashkent – Samarkand": ((69.287, 41.291), (66.929, 39.686)),
    "Samarkand – Bukhara": ((66.929, 39.686), (64.464, 39.751)),
    "Shu – Taraz": ((73.761, 43.601), (71.379, 42.870)),
    "Taraz – Shymkent": ((71.379, 42.870), (69.610, 42.299)),
    "Shymkent – Kyzylorda": ((69.610, 42.299), (65.500, 44.850)),
    "Almaty – Shu": ((76.950, 43.340), (73.761, 43.601)),
    "Moiynty – Shu": ((73.360, 47.218), (73.761, 43.601)),
    "Moiynty – Aktogay": ((73.360, 47.218), (79.682, 46.953)),
    "Aktogay – Almaty": ((79.682, 46.953), (76.950, 43.340)),
    "Ayagoz – Zhangiztobe": ((80.430, 48.000), (81.130, 49.140)),
    "Urumqi – Turpan": ((87.600, 43.800), (88.970, 42.960)),
    "Turpan – Korla": ((88.970, 42.960), (86.130, 41.730)),
    "Korla – Aksu": ((86.130, 41.730), (80.290, 41.170)),
    "Aksu – Kashgar": ((80.290, 41.170), (76.020, 39.490)),
    "Kuitun – Beitun": ((84.898, 44.403), (87.800, 47.330)),
    "Bishkek – Balykchy": ((74.600, 42.870), (76.180, 42.460)),
    "Khujand – Andijan": ((69.630, 40.280), (72.340, 40.780)),
}
BRIDGES_KM = (1.0, 2.0, 4.0, 8.0, 16.0)
SHARES = (50, 80, 95)
APART_KM, CLEAR_KM, MIN_VIA = 8.0, 10.0, 4
MOST_CELLS = 3
"""The longest move of the grid, in cells."""


@dataclass(frozen=True)
class Known:
    """A line that exists: its ends, points of it in between, its length."""

    ends: tuple[LonLat, LonLat]
    truth: list[LonLat]
    km: float


@dataclass(frozen=True)
class Drawn:
    """Offsets of a line from the points of the true one, and its length."""

    offsets: np.ndarray
    km: float

    @property
    def median(self) -> float:
        """The median offset in kilometres."""
        return float(np.median(self.offsets))


@dataclass(frozen=True)
class Tried:
    """One known line, predicted in every way."""

    known: Known
    straight: Drawn
    terrain: Drawn
    mean: Drawn
    single: list[Drawn]
    bridged: list[Drawn]


def main() -> int:
    """Predict every line in every way and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table for the report")
    options = parser.parse_args()
    tried = {name: predicted(known) for name, known in known_lines().items()}
    rows = table(tried)
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print_others(tried)
    if options.write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return 0


def known_lines() -> dict[str, Known]:
    """Return every line with points of it in between."""
    found = {}
    for name, ends in LINES.items():
        way = route(*ends)
        truth: list[LonLat] = []
        for point in way.points[1:-1]:
            clear = min(distance_km(point, way.points[k]) for k in (0, -1)) > CLEAR_KM
            if clear and (not truth or distance_km(point, truth[-1]) > APART_KM):
                truth.append(point)
        found[name] = Known((way.points[0], way.points[-1]), truth, way.length_km)
    atlas = load_atlas()
    for railway in atlas.railways:
        for section in railway.sections:
            if section.method is Method.STATIONS and len(section.via) >= MIN_VIA:
                start, end = section.from_, section.to
                length = compared_length(railway, start, end, as_of=atlas.as_of)
                ends = (atlas.point(start), atlas.point(end))
                truth = [atlas.point(i) for i in section.via]
                km = length.km if length else route(*ends).length_km
                found[f"{railway.id}-{section.id}"] = Known(ends, truth, km)
    return found


def predicted(known: Known) -> Tried:
    """Predict a line with the mean of all weights, with each alone, and with bridges."""
    land = land_between(*known.ends)
    assert land is not None
    away_km = km_to_towns(towns(), land.window, within_km=225.0)
    mean = ease_of(away_km, ATTRACTIONS)
    spans = crossings(land)

    def draw(land: Land, factor: np.ndarray | None) -> Drawn:
        return measured(known, simplified(land.path(*known.ends, factor=factor)))

    def bridged(km: float) -> Drawn:
        # The bridge costs what it costs, in a town as elsewhere.
        eased = land.eased(mean)
        return draw(replace(eased, costs=(eased.costs + km * spans).tocsr()), None)

    return Tried(
        known,
        measured(known, densify(list(known.ends), step_km=CHORD_STEP_KM)),
        draw(land, None),
        draw(land, mean),
        [draw(land, ease_of(away_km, [attraction])) for attraction in ATTRACTIONS],
        [bridged(km) for km in BRIDGES_KM],
    )


def measured(known: Known, line: list[LonLat]) -> Drawn:
    return Drawn(np.array([offset_km(line, point) for point in known.truth]), length_km(line))


def crossings(land: Land) -> csr_matrix:
    """Return how many rivers every move crosses; into a river's cell or out of it is half."""
    wet = river_cells(land.window)
    moves = land.costs.tocoo()
    width = wet.shape[1]
    first, last = (np.divmod(cells.astype(np.int64), width) for cells in (moves.row, moves.col))
    steps = [b - a for a, b in zip(first, last, strict=True)]
    count = np.maximum(*(np.abs(step) for step in steps))
    before, changes = wet.ravel()[moves.row], np.zeros(len(moves.data))
    for k in range(1, MOST_CELLS + 1):
        share = np.minimum(1.0, k / count)
        row, column = (
            np.round(a + step * share).astype(int) for a, step in zip(first, steps, strict=True)
        )
        now = wet[row, column]
        changes += now != before
        before = now
    return csr_matrix((changes / 2, (moves.row, moves.col)), shape=moves.shape)


def river_cells(window: Window) -> np.ndarray:
    """Return which cells of a window a river of the basemap runs through."""
    wet = np.zeros(window.elevation.shape, dtype=bool)
    west, north = window.longitudes[0], window.latitudes[0]
    step = window.longitudes[1] - west
    around = box(west, window.latitudes[-1], window.longitudes[-1], north)
    text = embedded.path("basemap/rivers.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        river = from_geojson(json.dumps(feature["geometry"])).intersection(around)
        for part in getattr(segmentize(river, step / 5), "geoms", [river]):
            if part.geom_type == "LineString" and not part.is_empty:
                lonlat = np.asarray(segmentize(part, step / 5).coords)[:, :2]
                columns = np.round((lonlat[:, 0] - west) / step).astype(int)
                wet[np.round((north - lonlat[:, 1]) / step).astype(int), columns] = True
    return wet


def table(tried: dict[str, Tried]) -> list[list[str]]:
    """Return the table: head, one row a line, means, and shares of all points."""
    picked = {name: chosen(name, tried) for name in tried}
    columns = [
        [t.straight for t in tried.values()],
        [t.terrain for t in tried.values()],
        [t.single[picked[name]] for name, t in tried.items()],
        [t.mean for t in tried.values()],
    ]
    head = ["line", "points", "straight_km", "terrain_km", "chosen_km", "drawn_km"]
    rows = [[*head, "length_km", "known_km", "length_difference_pct"]]
    for i, (name, one) in enumerate(tried.items()):
        lengths = [f"{one.mean.km:.0f}", f"{one.known.km:.0f}"]
        share = f"{(one.mean.km / one.known.km - 1) * 100:+.1f}"
        medians = [f"{column[i].median:.1f}" for column in columns]
        rows.append([name, str(len(one.known.truth)), *medians, *lengths, share])
    means = [f"{np.mean([d.median for d in column]):.1f}" for column in columns]
    rows.append(["mean of medians", "", *means, "", "", ""])
    for share in SHARES:
        offsets = [np.concatenate([d.offsets for d in column]) for column in columns]
        within = [f"{np.percentile(values, share):.1f}" for values in offsets]
        rows.append([f"{share} % of all points within", "", *within, "", "", ""])
    return rows


def chosen(name: str, tried: dict[str, Tried]) -> int:
    """Return which weights are best on all lines but one."""
    others = [[d.median for d in t.single] for other, t in tried.items() if other != name]
    return int(np.mean(others, axis=0).argmin())


def print_others(tried: dict[str, Tried]) -> None:
    """Print what did not win, and how far lengths are off."""
    every = np.mean([[d.median for d in t.single] for t in tried.values()], axis=0)
    best = int(every.argmin())
    print(f"\nbest single weights on all lines: {ATTRACTIONS[best]}, {every[best]:.2f} km")
    print(f"mean over all weights: {np.mean([t.mean.median for t in tried.values()]):.2f} km")
    for k, km in enumerate(BRIDGES_KM):
        means = [t.bridged[k].median for t in tried.values()]
        print(f"a bridge costs {km:g} km: {np.mean(means):.2f} km")
    nearest = [
        min(t.single, key=lambda d, t=t: abs(d.km - t.known.km)).median for t in tried.values()
    ]
    print(f"weights whose line has the length nearest to the known one: {np.mean(nearest):.2f} km")
    shares = np.abs([t.mean.km / t.known.km - 1 for t in tried.values()])
    print(f"length off by {np.median(shares):.1%} in the median, {shares.max():.1%} at most")


if __name__ == "__main__":
    sys.exit(main())
