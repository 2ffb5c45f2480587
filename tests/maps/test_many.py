from __future__ import annotations

import base64
import json
import zlib

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString

from geo.errors import InputError
from geo.maps.many import _SAFE, LineLayer, _text, _varints


def read_varints(data: bytes) -> list[int]:
    values, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            values.append(value)
            value = shift = 0
    return values


def table(**columns):
    lines = [
        LineString([(80, 45), (81, 45.5), (81.2, 46)]),
        LineString([(-170.5, -20), (-171, -21)]),
    ]
    return gpd.GeoDataFrame({"name": ["one", "two"], **columns}, geometry=lines, crs="EPSG:4326")


def blocks(layer: LineLayer) -> tuple[dict, list[bytes]]:
    payload = json.loads(layer.payload)
    back = payload["data"].translate({v: k for k, v in _SAFE.items()})
    raw = zlib.decompress(base64.b85decode(back)[: payload["packed"]])
    ends = np.cumsum(payload["sizes"])
    return payload, [
        raw[end - size : end] for end, size in zip(ends, payload["sizes"], strict=True)
    ]


@given(st.lists(st.integers(0, 2**40), min_size=1))
def test_varints_come_back(values):
    assert read_varints(_varints(np.array(values, np.uint64))) == values


def test_vertices_come_back_to_the_last_decimal():
    payload, parts = blocks(LineLayer(table()))
    values = read_varints(parts[0])
    assert values[:2] == [3, 2]
    steps = [(v >> 1) ^ -(v & 1) for v in values[2:]]
    east, north = (np.cumsum(steps[a : a + 5]) / 10 ** payload["decimals"] for a in (0, 5))
    assert east.tolist() == [80, 81, 81.2, -170.5, -171]
    assert north.tolist() == [45, 45.5, 46, -20, -21]


def test_a_column_of_few_values_is_a_list_and_numbers():
    frame = pd.concat([table(kind="a")] * 3, ignore_index=True)
    payload, parts = blocks(LineLayer(frame, columns=["kind"]))
    assert payload["columns"][1] == {"name": "kind", "values": ["a"]}
    assert parts[3] == b"\0" * 6


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (pd.Timestamp("2019-05-30"), "2019-05-30"),
        ("a\0b", "a\ufffdb"),
        (0, "0"),
    ],
)
def test_values_as_a_reader_sees_them(value, text):
    assert _text(value) == text


def test_a_style_outside_the_looks_is_drawn_not_hidden():
    payload, _ = blocks(LineLayer(table(status=["operating", "odd"]), style_by="status"))
    assert [look["label"] for look in payload["looks"]] == ["Operating", "odd"]


def test_bad_tables_are_refused_by_name():
    with pytest.raises(InputError, match="'colour'"):
        LineLayer(table(), columns=["colour"])
    with pytest.raises(InputError, match="empty"):
        LineLayer(table().iloc[:0])
    frame = table()
    frame.loc[0, "geometry"] = MultiLineString([[(0, 0), (1, 1)]])
    with pytest.raises(InputError, match="MultiLineString"):
        LineLayer(frame)
