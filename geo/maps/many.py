"""Put very many lines on a page: one compressed block, drawn on canvas tiles, each with a card.

folium writes a line as GeoJSON with a bounding box and full floats and gives each a path;
here coordinates are whole numbers, differences, varints, columns stand by column, and all
of it is compressed once. The page inflates it with the browser's own decompressor.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from shapely import get_coordinates, get_num_coordinates

from geo import style
from geo.errors import InputError
from geo.maps.page import DataElement
from geo.text import for_script

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

DECIMALS = 4
"""Decimals of the degrees that are kept: 11 m."""
# Base 85 is a sixteenth smaller than base 64; three of its digits are not safe in a script.
_SAFE = str.maketrans("&<>", ",./")


@dataclass(frozen=True, slots=True)
class Look:
    """How lines of one value of the style column are drawn and named in the legend."""

    label: str
    colour: str
    width_px: float = 1.6
    dash: tuple[float, ...] = ()


STATUS_LOOKS = {
    status.value: Look(status.label, look.colour, 1.6, look.dash)
    for status, look in style.LINES.items()
}
"""Looks of the statuses of this package."""


class LineLayer(DataElement):
    """A table of lines for a page, up to some hundred thousand of them.

    Parameters
    ----------
    table
        GeoDataFrame of LineStrings in EPSG:4326. MultiLineStrings must be exploded first.
    name
        Column with the name of a line: it heads the card and is searched.
    columns
        Further columns that a card shows, in order; values are shown as text, web
        addresses as links.
    style_by
        Column whose values choose the look; ``None`` draws all lines alike.
    looks
        Look by value of ``style_by``; a value without one is drawn grey, not hidden.

    Raises
    ------
    InputError
        If a column is missing, the table is empty or a geometry is not a LineString.
    """

    def __init__(
        self,
        table: gpd.GeoDataFrame,
        *,
        name: str = "name",
        columns: Sequence[str] = (),
        style_by: str | None = None,
        looks: Mapping[str, Look] | None = None,
    ) -> None:
        _check(table, [name, *columns, *([style_by] if style_by else [])])
        chosen = dict(looks or STATUS_LOOKS)
        values = table[style_by].astype("str") if style_by else pd.Series("", index=table.index)
        keys = sorted(set(values), key=lambda v: (list(chosen).index(v) if v in chosen else 999, v))
        blocks = [_geometry(table), values.map(keys.index).to_numpy(np.uint8).tobytes()]
        described = []
        for column in (name, *columns):
            block, about = _column(table[column], column)
            blocks.append(block)
            described.append(about)
        packed = zlib.compress(b"".join(blocks), 9)
        payload = {
            "rows": len(table),
            "decimals": DECIMALS,
            "sizes": [len(block) for block in blocks],
            "columns": described,
            "looks": [_look(chosen, key) for key in keys],
            "packed": len(packed),
            "data": base64.b85encode(packed, pad=True).decode("ascii").translate(_SAFE),
        }
        super().__init__(name="lines", call="manyLines", payload=for_script(payload), late=True)


def _check(table: gpd.GeoDataFrame, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in table]
    if missing:
        msg = (
            f"the table has no column {missing[0]!r}; it has: {', '.join(map(str, table.columns))}"
        )
        raise InputError(msg)
    if table.empty:
        msg = "the table of lines is empty"
        raise InputError(msg)
    kinds = set(table.geom_type) - {"LineString"}
    if kinds:
        msg = f"a layer of lines cannot hold {min(map(str, kinds))!r}; allowed: 'LineString'"
        raise InputError(msg)


def _look(looks: Mapping[str, Look], key: str) -> dict[str, Any]:
    look = looks.get(key, Look(key or "Lines", style.CATCH_ALL.colour))
    width = look.width_px
    return {
        "key": key,
        "label": look.label,
        "colour": look.colour,
        "width": width,
        "dash": [round(step * width, 1) for step in look.dash],
    }


def _geometry(table: gpd.GeoDataFrame) -> bytes:
    """Pack vertices: how many each line has, then zigzag differences, east and north apart."""
    shapes = table.geometry.to_numpy()
    points = np.round(get_coordinates(shapes) * 10**DECIMALS).astype(np.int64)
    counts = get_num_coordinates(shapes).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64))
    zigzag = (steps << 1) ^ (steps >> 63)
    return _varints(np.concatenate([counts, zigzag[:, 0], zigzag[:, 1]]).astype(np.uint64))


def _varints(values: NDArray[np.uint64]) -> bytes:
    """Write whole numbers in groups of seven bits, the lowest first."""
    groups = np.maximum(1, -(-_bits(values) // 7))
    out = np.empty(int(groups.sum()), np.uint8)
    ends = np.cumsum(groups)
    rest = values.copy()
    for step in range(int(groups.max())):
        here = groups > step
        last = groups == step + 1
        byte = (rest & np.uint64(0x7F)).astype(np.uint8) | np.where(last, 0, 0x80).astype(np.uint8)
        out[(ends - groups)[here] + step] = byte[here]
        rest >>= np.uint64(7)
    return out.tobytes()


def _bits(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.asarray(np.frexp(values.astype(np.float64))[1], dtype=np.int64)


def _column(values: pd.Series, name: str) -> tuple[bytes, dict[str, Any]]:
    """Pack a column as text; one with few different values as numbers of a list."""
    texts = [_text(value) for value in values]
    kinds = list(dict.fromkeys(texts))
    if len(kinds) <= 256 and len(kinds) < len(texts):  # noqa: PLR2004 - one byte
        index = {text: i for i, text in enumerate(kinds)}
        return bytes(index[text] for text in texts), {"name": name, "values": kinds}
    return "\0".join(texts).encode("utf-8"), {"name": name}


def _text(value: Any) -> str:
    """Return a value as a reader sees it; empty where there is none."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
