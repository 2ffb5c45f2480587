"""A condition reads the columns by their names, whatever the names are, and does nothing else."""

from __future__ import annotations

import geopandas as gpd
import pytest
from samples import make_layers
from shapely import Point

from geo.errors import InputError
from geo.export.where import select

HOSTILE = (
    'a"b',
    "a'b",
    "a) --",
    "x); DROP TABLE rows; --",
    "row number",
    "select",
    "塔城",
    "rowid",
    "?1",
    " ",
)


def table(*names: str) -> gpd.GeoDataFrame:
    cells = {"id": ["one", "two"]} | {name: [f"{i}", "no"] for i, name in enumerate(names)}
    return gpd.GeoDataFrame(cells, geometry=[Point(0, 0)] * 2, crs="EPSG:4326")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_column_of_any_name_is_read_by_its_quoted_name(name):
    quoted = '"' + name.replace('"', '""') + '"'
    found = select(table(*HOSTILE), f"{quoted} = '{HOSTILE.index(name)}'")
    assert found["id"].tolist() == ["one"]


@pytest.mark.parametrize(
    "where",
    [
        "1 = 1) UNION SELECT 5 FROM rows WHERE (1 = 1",
        "id IN (SELECT name FROM pragma_database_list)",
        "1 = 1); DROP TABLE rows; --",
        "1 = 1) --",
        "load_extension('x')",
        "id = 'one' OR (ATTACH 'x' AS y)",
        "1 = 1\0",
        "",
    ],
)
def test_a_condition_that_is_none_is_refused(where):
    with pytest.raises(InputError, match="columns: id"):
        select(table(), where)


def test_a_quoted_name_that_is_no_column_is_no_text():
    with pytest.raises(InputError, match="there is no column 'statuss'; columns: id, name"):
        select(make_layers().railways, "\"statuss\" = 'operating'")
    kept = select(make_layers().railways, "note IS NULL AND name <> 'a \"quoted\" text'")
    assert len(kept) == 3


def test_columns_that_differ_in_case_alone_are_told():
    with pytest.raises(InputError, match="cannot tell the columns apart"):
        select(table("Name", "name"), "id = 'one'")
