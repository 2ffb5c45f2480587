from __future__ import annotations

from datetime import date

import pytest

from geo.atlas import load_atlas
from geo.errors import GeoError
from geo.layers import make_layers
from geo.vocab import Role


@pytest.mark.parametrize(
    ("day", "members", "observers", "partners"),
    [
        (date(2001, 6, 14), 0, 0, 0),
        (date(2017, 6, 8), 6, 0, 0),
        (date(2017, 6, 9), 8, 0, 0),
        (date(2024, 7, 3), 9, 2, 14),
        (date(2024, 7, 4), 10, 2, 14),
        (date(2025, 9, 1), 10, 0, 17),
    ],
)
def test_the_organisation_has_its_members_by_date(atlas, day, members, observers, partners):
    (sco,) = atlas.context.organisations
    counts = [len(sco.members_on(day, role=role)) for role in Role]
    assert counts == [members, observers, partners]


def test_an_event_at_an_unknown_place_is_named(atlas_copy):
    path = atlas_copy / "context.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("place: astana", "place: astanna", 1), encoding="utf-8")
    with pytest.raises(GeoError, match="no place with the id 'astanna'; did you mean 'astana'"):
        load_atlas(atlas_copy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("country: BY", "country: XX", "no outline of a country 'XX'"),
        ("since: 2024-07-04, ", "", "has the day `since` which it holds, or one on which it is"),
        ("until: 2025-08-31", "until: 2023-08-31", "until 2023-08-31 is before 2024-07"),
        ("until: 2024-07-04", "until: 2024-07-01", "until 2024-07-01 is before 2024-07-02"),
    ],
)
def test_a_broken_period_is_named(edit, atlas_copy, old, new, message):
    edit("context.yaml", old, new)
    with pytest.raises(GeoError, match=message):
        load_atlas(atlas_copy)


def test_a_period_is_a_row_and_ends_where_the_next_begins(layers):
    table = layers.members.set_index("id")
    assert table.loc[["sco-af-1", "sco-af-2"], "role"].tolist() == ["observer", "partner"]
    assert str(table.loc["sco-af-1", "valid_to"].date()) == "2025-08-31"
    assert str(table.loc["sco-af-2", "valid_from"].date()) == "2025-09-01"
    assert table.loc["sco-af-1", "start_known"] == False  # noqa: E712 - a pandas boolean
    assert table.loc["sco-af-1", "valid_from_precision"] == "month"
    assert table.loc["sco-kz-1", "name_kk"] == "Қазақстан"
    assert table.geometry.geom_type.isin({"Polygon", "MultiPolygon"}).all()


def test_a_past_day_does_not_know_what_came_later(atlas, drawn):
    known = make_layers(atlas, drawn, as_of=date(2024, 7, 3))
    assert (known.members["role"] == "member").sum() == 9
    assert known.members["valid_to"].isna().all()
    assert known.events["id"].tolist()[-1] == "sco-summit-2024"
    before = make_layers(atlas, drawn, as_of=date(2001, 6, 14))
    assert before.members is None
    assert before.events is None


def test_an_event_may_happen_at_a_node_of_a_corridor(layers, atlas):
    event = layers.events.set_index("id").loc["tokayev-visit-2023"]
    assert event["place"] == "Xi'an"
    assert (event.geometry.x, event.geometry.y) == atlas.nodes["xian"].lonlat


def test_nodes_borrow_the_names_of_their_place(atlas):
    assert atlas.nodes["dostyk"].names == {"en": "Dostyk"}
    assert atlas.node_names("dostyk")["zh"] == "多斯特克"


def test_a_node_of_an_unknown_place_is_named(edit, atlas_copy):
    edit("corridors/nodes/openstreetmap.yaml", "of: dostyk", "of: dostik")
    with pytest.raises(GeoError, match="no place with the id 'dostik'; did you mean 'dostyk'"):
        load_atlas(atlas_copy)
