from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from geo.atlas.records import Extent
from geo.maps.relief import BYTES, _Grid, _light, shade


def extent(west, south, east, north):
    return Extent(west=west, south=south, east=east, north=north)


def test_stays_within_its_bytes_and_is_a_png():
    relief = shade(extent(74.5, 42.5, 89.5, 49.5))
    assert relief is not None
    assert relief.png.startswith(b"\x89PNG")
    assert len(relief.png) <= BYTES
    assert relief.bounds == pytest.approx((74.5, 42.5, 89.5, 49.5))


def test_rows_follow_mercator():
    relief = shade(extent(76, 42, 84, 48))
    width, height = struct.unpack(">II", relief.png[16:24])
    assert height / width == pytest.approx(8.37 / 8, rel=0.02) or height / width > 1
    top, bottom = (np.degrees(np.arcsinh(np.tan(np.radians(v)))) for v in (48, 42))
    assert height / width == pytest.approx((top - bottom) / 8, rel=0.01)


def test_every_line_of_the_image_has_its_length():
    relief = shade(extent(78, 43, 80, 45))
    width, height = struct.unpack(">II", relief.png[16:24])
    start = relief.png.index(b"IDAT")
    length = struct.unpack(">I", relief.png[start - 4 : start])[0]
    assert len(zlib.decompress(relief.png[start + 4 : start + 4 + length])) == height * (
        1 + (width + 1) // 2
    )


def test_no_relief_outside_the_terrain():
    assert shade(extent(100, 18, 105, 25)) is None


def test_light_comes_from_the_north_west():
    rows, columns = np.mgrid[0:80, 0:80]
    cone = 2000 - 40 * np.hypot(rows - 40, columns - 40)
    light = _light(_Grid(cone.clip(min=0), 80.0, 46.0, 1 / 120))
    assert light[30, 30] > 0 > light[50, 50]


def test_the_same_bytes_twice():
    area = extent(78, 43, 82, 46)
    assert shade(area).png == shade(area).png
