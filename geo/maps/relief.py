"""Shade the relief: one small image, in the page's own projection, embedded as a data URL."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.terrain import heights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas.records import Extent

BYTES = 150_000
"""The largest image, in bytes, that a page embeds."""
_WIDTHS = (1400, 1200, 1000, 850, 700, 550, 400)
_LEVELS = 8
_SUN_UP = math.sin(math.radians(45.0))
_SUN_NORTH = (0.6 * _SUN_UP + 0.2) * math.cos(math.radians(45.0))
"""Share of the light that falls from the north, and as much from the west: the sun stands in
the north-west at 45 degrees, softened by some light from either side."""
_STEEPER = 2.2
_STRIP = 240
_REACH = 2
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
    """Values of cells, rows north to south, and where the first one begins."""

    values: NDArray[Any]
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
    light = _embedded_light()
    rows, columns = light.values.shape
    west, north = max(extent.west, light.west), min(extent.north, light.north)
    east = min(extent.east, light.west + columns * light.step)
    south = max(extent.south, light.north - rows * light.step)
    if east - west < 1 or north - south < 1:
        return None
    bounds = (west, south, east, north)
    for width in _WIDTHS:
        png = _png(_levels(_faded(_sample(light, bounds, width))))
        if len(png) <= BYTES:
            break
    return Relief(png, bounds)


@cache
def _embedded_light() -> _Grid:
    """Return the light on the embedded terrain, made once for all pages of a build."""
    grid = heights()
    return _light(_Grid(grid.elevation, grid.west, grid.north, grid.step))


def _light(elevation: _Grid) -> _Grid:
    """Return how much light each cell gets from the north-west, 0 on flat ground.

    Strip by strip and in single precision: the image has a few steps of light, and the
    grid of a continent would fill hundreds of megabytes.
    """
    rows = elevation.values.shape[0]
    light = np.empty(elevation.values.shape, dtype=np.float32)
    for top in range(0, rows, _STRIP):
        above, bottom = max(0, top - _REACH), min(rows, top + _STRIP)
        strip = _light_of(elevation, above, min(rows, bottom + _REACH))
        light[top:bottom] = strip[top - above : bottom - above]
    return replace(elevation, values=light)


def _light_of(elevation: _Grid, top: int, bottom: int) -> NDArray[np.float32]:
    """Return the light of some rows; it looks one cell to each side twice."""
    smooth = _smooth(elevation.values[top:bottom].astype(np.float32).clip(min=0))
    slope_north, slope_east = np.gradient(smooth)
    latitude = np.radians(elevation.north - (np.arange(top, bottom) + 0.5) * elevation.step)
    span = elevation.step * _METRES_A_DEGREE
    slope_north *= -_STEEPER / span
    slope_east *= (_STEEPER / (span * np.cos(latitude[:, None]))).astype(np.float32)
    steep = np.sqrt(1 + slope_east**2 + slope_north**2, dtype=np.float32)
    light: NDArray[np.float32] = (_SUN_UP + _SUN_NORTH * (slope_east - slope_north)) / steep
    return light - _SUN_UP


def _smooth(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average over neighbours: noise of the survey costs bytes and shows nothing."""
    from scipy.ndimage import correlate1d

    weights = (0.25, 0.5, 0.25)
    once = correlate1d(values, weights, axis=0, mode="nearest")
    smooth: NDArray[np.float32] = correlate1d(once, weights, axis=1, mode="nearest")
    return smooth


def _sample(
    light: _Grid, bounds: tuple[float, float, float, float], width: int
) -> NDArray[np.float64]:
    """Average the light over each pixel of an image in Mercator rows."""
    west, south, east, north = bounds
    top, bottom = (np.arcsinh(np.tan(np.radians(value))) for value in (north, south))
    height = round(width * (top - bottom) / np.radians(east - west))
    mercator = top + (bottom - top) * np.arange(height + 1) / height
    latitudes = np.degrees(np.arctan(np.sinh(mercator)))
    edges = west + (east - west) * np.arange(width + 1) / width
    means = _means(light.values, (light.north - latitudes) / light.step, axis=0)
    return _means(means, (edges - light.west) / light.step, axis=1)


def _means(values: NDArray[Any], edges: NDArray[np.float64], *, axis: int) -> NDArray[np.float64]:
    """Average cells between neighbouring edges along an axis, at least one cell each."""
    count = values.shape[axis]
    edge = np.clip(np.round(edges), 0, count).astype(int)
    start = np.minimum(edge[:-1], count - 1)
    end = max(edge[-1], start[-1] + 1)
    within = values[:end] if axis == 0 else values[:, :end]
    sums = np.add.reduceat(within, start, axis=axis)
    counts = np.diff(start, append=end).clip(min=1)
    return np.asarray(sums / np.expand_dims(counts, 1 - axis))


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
