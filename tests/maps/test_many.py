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
from geo.maps.columns import SAFE, numbers_block, text_of
from geo.maps.many import LineLayer


def read_numbers(data: bytes) -> list[int]:
    return np.frombuffer(data, np.uint8).reshape(4, -1).T.copy().view("<u4").ravel().tolist()


def table(**columns):
    lines = [
        LineString([(80, 45), (81, 45.5), (81.2, 46)]),
        LineString([(-170.5, -20), (-171, -21)]),
    ]
    return gpd.GeoDataFrame({"name": ["one", "two"], **columns}, geometry=lines, crs="EPSG:4326")


def blocks(layer: LineLayer) -> tuple[dict, list[bytes]]:
    payload = json.loads(layer.payload)
    back = payload["data"].translate({v: k for k, v in SAFE.items()})
    raw = zlib.decompress(base64.b85decode(back)[: payload["packed"]])
    ends = np.cumsum(payload["sizes"])
    return payload, [
        raw[end - size : end] for end, size in zip(ends, payload["sizes"], strict=True)
    ]


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1))
def test_numbers_come_back(values):
    assert read_numbers(numbers_block(values)) == values


def test_vertices_come_back_to_the_last_decimal():
    payload, parts = blocks(LineLayer(table()))
    assert read_numbers(parts[0][:8]) == [3, 2]
    east, north = (
        np.cumsum([(v >> 1) ^ -(v & 1) for v in read_numbers(parts[0][a : a + 20])])
        / 10 ** payload["decimals"]
        for a in (8, 28)
    )
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
    assert text_of(value) == text


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


def test_histories_are_told_once_and_end_on_the_day_after():
    frame = pd.concat([table(since=["2001-05-01", None], until=[None, "2010-12-31"])] * 2)
    payload, parts = blocks(LineLayer(frame, since="since", until="until"))
    assert payload["histories"] == [[["2001-05-01", 0]], [["", 0], ["2011-01-01", -1]]]
    assert read_numbers(parts[1]) == [0, 1, 0, 1]


def test_a_column_that_holds_no_days_is_refused():
    with pytest.raises(InputError, match="'since'"):
        LineLayer(table(since=["2001", "soon"]), since="since")
