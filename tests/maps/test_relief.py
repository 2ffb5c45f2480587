from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import numpy as np
import pytest

from geo.atlas.records import Extent
from geo.maps import relief
from geo.maps.relief import BYTES, _Grid, _light, _means, shade


def extent(west, south, east, north):
    return Extent(west=west, south=south, east=east, north=north)


def test_stays_within_its_bytes_and_is_a_png():
    made = shade(extent(74.5, 42.5, 89.5, 49.5))
    assert made is not None
    assert made.png.startswith(b"\x89PNG")
    assert len(made.png) <= BYTES
    assert made.bounds == pytest.approx((74.5, 42.5, 89.5, 49.5))


def test_rows_follow_mercator():
    made = shade(extent(76, 42, 84, 48))
    width, height = struct.unpack(">II", made.png[16:24])
    assert height / width == pytest.approx(8.37 / 8, rel=0.02) or height / width > 1
    top, bottom = (np.degrees(np.arcsinh(np.tan(np.radians(v)))) for v in (48, 42))
    assert height / width == pytest.approx((top - bottom) / 8, rel=0.01)


def test_every_line_of_the_image_has_its_length():
    made = shade(extent(78, 43, 80, 45))
    width, height = struct.unpack(">II", made.png[16:24])
    start = made.png.index(b"IDAT")
    length = struct.unpack(">I", made.png[start - 4 : start])[0]
    assert len(zlib.decompress(made.png[start + 4 : start + 4 + length])) == height * (
        1 + (width + 1) // 2
    )


def test_no_relief_outside_the_terrain():
    assert shade(extent(100, 18, 105, 25)) is None


def test_light_comes_from_the_north_west():
    rows, columns = np.mgrid[0:80, 0:80]
    cone = 2000 - 40 * np.hypot(rows - 40, columns - 40)
    light = _light(_Grid(cone.clip(min=0), 80.0, 46.0, 1 / 120)).values
    assert light[30, 30] > 0 > light[50, 50]
    assert light[:3, :3] == pytest.approx(0)


def test_strips_leave_no_seam(monkeypatch):
    heights = np.random.default_rng(1).integers(0, 3000, (50, 40))
    grid = _Grid(heights, 80.0, 46.0, 1 / 120)
    whole = _light(grid).values
    monkeypatch.setattr(relief, "_STRIP", 7)
    assert np.array_equal(_light(grid).values, whole)


@pytest.mark.parametrize("pixels", [1, 7, 30, 95])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_pixel_is_the_mean_of_its_cells_or_one_cell(pixels, axis):
    values = np.random.default_rng(2).normal(size=(30, 30))
    edges = np.linspace(2.2, 30, pixels + 1)
    means = np.moveaxis(_means(values, edges, axis=axis), axis, 0)
    cells = np.moveaxis(values, axis, 0)
    edge = [round(e) for e in edges]
    for pixel, (start, end) in enumerate(pairwise(edge)):
        first = min(start, 29)
        assert means[pixel] == pytest.approx(cells[first : max(end, first + 1)].mean(axis=0))


def test_the_same_bytes_twice():
    area = extent(78, 43, 82, 46)
    assert shade(area).png == shade(area).png
