"""Prove the prediction of lines on railways that exist, by cross-validation.

Of each line only the ends are given. The predicted way is compared with points of the true
line: stations of the atlas, and points of the embedded rail network, which lie on the track.
The weights of the attraction of towns are chosen for each line on all the others.

Run ``python benchmarks/line_alignment.py`` (about ten minutes).
"""

from __future__ import annotations

import sys
from itertools import product

import numpy as np
from line_offsets import offset_km

from geo.atlas import load_atlas
from geo.geodesy import LonLat, densify, distance_km
from geo.lines.alignment import Attraction, predict_line
from geo.lines.drawing import CHORD_STEP_KM
from geo.network import route
from geo.terrain import least_cost_path
from geo.vocab import Method

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
WEIGHTS = [
    Attraction(pull, reach, power)
    for pull, reach, power in product((0.3, 0.5, 0.7), (6.0, 12.0, 25.0), (0.0, 0.3))
]
APART_KM, CLEAR_KM, MIN_VIA = 8.0, 10.0, 4


def main() -> int:
    """Predict every line with every weight and print the table."""
    rows = {}
    for name, (ends, truth) in known_lines().items():
        straight = densify(list(ends), step_km=CHORD_STEP_KM)
        terrain = least_cost_path(*ends)
        towns = [predict_line(*ends, attraction=weights) for weights in WEIGHTS]
        if terrain is None or None in towns:
            continue
        lines = [straight, terrain, *towns]
        rows[name] = [np.array([offset_km(line, p) for p in truth]) for line in lines]
    print_table(rows)
    return 0


def known_lines() -> dict[str, tuple[tuple[LonLat, LonLat], list[LonLat]]]:
    """Return the ends of every line and points of it in between."""
    found = {}
    for name, ends in LINES.items():
        way = route(*ends).points
        truth: list[LonLat] = []
        for point in way[1:-1]:
            clear = min(distance_km(point, end) for end in (way[0], way[-1])) > CLEAR_KM
            if clear and (not truth or distance_km(point, truth[-1]) > APART_KM):
                truth.append(point)
        found[name] = ((way[0], way[-1]), truth)
    atlas = load_atlas()
    for railway in atlas.railways:
        for section in railway.sections:
            if section.method is Method.STATIONS and len(section.via) >= MIN_VIA:
                ends = (atlas.point(section.from_), atlas.point(section.to))
                truth = [atlas.point(i) for i in section.via]
                found[f"{railway.id}-{section.id}"] = (ends, truth)
    return found


def print_table(rows) -> None:
    medians = {name: [float(np.median(offsets)) for offsets in row] for name, row in rows.items()}
    head = ("line", "n", "straight", "terrain", "terrain and towns", "weights chosen on others")
    print("| " + " | ".join(head) + " |")
    print("|---|--:|--:|--:|--:|---|")
    chosen, tails = [], {"straight": [], "terrain": [], "towns": []}
    for name, row in rows.items():
        others = np.mean([m[2:] for other, m in medians.items() if other != name], axis=0)
        best = int(others.argmin())
        weights = WEIGHTS[best]
        chosen.append((*medians[name][:2], medians[name][2 + best]))
        for kind, k in (("straight", 0), ("terrain", 1), ("towns", 2 + best)):
            tails[kind].extend(row[k])
        cells = " | ".join(f"{value:.1f}" for value in chosen[-1])
        words = (
            f"pull {weights.pull:g}, reach {weights.reach_km:g} km, power {weights.size_power:g}"
        )
        print(f"| {name} | {len(row[0])} | {cells} | {words} |")
    means = " | ".join(f"{value:.1f}" for value in np.mean(chosen, axis=0))
    print(f"| mean of medians | | {means} | |")
    for share in (50, 80, 95):
        cells = " | ".join(f"{np.percentile(values, share):.1f}" for values in tails.values())
        print(f"| {share} % of all points within | | {cells} | |")
    every = np.mean([m[2:] for m in medians.values()], axis=0)
    print(f"\nbest on all lines: {WEIGHTS[int(every.argmin())]}")


if __name__ == "__main__":
    sys.exit(main())
