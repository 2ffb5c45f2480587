from __future__ import annotations

from datetime import date

import pytest

from geo.atlas import load_atlas
from geo.atlas.context import Role
from geo.errors import GeoError


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
