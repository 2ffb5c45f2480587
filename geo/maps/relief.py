"""Shade the relief: one small image, in the page's own projection, embedded as a data URL."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import embedded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas.records import Extent

BYTES = 150_000
"""The largest image, in bytes, that a page embeds."""
_WIDTHS = (1400, 1200, 1000, 850, 700, 550, 400)
_LEVELS = 8
_AZIMUTHS = ((315.0, 0.6), (270.0, 0.2), (0.0, 0.2))
_ALTITUDE = 45.0
_METRES_A_DEGREE = 111_320.0
_DEPTH = 4
_FADE = 0.05


@dataclass(frozen=True, slots=True)
class Relief:
    """A shaded relief: PNG bytes and (west, south, east, north) in degrees."""

    png: bytes
    bounds: tuple[float, float, float, float]

    @property
    def url(self) -> str:
        """The image as a data URL."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


@dataclass(frozen=True, slots=True)
class _Grid:
    elevation: NDArray[Any]
    west: float
    north: float
    step: float


def shade(extent: Extent) -> Relief | None:
    """Return the shaded relief of an extent, or ``None`` where no terrain is embedded.

    Shade and light are translucent black and white in a few steps, so that the image
    works over any ground colour and compresses well. Rows follow the Mercator
    projection of the page.

    Parameters
    ----------
    extent
        What the page shows, in degrees; cut to the embedded terrain.
    """
    grid = _read()
    rows, columns = grid.elevation.shape
    west, east = max(extent.west, grid.west), min(extent.east, grid.west + columns * grid.step)
    north, south = min(extent.north, grid.north), max(extent.south, grid.north - rows * grid.step)
    if east - west < 1 or north - south < 1:
        return None
    bounds = (west, south, east, north)
    grid = _cut(grid, bounds)
    sums = _summed(_light(grid))
    for width in _WIDTHS:
        png = _png(_levels(_faded(_sample(sums, grid, bounds, width))))
        if len(png) <= BYTES:
            break
    return Relief(png, bounds)


def _read() -> _Grid:
    with np.load(embedded.path("terrain/globe.npz")) as stored:
        return _Grid(
            stored["elevation"],
            float(stored["west"]),
            float(stored["north"]),
            float(stored["step_degrees"]),
        )


def _cut(grid: _Grid, bounds: tuple[float, float, float, float]) -> _Grid:
    """Return the part of a grid within bounds, a cell more on each side."""
    west, south, east, north = bounds
    top = max(0, int((grid.north - north) / grid.step) - 1)
    left = max(0, int((west - grid.west) / grid.step) - 1)
    bottom = int((grid.north - south) / grid.step) + 2
    right = int((east - grid.west) / grid.step) + 2
    part = grid.elevation[top:bottom, left:right].astype(np.float32).clip(min=0)
    return _Grid(part, grid.west + left * grid.step, grid.north - top * grid.step, grid.step)


def _light(grid: _Grid) -> NDArray[np.float32]:
    """Return how much light each cell gets from several directions, 0 on flat ground.

    In single precision: the image has a few steps of light, and the grid of a continent
    would fill hundreds of megabytes in double.
    """
    rows = grid.elevation.shape[0]
    latitude = np.radians(grid.north - (np.arange(rows) + 0.5) * grid.step)[:, None]
    smooth = _smooth(grid.elevation)
    slope_north, slope_east = np.gradient(smooth)
    span = grid.step * _METRES_A_DEGREE
    slope_north *= -2.2 / span
    slope_east *= (2.2 / (span * np.cos(latitude))).astype(np.float32)
    sine, cosine = math.sin(math.radians(_ALTITUDE)), math.cos(math.radians(_ALTITUDE))
    light: NDArray[np.float32] = np.zeros_like(smooth)
    length = np.sqrt(1 + slope_east**2 + slope_north**2, dtype=np.float32)
    del smooth
    for azimuth, weight in _AZIMUTHS:
        angle = math.radians(azimuth)
        facing = slope_east * math.sin(angle) + slope_north * math.cos(angle)
        light += weight * (sine - facing * cosine) / length
    light -= sine
    return light


