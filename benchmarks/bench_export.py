"""Compare the GeoJSON writer with pyogrio's on the same lines: time, and memory above the data.

    python benchmarks/bench_export.py [ROWS]

Both writers run in processes of their own, one after the other, three times; medians count.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WRITERS = ("ours", "pyogrio", "ours without columns", "pyogrio without columns")
ROUNDS = 3


def lines(rows: int):
    """Return a table of lines of five points each with typed columns."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    random = np.random.default_rng(1)
    start = random.uniform([60, 35], [100, 55], (rows, 1, 2))
    steps = np.cumsum(random.normal(0, 0.01, (rows, 5, 2)), axis=1)
    index = np.arange(rows)
    frame = pd.DataFrame(
        {
            "id": pd.Series([f"line-{i}" for i in index], dtype="str"),
            "name": pd.Series([f"Line {i} 塔城" for i in index], dtype="str"),
            "status": pd.Series(["operating", "planned"] * (rows // 2), dtype="str"),
            "length_km": np.round(random.uniform(1, 500, rows), 1),
            "valid_from": pd.to_datetime("2000-01-01") + pd.to_timedelta(index % 9000, unit="D"),
            "cross_border": pd.array(index % 2 == 0, dtype="boolean"),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=shapely.linestrings(start + steps), crs="EPSG:4326")


def measure(writer: str, rows: int, path: Path) -> dict[str, float]:
    """Write once in this process and return seconds and megabytes above the data."""
    table = lines(rows)
    if writer.endswith("without columns"):
        table = table[["id", "geometry"]]
    _write(writer, table.iloc[:1000], path)
    before = resident()
    Path("/proc/self/clear_refs").write_text("5")
    start = time.perf_counter()
    _write(writer, table, path)
    seconds = time.perf_counter() - start
    above = resident("VmHWM") - before
    return {"seconds": seconds, "above": above, "size": path.stat().st_size / 1e6}


def _write(writer: str, table, path: Path) -> None:
    if writer.startswith("ours"):
        from geo.export.geojson import write_geojson

        write_geojson(path, table, name="lines")
        return
    path.unlink(missing_ok=True)
    table.to_file(path, driver="GeoJSON", engine="pyogrio", RFC7946="YES")


def resident(entry: str = "VmRSS") -> float:
    """Return the memory of this process in megabytes: now, or with VmHWM its peak."""
    text = Path("/proc/self/status").read_text()
    return int(text.split(f"{entry}:")[1].split()[0]) / 1024


def main(rows: int) -> None:
    found: dict[str, list[dict[str, float]]] = {writer: [] for writer in WRITERS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            for writer in WRITERS:
                path = Path(folder) / "lines.geojson"
                command = [sys.executable, __file__, str(rows), writer, str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                found[writer].append(json.loads(done.stdout))
    print(f"{rows} lines, medians of {ROUNDS}")
    for writer, runs in found.items():
        middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        print(
            f"{writer:24} {middle['seconds']:6.2f} s  {middle['above']:6.0f} MB above the data  "
            f"{middle['size']:6.1f} MB file"
        )
    for kind in ("", " without columns"):
        ours, theirs = (
            statistics.median(run["seconds"] for run in found[f"{name}{kind}"])
            for name in ("ours", "pyogrio")
        )
        print(f"ratio{kind or ' with columns'}: {ours / theirs:.2f} (target: at most 1)")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[1]), Path(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
