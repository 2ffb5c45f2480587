"""Put very many lines on a page: one compressed block, drawn on canvas tiles, each with a card.

folium writes a line as GeoJSON with a bounding box and full floats and gives each a path;
here coordinates are whole numbers, differences, columns stand by column, and all
of it is compressed once. The page inflates it with the browser's own decompressor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import style
from geo.errors import InputError
from geo.maps import assets
from geo.maps.columns import (
    DECIMALS,
    column_block,
    lines_block,
    numbers_block,
    pack_blocks,
    text_of,
)
from geo.maps.page import DataElement
from geo.text import for_script

if TYPE_CHECKING:
    import geopandas as gpd

Changes = list[tuple[str, int]]
"""First days of looks: ISO date (empty: always) and number of the look, -1 for none."""
_GONE = -1


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
    since, until
        Columns with the first and the last day of a line, for the time slider of a page
        that has one; empty cells are open.

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
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        check_lines(table, [name, *columns, *filter(None, (style_by, since, until))])
        chosen = dict(looks or STATUS_LOOKS)
        values = table[style_by].astype("str") if style_by else pd.Series("", index=table.index)
        keys = sorted(set(values), key=lambda v: (list(chosen).index(v) if v in chosen else 999, v))
        histories, codes = _histories(
            values.map(keys.index).tolist(), *(_days(table, column) for column in (since, until))
        )
        blocks = [lines_block(table.geometry.to_numpy()), numbers_block(codes)]
        described = []
        for column in (name, *columns):
            block, about = column_block(table[column], column)
            blocks.append(block)
            described.append(about)
        payload = {
            "rows": len(table),
            "decimals": DECIMALS,
            "columns": described,
            "looks": [pack_look(key, chosen.get(key)) for key in keys],
            "histories": histories,
            "words": _words(),
            **pack_blocks(blocks),
        }
        super().__init__(name="lines", call="manyLines", payload=for_script(payload), late=True)


def _words() -> dict[str, dict[str, str]]:
    """Return the words of a page without the sheet, by language."""
    return {
        language: {
            key: word
            for key, word in words.items()
            if key in {"card", "close", "search", "nothingFound"} or key.startswith("status.")
        }
        for language, words in assets.words().items()
    }


def check_lines(table: gpd.GeoDataFrame, columns: Sequence[str] = ()) -> None:
    """Raise `InputError` unless a table has lines and these columns."""
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


def pack_look(key: str, look: Look | None) -> dict[str, Any]:
    """Return what a page needs to draw and name a look; grey for none."""
    look = look or Look(key or "Lines", style.CATCH_ALL.colour)
    return {
        "key": key,
        "status": look is STATUS_LOOKS.get(key),
        "label": look.label,
        "colour": look.colour,
        "width": look.width_px,
        "dash": [round(step * look.width_px, 1) for step in look.dash],
    }


def _days(table: gpd.GeoDataFrame, column: str | None) -> list[str]:
    """Return a column of days as ISO dates, empty where it is open or not asked for."""
    if column is None:
        return [""] * len(table)
    try:
        days = pd.to_datetime(table[column], format="ISO8601")
    except (ValueError, TypeError) as error:
        msg = f"column {column!r} holds something that is not a day: {error}"
        raise InputError(msg) from error
    return [text_of(day) for day in days]


def _histories(
    looks: Sequence[int], since: Sequence[str], until: Sequence[str]
) -> tuple[list[Changes], list[int]]:
    """Return the different histories and which one each line has."""
    kinds: dict[tuple[int, str, str], int] = {}
    codes = [kinds.setdefault(kind, len(kinds)) for kind in zip(looks, since, until, strict=True)]
    return [_changes(*kind) for kind in kinds], codes


def _changes(look: int, first: str, last: str) -> Changes:
    changes = [(first, look)]
    if last:
        changes.append(((date.fromisoformat(last) + timedelta(days=1)).isoformat(), _GONE))
    return changes
