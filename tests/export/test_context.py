"""Members and events are in every export where an atlas has them, and leave no trace without."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from samples import make_atlas, make_layers, project, rows

from geo import embedded
from geo.export import write_exports
from geo.export.formats import FORMATS, export
from geo.export.importing.changes import apply_edits
from geo.export.importing.edits import Edit
from geo.export.importing.files import AtlasFiles
from geo.style import EVENT, MEMBER_HUE, ROLES
from geo.vocab import Role


def test_without_context_nothing_speaks_of_it(tmp_path):
    bare = make_layers(context=False)
    write_exports(make_atlas(), bare, tmp_path / "none")
    words = ("members", "events", '"Context"', ">context<")
    assert not [word for word in words if word in project(tmp_path / "none")]
    assert not list((tmp_path / "none" / "geojson").glob("[em]*"))
    full = make_layers()
    empty = replace(full, events=full.events.iloc[:0], members=full.members.iloc[:0])
    write_exports(make_atlas(), empty, tmp_path / "empty")
    for path in (tmp_path / "none").rglob("*"):
        if path.is_file():
            other = tmp_path / "empty" / path.relative_to(tmp_path / "none")
            assert other.read_bytes() == path.read_bytes(), path


def test_geojson_keeps_both_periods_of_a_country_and_splits_at_the_antimeridian(sample_folder):
    text = (sample_folder / "geojson" / "members.geojson").read_text(encoding="utf-8")
    features = {f["id"]: f for f in json.loads(text)["features"]}
    first, second = (features[i]["properties"] for i in ("club-kz-1", "club-kz-2"))
    assert (first["role"], first["valid_to"]) == ("observer", "2009-12-31")
    assert (second["role"], second["valid_from"], second["valid_to"]) == (
        "member", "2010-01-01", None,
    )  # fmt: skip
    assert len(features["club-fj-1"]["geometry"]["coordinates"]) == 2


def test_the_package_types_describes_and_styles_them(sample_folder):
    types = {row[1]: row[2] for row in rows(sample_folder, "PRAGMA table_info('members')")}
    assert types["valid_to"] == "DATE"
    assert types["start_known"] == "BOOLEAN"
    bound = rows(
        sample_folder,
        "SELECT column_name, constraint_name FROM gpkg_data_columns "
        "WHERE table_name = 'members' AND constraint_name IS NOT NULL",
    )
    assert dict(bound)["role"] == "role"
    words = rows(
        sample_folder,
        "SELECT value FROM gpkg_data_column_constraints WHERE constraint_name = 'role'",
    )
    assert {value for (value,) in words} == set(Role)
    ((abstract,),) = rows(
        sample_folder, "SELECT description FROM gpkg_contents WHERE table_name = 'members'"
    )
    outlines = embedded.catalog()["basemap/countries.geojson"]
    assert outlines.title in abstract
    assert outlines.attribution in abstract
    styles = rows(
        sample_folder,
        "SELECT styleQML, styleSLD FROM layer_styles WHERE f_table_name = 'members'",
    )
    assert [MEMBER_HUE in sld and "LinePatternFill" in qml for qml, sld in styles] == [True]


def test_the_group_is_hidden_under_the_corridors_and_over_the_land(sample_folder):
    text = project(sample_folder)
    tree = text.split("</custom-order>")[0]
    leaves = dict(
        re.findall(r'<layer-tree-layer id="geo_atlas_(\w+)"[^>]*checked="Qt::(\w+)"', tree)
    )
    order = [list(leaves).index(name) for name in ("railways", "corridors", "events", "members")]
    assert order == sorted(order)
    assert list(leaves).index("members") < list(leaves).index("land")
    assert leaves["members"] == leaves["events"] == "Unchecked"
    shown = {
        name
        for name, body in re.findall(
            r'preset name="([^"]+)"(.*?)</visibility-preset>', text, re.DOTALL
        )
        if re.search(r'<layer id="geo_atlas_members" visible="1"', body)
    }
    assert shown == {"context"}


def test_every_format_takes_them(tmp_path):
    pytest.importorskip("pyarrow")
    for name in FORMATS:
        paths = export(
            make_atlas(), make_layers(), tmp_path / name, fmt=name, only=["events", "members"]
        )
        assert paths
        assert all(path.stat().st_size for path in paths)


def test_kml_gives_each_role_its_outline_and_only_members_a_tint(tmp_path):
    text = export(make_atlas(), make_layers(), tmp_path, fmt="kml")[0].read_text(encoding="utf-8")
    assert re.findall(r"#(role-\w+|event)<", text) == [
        "event", "event", "role-observer", "role-member", "role-partner",
    ]  # fmt: skip
    fills = re.findall(r'id="role-(\w+)">.*?<PolyStyle><color>(\w\w)', text)
    assert {role for role, opacity in fills if opacity != "00"} == {"member"}
    assert "<begin>2000-01-01</begin><end>2009-12-31</end>" in text


def test_roles_differ_without_colour():
    forms = {(style.angle, style.gap_px, style.stroke_px) for style in ROLES.values()}
    assert len(forms) == len(ROLES) == len(Role)
    assert EVENT.shape not in {"circle", "square", "diamond"}


def test_an_edit_is_refused_with_the_file_to_edit():
    files = AtlasFiles(embedded.path("atlas"))
    edits = [
        Edit("members", "sco-kz-1", "role", "member", "observer"),
        Edit("events", "belt-proposed", "detail", None, "x"),
    ]
    changes = apply_edits(files, edits, as_of=None)
    assert changes.made == []
    assert [text.split(": ")[2].split(" in ")[1] for text in changes.refused] == [
        "context.yaml"
    ] * 2
    assert files.changed() == {}
