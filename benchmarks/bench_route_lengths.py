"""Compare routes over the embedded rail network with published lengths.

Run ``python benchmarks/bench_route_lengths.py`` (about ten seconds).
"""

from __future__ import annotations

import statistics
import sys

from geo.network.known import MOST_UNEXPLAINED, compare_known


def main() -> int:
    """Print the table; exit 1 if a large difference is not explained."""
    rows = compare_known()
    print("| route | published km | route km | difference | joined gaps |\n|---|--:|--:|--:|---|")
    for row in rows:
        joins = " ".join(map(str, row.joins)) or "–"
        lengths = f"{row.published_km:g} | {row.route_km:.0f} | {row.share:+.1%}"
        print(f"| {row.name} | {lengths} | {joins} |")
    differences = [abs(row.share) for row in rows]
    print(f"\n{len(rows)} routes, median difference {statistics.median(differences):.1%}")
    wrong = [r.name for r in rows if abs(r.share) > MOST_UNEXPLAINED and not r.explained]
    print(f"above {MOST_UNEXPLAINED:.0%} without explanation: {', '.join(wrong) or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
