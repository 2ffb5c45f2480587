"""Score the gazetteer on a list of names with known places.

    python benchmarks/score_names.py LIST.csv

The list is a CSV with the columns ``name, country, lat, lon, bbox, alt_points, expect, category,
script``: a bbox is ``west south east north``, alternative points are ``lat lon;lat lon``, and a row
whose ``expect`` is ``none`` must not be answered. Only resolved verdicts count as answers.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from pathlib import Path

from geo.gazetteer.scoring import answer

NEAR_KM, FAR_KM = 25, 100


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    p = math.pi / 180
    h = math.sin((b[0] - a[0]) * p / 2) ** 2
    h += math.cos(a[0] * p) * math.cos(b[0] * p) * math.sin((b[1] - a[1]) * p / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


def judged(row: dict[str, str], found: tuple[float, float] | None) -> str:
    """Return ``hit``, ``off`` (within 100 km), ``wrong`` or ``none``."""
    if found is None:
        return "none"
    if row["expect"] == "none":
        return "wrong"
    if row["bbox"]:
        west, south, east, north = map(float, row["bbox"].split())
        return "hit" if west <= found[1] <= east and south <= found[0] <= north else "wrong"
    points = [(float(row["lat"]), float(row["lon"]))]
    points += [tuple(map(float, p.split())) for p in row["alt_points"].split(";") if p]
    apart = min(km(point, found) for point in points)
    return "hit" if apart <= NEAR_KM else "off" if apart <= FAR_KM else "wrong"


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = answer((row["name"], row["country"] or None) for row in rows)
    groups: dict[str, list[str]] = defaultdict(list)
    for row, point in zip(rows, found, strict=True):
        verdict = judged(row, point)
        if row["expect"] == "none":
            groups["must not be answered"].append(verdict)
        else:
            for group in ("all", f"category {row['category']}", f"script {row['script']}"):
                groups[group].append(verdict)
    for group, verdicts in sorted(groups.items()):
        share = {kind: 100 * verdicts.count(kind) / len(verdicts) for kind in ("hit", "wrong")}
        print(
            f"{group:28} {len(verdicts):5} hit {share['hit']:5.1f} %  wrong {share['wrong']:5.1f} %"
        )


if __name__ == "__main__":
    main()
