"""Pack the sections of a large atlas: lines for canvas tiles, a record for each card."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geo import style
from geo.maps.columns import DECIMALS, json_block, lines_block, numbers_block, pack_blocks
from geo.maps.columns import texts_block as texts
from geo.maps.many import Look, check_lines, pack_look
from geo.maps.page import DataElement
from geo.maps.payload import NARROW_M, atlas_payload, drawn_sections
from geo.text import for_script

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.layers import Layers

_THIN = 0.7
"""Many lines are drawn thinner than the few of a small page."""
LATE = ("railways", "crossings", "places", "sources")
"""What a page of a large atlas reads from the packed block, behind its first paint."""


class SectionLines(DataElement):
    """The sections of a large atlas with its railways, places and sources, packed.

    Parameters
    ----------
    atlas
        The records.
    layers
        The tables drawn from them.

    Raises
    ------
    InputError
        If the atlas has no section that is drawn.
    """

    def __init__(self, atlas: Atlas, layers: Layers) -> None:
        check_lines(layers.railways)
        content = atlas_payload(atlas, layers, lines=False)
        drawn = drawn_sections(atlas, layers)
        keys = [status.value for status in style.LINES]
        histories: dict[tuple[tuple[str, int], ...], int] = {}
        codes = [
            histories.setdefault(_changes(section, keys), len(histories))
            for section in content["sections"]
        ]
        blocks = [
            lines_block(layers.railways.geometry.loc[[row.Index for *_, row in drawn]].to_numpy()),
            numbers_block(codes),
            numbers_block([_band(section["accuracyM"]) for section in content["sections"]]),
            texts([json.dumps(s, ensure_ascii=False) for s in content["sections"]]),
            json_block({key: content[key] for key in LATE} | {"starts": _starts(content)}),
        ]
        payload = {
            "rows": len(drawn),
            "decimals": DECIMALS,
            "columns": [],
            "looks": [_look(status) for status in style.LINES],
            "histories": list(histories),
            "records": True,
            **pack_blocks(blocks),
        }
        super().__init__(name="lines", call="manyLines", payload=for_script(payload), late=True)


def _look(status: Any) -> dict[str, Any]:
    line = style.LINES[status]
    look = Look(status.label, line.colour, round(line.width_px * _THIN, 2), line.dash)
    return pack_look(status.value, look) | {"status": True}


def _changes(section: dict[str, Any], keys: list[str]) -> tuple[tuple[str, int], ...]:
    return tuple((change["first"], keys.index(change["status"])) for change in section["status"])


def _band(accuracy_m: float) -> int:
    return round(accuracy_m) if accuracy_m > NARROW_M else 0


def _starts(content: dict[str, Any]) -> dict[str, list[int]]:
    """Return the first section of each railway and how many it has."""
    starts: dict[str, list[int]] = {}
    for number, section in enumerate(content["sections"]):
        starts.setdefault(section["railway"], [number, 0])[1] += 1
    return starts
