"""The railways by date: periods of a section follow each other and know no future."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from geo.atlas import load_atlas
from geo.export.history import history, meanings
from geo.layers import make_layers
from geo.lines import draw_atlas


@pytest.fixture(scope="module")
def drawn():
    atlas = load_atlas()
    return atlas, draw_atlas(atlas, as_of=atlas.as_of)


def on(table: pd.DataFrame, day: str) -> pd.DataFrame:
    moment = pd.Timestamp(day)
    return table[
        (table["valid_from"] <= moment) & (table["valid_to"].isna() | (table["valid_to"] >= moment))
    ]


def test_periods_of_a_section_follow_each_other(drawn):
    atlas, lines = drawn
    table = history(atlas, make_layers(atlas, lines, as_of=atlas.as_of))
    assert table["id"].is_unique
    assert set(table["section_id"]) == {line.id for line in lines}
    for _, periods in table.groupby("section_id"):
        ends, starts = periods["valid_to"].iloc[:-1], periods["valid_from"].iloc[1:]
        assert ((starts.to_numpy() - ends.to_numpy()) == pd.Timedelta(days=1)).all()
        assert pd.isna(periods["valid_to"].iloc[-1])


def test_a_day_has_the_statuses_of_that_day(drawn):
    atlas, lines = drawn
    table = history(atlas, make_layers(atlas, lines, as_of=atlas.as_of))
    across = table[table["cross_border"].astype(bool)]
    running = {
        year: set(on(across, f"{year}-12-31").query("status == 'operating'")["railway_no"])
        for year in (1985, 1995, 2013)
    }
    assert running == {1985: set(), 1995: {1}, 2013: {1, 2}}
    tacheng = table[table["section_id"] == "line-3-tacheng-baikouquan"]
    assert on(tacheng, "2018-06-01")["status"].tolist() == ["under-construction"]
    assert on(tacheng, "2020-06-01")["status"].tolist() == ["operating"]


def test_an_earlier_day_knows_nothing_of_what_came_later(drawn):
    atlas, _ = drawn
    day = date(2018, 1, 1)
    table = history(atlas, make_layers(atlas, draw_atlas(atlas, as_of=day), as_of=day))
    assert table["valid_from"].max() <= pd.Timestamp(day)
    assert table["valid_to"].max() <= pd.Timestamp(day + timedelta(days=1))
    tacheng = table[table["section_id"] == "line-3-tacheng-baikouquan"]
    assert tacheng["status"].tolist() == ["under-construction"]


def test_every_column_is_described(drawn):
    atlas, lines = drawn
    layers = make_layers(atlas, lines, as_of=atlas.as_of)
    names = [name for name in history(atlas, layers).columns if name != "geometry"]
    assert list(meanings(layers.languages)) == names
    assert all(meanings(layers.languages).values())
