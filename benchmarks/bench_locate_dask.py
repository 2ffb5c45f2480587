"""Compare look-ups in one process with two workers of dask, on the same table.

    python benchmarks/bench_locate_dask.py [ROWS]

Efficiency is the speed of two workers over twice the speed of one process, the start of the
cluster left out. The rows must be the same.
"""

from __future__ import annotations

import random
import statistics
import sys
import time

import dask.dataframe as dd
import pandas as pd
from distributed import Client, LocalCluster

from geo.gazetteer import embedded
from geo.gazetteer.frames import locate_dask, locate_frame

WORKERS = 2
ROUNDS = 3


def table(rows: int) -> pd.DataFrame:
    """Return the display names of places, each name once.

    A name that repeats is looked up once in one process, but once in each of two workers.
    """
    shelf = embedded().shelves[0]
    known = sorted({shelf.names(number)[0] for number in range(len(shelf))})
    names = random.Random(3).sample(known, rows)
    return pd.DataFrame({"name": names})


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    df = table(rows)
    locate_frame(df.head(1000))
    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        frame = client.persist(dd.from_pandas(df, npartitions=WORKERS))
        client.run(lambda: locate_frame(df.head(10)))
        serial, spread = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            expected = locate_frame(df)
            serial.append(time.perf_counter() - start)
            start = time.perf_counter()
            found = locate_dask(frame).compute()
            spread.append(time.perf_counter() - start)
    same = found.reset_index(drop=True).astype(str).equals(expected.astype(str))
    one, many = statistics.median(serial), statistics.median(spread)
    print(f"{rows} rows: one process {one:.1f} s = {rows / one:,.0f}/s, {WORKERS} workers", end=" ")
    print(f"{many:.1f} s")
    print(f"efficiency {one / many / WORKERS:.2f}, rows the same: {same}")


if __name__ == "__main__":
    main()
