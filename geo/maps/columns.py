"""Pack a table for a page: column by column, bytes of one weight together, compressed once."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from shapely import get_coordinates, get_num_coordinates

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMALS = 4
"""Decimals of the degrees that are kept: 11 m."""
# Base 85 is a sixteenth smaller than base 64; three of its digits are not safe in a script.
SAFE = str.maketrans("&<>", ",./")


def pack_blocks(blocks: Sequence[bytes]) -> dict[str, Any]:
    """Compress blocks of bytes into one text that is safe inside a script.

    Returns
    -------
    dict
        ``sizes`` of the blocks in bytes, ``packed`` size in bytes, ``data`` in base 85.
    """
    packed = zlib.compress(b"".join(blocks), 9)
    return {
        "sizes": [len(block) for block in blocks],
        "packed": len(packed),
        "data": base64.b85encode(packed, pad=True).decode("ascii").translate(SAFE),
    }


def lines_block(shapes: NDArray[Any]) -> bytes:
    """Pack vertices: how many each line has, then zigzag differences, east and north apart."""
    points = np.round(get_coordinates(shapes) * 10**DECIMALS).astype(np.int64)
    counts = get_num_coordinates(shapes).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64))
    zigzag = (steps << 1) ^ (steps >> 63)
    return b"".join(map(numbers_block, (counts, zigzag[:, 0], zigzag[:, 1])))


def numbers_block(values: Sequence[int] | NDArray[np.int64]) -> bytes:
    """Pack whole numbers from 0 to 4,294,967,295: all lowest bytes, then all second ones, ...

    Bytes of one weight resemble each other, which the compression likes better than the four
    bytes of one number.
    """
    return np.asarray(values, dtype="<u4").view(np.uint8).reshape(-1, 4).T.tobytes()


def texts_block(texts: Sequence[str]) -> bytes:
    """Pack texts without NUL characters, a NUL between any two."""
    return "\0".join(texts).encode("utf-8")


def json_block(value: Any) -> bytes:
    """Pack plain values as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def column_block(values: pd.Series, name: str) -> tuple[bytes, dict[str, Any]]:
    """Pack a column as text; one with few different values as numbers of a list.

    Returns
    -------
    bytes
        The block.
    dict
        Its ``name`` and, for numbers of a list, the ``values``.
    """
    texts = [text_of(value) for value in values]
    kinds = list(dict.fromkeys(texts))
    if len(kinds) <= 256 and len(kinds) < len(texts):  # noqa: PLR2004 - one byte
        index = {text: i for i, text in enumerate(kinds)}
        return bytes(index[text] for text in texts), {"name": name, "values": kinds}
    return texts_block(texts), {"name": name}


def text_of(value: Any) -> str:
    """Return a value as a reader sees it; empty where there is none."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