def _summed(light: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return sums over all cells north and west of each corner, for means of any block."""
    rows, columns = light.shape
    sums = np.zeros((rows + 1, columns + 1))
    np.cumsum(light, axis=0, dtype=np.float64, out=sums[1:, 1:])
    np.cumsum(sums[1:, 1:], axis=1, out=sums[1:, 1:])
    return sums


def _smooth(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average over neighbours: noise of the survey costs bytes and shows nothing."""
    from scipy.ndimage import correlate1d

    weights = (0.25, 0.5, 0.25)
    once = correlate1d(values, weights, axis=0, mode="nearest")
    smooth: NDArray[np.float32] = correlate1d(once, weights, axis=1, mode="nearest")
    return smooth


def _sample(
    sums: NDArray[np.float64],
    grid: _Grid,
    bounds: tuple[float, float, float, float],
    width: int,
) -> NDArray[np.float64]:
    """Average the light over each pixel of an image in Mercator rows."""
    west, south, east, north = bounds
    top, bottom = (np.arcsinh(np.tan(np.radians(value))) for value in (north, south))
    height = round(width * (top - bottom) / np.radians(east - west))
    rows, columns = sums.shape[0] - 1, sums.shape[1] - 1
    mercator = top + (bottom - top) * np.arange(height + 1) / height
    latitudes = np.degrees(np.arctan(np.sinh(mercator)))
    row = np.clip(np.round((grid.north - latitudes) / grid.step), 0, rows).astype(int)
    edges = west + (east - west) * np.arange(width + 1) / width
    column = np.clip(np.round((edges - grid.west) / grid.step), 0, columns).astype(int)
    below, right = np.maximum(row[1:], row[:-1] + 1), np.maximum(column[1:], column[:-1] + 1)
    below, right = np.minimum(below, rows), np.minimum(right, columns)
    above, left = np.minimum(row[:-1], below - 1), np.minimum(column[:-1], right - 1)
    block = (
        sums[np.ix_(below, right)]
        - sums[np.ix_(above, right)]
        - sums[np.ix_(below, left)]
        + sums[np.ix_(above, left)]
    )
    return np.asarray(block / ((below - above)[:, None] * (right - left)[None, :]))


def _faded(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Let the relief run out at its edges: an abrupt end would look like a fact."""
    fades = []
    for size in light.shape:
        margin = max(1, round(size * _FADE))
        ramp = np.minimum(np.arange(size), np.arange(size)[::-1]) / margin
        fades.append(np.clip(ramp, 0, 1))
    return np.asarray(light * fades[0][:, None] * fades[1][None, :])


def _levels(light: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Sort light into palette entries: 0 flat, then shades, then lights."""
    dark = np.floor(np.clip(-light / 0.42, 0, 0.999) * (_LEVELS + 0.5) + 0.12)
    bright = np.floor(np.clip(light / 0.26, 0, 0.999) * (_LEVELS - 2 + 0.5) + 0.12)
    return np.where(bright > 0, bright + _LEVELS, dark).astype(np.uint8)


def _png(levels: NDArray[np.uint8]) -> bytes:
    """Write palette indices as a 4-bit PNG whose palette is black and white with opacity."""
    height, width = levels.shape
    even = np.pad(levels, ((0, 0), (0, width % 2)))
    packed = (even[:, ::2] << _DEPTH) | even[:, 1::2]
    lines = np.pad(packed, ((0, 0), (1, 0)))
    lights = _LEVELS - 1
    colours = b"\x3c\x37\x30" * (_LEVELS + 1) + b"\xff\xff\xff" * lights
    shadow = [round(128 * (i / _LEVELS) ** 0.9) for i in range(_LEVELS + 1)]
    shine = [round(150 * (i + 1) / lights) for i in range(lights)]
    header = struct.pack(">IIBBBBB", width, height, _DEPTH, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", colours),
        (b"tRNS", bytes(shadow + shine)),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
