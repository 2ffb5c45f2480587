"""Round trip: what is edited in the GeoPackage comes back as a change of the records."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from shapely import LineString, MultiLineString

from geo import embedded
from geo.atlas import load_atlas
from geo.errors import InputError
from geo.export.handover import write_package
from geo.export.importing.changes import apply_edits
from geo.export.importing.edits import Edit
from geo.export.importing.files import AtlasFiles
from geo.export.importing.run import read_edits
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.lines.corridors import draw_corridors

SECTION = "line-3-bakhty-tacheng"


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """Return a folder with a copy of the embedded atlas and its GeoPackage."""
    folder = tmp_path_factory.mktemp("original")
    shutil.copytree(embedded.path("atlas"), folder / "atlas")
    build(folder, corridors=True)
    return folder


def build(folder: Path, *, corridors: bool = False) -> None:
    """Write the GeoPackage of the atlas in a folder."""
    atlas = load_atlas(folder / "atlas")
    drawn = draw_atlas(atlas, as_of=atlas.as_of)
    legs = draw_corridors(atlas, drawn) if corridors else ()
    layers = make_layers(atlas, drawn, corridors=legs, as_of=atlas.as_of)
    write_package(atlas, layers, folder)


@pytest.fixture
def folder(original, tmp_path) -> Path:
    shutil.copytree(original, tmp_path / "copy")
    return tmp_path / "copy"


def edit(folder: Path, *statements: str) -> None:
    """Change the GeoPackage as an editor would."""
    with closing(sqlite3.connect(folder / "atlas.gpkg")) as connection:
        drop_triggers(connection)
        for statement in statements:
            changed = connection.execute(statement).rowcount
            assert changed != 0, statement
        connection.commit()


def drop_triggers(connection: sqlite3.Connection) -> None:
    """Drop the triggers of the spatial index: they call functions that only GIS programs have."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree_%'"
    for (name,) in connection.execute(sql).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')


def move(folder: Path, layer: str, identifier: str, lon: float, lat: float) -> None:
    """Move a point."""
    blob = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BIdd", 1, 1, lon, lat)
    with closing(sqlite3.connect(folder / "atlas.gpkg")) as connection:
        drop_triggers(connection)
        connection.execute(f"UPDATE {layer} SET geom = ? WHERE id = ?", (blob, identifier))
        connection.commit()


def redraw(folder: Path, identifier: str, lonlat: list[tuple[float, float]]) -> None:
    """Draw a line anew."""
    flat = [degrees for point in lonlat for degrees in point]
    head = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BII", 1, 2, len(lonlat))
    blob = head + struct.pack(f"<{len(flat)}d", *flat)
    with closing(sqlite3.connect(folder / "atlas.gpkg")) as connection:
        drop_triggers(connection)
        connection.execute("UPDATE railways SET geom = ? WHERE id = ?", (blob, identifier))
        connection.commit()


def read(folder: Path):
    return read_edits(folder / "atlas.gpkg", folder / "atlas")


def test_an_unedited_file_changes_nothing(folder):
    found = read(folder)
    assert found.changes == ()
    assert found.texts == {}


def test_a_new_status_with_its_source_is_added_to_the_history(folder):
    edit(
        folder,
        "INSERT INTO sources (id, publisher, title, date, url) VALUES ('news-2027', 'A paper', "
        "'Works: \"begun\" – 开工', '2027-03', 'https://example.org/a?b=1')",
        "UPDATE railways SET status = 'under-construction', status_since = '2026-11-01', "
        f"sources = sources || '; news-2027' WHERE id = '{SECTION}'",
    )
    found = read(folder)
    assert [change.split(": ", 1)[1] for change in found.changes] == [
        'new source news-2027: Works: "begun" – 开工',
        f"{SECTION}: status: planned → under-construction since 2026-11-01 (news-2027)",
    ]
    removed = [
        line for line in found.diff().splitlines() if line.startswith("-") and line[1:2] != "-"
    ]
    assert removed == []
    found.write()
    atlas = load_atlas(folder / "atlas")
    section = next(s for s in atlas.railways[2].sections if s.id == "bakhty-tacheng")
    assert [str(change.status) for change in section.status] == ["planned", "under-construction"]
    assert section.status[-1].sources == ("news-2027",)
    assert str(atlas.sources["news-2027"].date) == "2027-03"


def test_comments_order_and_all_else_stay(folder):
    path = folder / "atlas" / "railways" / "3-ayagoz-bakhty-tacheng-karamay.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#")
    edit(folder, f"UPDATE railways SET note = 'Seen on site.' WHERE id = '{SECTION}'")
    found = read(folder)
    found.write()
    after = path.read_text(encoding="utf-8")
    changed = set(text.splitlines()) ^ set(after.splitlines())
    assert len(changed) == 2
    assert '    note: "Seen on site."' in changed


@pytest.mark.parametrize(
    ("layer", "identifier"), [("stations", "dostyk-station"), ("places", "ayagoz")]
)
def test_a_moved_point_moves_the_place(folder, layer, identifier):
    atlas = load_atlas(folder / "atlas")
    identifier = identifier if identifier in atlas.places else _any(folder, layer)
    lon, lat = atlas.places[identifier].lonlat
    move(folder, layer, identifier, lon + 0.0012345678, lat)
    found = read(folder)
    assert len(found.changes) == 1
    assert "moved" in found.changes[0]
    found.write()
    moved = load_atlas(folder / "atlas").places[identifier]
    assert moved.lonlat == (round(lon + 0.0012345678, 6), lat)


def _any(folder: Path, layer: str) -> str:
    with closing(sqlite3.connect(folder / "atlas.gpkg")) as connection:
        return str(connection.execute(f"SELECT id FROM {layer} ORDER BY id").fetchone()[0])


def test_a_corrected_date_and_confidence_change_the_claim(folder):
    edit(
        folder,
        "UPDATE railways SET status_since = '2023-11-01', status_since_precision = 'month', "
        "confidence = 'one-source' WHERE id = 'line-3-ayagoz-bakhty'",
    )
    found = read(folder)
    assert len(found.changes) == 2
    found.write()
    section = load_atlas(folder / "atlas").railways[2].sections[0]
    assert str(section.status[-1].date) == "2023-11"
    assert section.status[-1].confidence == "one-source"


def test_names_are_edited_by_language(folder):
    place = _any(folder, "places")
    edit(folder, f"UPDATE places SET name_ru = 'Проба' WHERE id = '{place}'")
    found = read(folder)
    found.write()
    assert load_atlas(folder / "atlas").places[place].names["ru"] == "Проба"


def test_moved_vertices_come_back_as_the_line_that_is_drawn(folder):
    atlas = load_atlas(folder / "atlas")
    before = {line.id: line for line in draw_atlas(atlas)}
    points = list(before[SECTION].points)
    middle = len(points) // 2
    points[middle] = (points[middle][0] + 0.004, points[middle][1] - 0.003)
    redraw(folder, SECTION, points)
    found = read(folder)
    assert len(found.changes) == 1
    assert "redrawn" in found.changes[0]
    written = found.write()
    assert folder / "atlas" / "tracks" / f"{SECTION}.geojson" in written
    after = {line.id: line for line in draw_atlas(load_atlas(folder / "atlas"))}
    assert after[SECTION].section.method == "track"
    drawn = np.asarray(after[SECTION].points)
    assert drawn.shape == np.shape(points)
    assert np.abs(drawn - np.asarray(points)).max() < 1e-6
    assert {i for i in after if after[i].points != before[i].points} == {SECTION}
    redo = folder / "again"
    redo.mkdir()
    shutil.copytree(folder / "atlas", redo / "atlas")
    build(redo)
    assert read(redo).changes == ()


def test_a_vertex_moved_far_off_breaks_the_rules_and_changes_nothing(folder):
    points = list(
        {line.id: line for line in draw_atlas(load_atlas(folder / "atlas"))}[SECTION].points
    )
    points[len(points) // 2] = (100.0, 20.0)
    redraw(folder, SECTION, points)
    with pytest.raises(InputError, match="break the rules"):
        read(folder)
    assert not (folder / "atlas" / "tracks").exists()


def test_a_corridor_is_not_edited_here(folder):
    edit(folder, "UPDATE corridors SET note = 'x' WHERE mode = 'sea'")
    with pytest.raises(InputError, match="corridor is edited in its record"):
        read(folder)


def test_a_redrawn_line_becomes_a_track_file_that_the_record_names(original):
    line = LineString([(78, 43), (78.5, 43.1234567), (79, 44)])
    files = AtlasFiles(original / "atlas")
    edits = [Edit("railways", "line-2-zhetygen-altynkol", "geometry", None, line)]
    changes = apply_edits(files, edits, as_of=date(2026, 11, 1))
    assert changes.refused == []
    texts = files.changed()
    track = texts["tracks/line-2-zhetygen-altynkol.geojson"][1]
    assert json.loads(track)["features"][0]["geometry"]["coordinates"][1] == [78.5, 43.123457]
    (record,) = (new for name, (_, new) in texts.items() if name.endswith(".yaml"))
    assert "    method: track\n    track: tracks/line-2-zhetygen-altynkol.geojson\n" in record


def test_a_candidate_or_a_line_in_parts_is_not_redrawn(original):
    line = LineString([(78, 43), (79, 44)])
    parts = MultiLineString([line, LineString([(80, 44), (81, 44)])])
    files = AtlasFiles(original / "atlas")
    edits = [
        Edit("railways", "line-4-tughyl-beitun", "geometry", None, line),
        Edit("railways", SECTION, "geometry", None, parts),
    ]
    changes = apply_edits(files, edits, as_of=date(2026, 11, 1))
    assert [text.split(": ")[-1] for text in changes.refused] == [
        "a candidate has no track",
        "it is in several parts",
    ]
    assert files.changed() == {}


OTHER = "line-3-ayagoz-bakhty"
THIRD = "line-2-zhetygen-altynkol"
UNHELD = {
    f"UPDATE railways SET status = 'operating' WHERE id = '{SECTION}'":
        f"{SECTION}: a new status needs the day from which it holds in status_since",
    "UPDATE railways SET status = 'operating', status_since = '2026-01-01' "
    f"WHERE id = '{OTHER}'": f"{OTHER}: a new status needs a source of its own",
    f"UPDATE railways SET length_km = 1 WHERE id = '{OTHER}'":
        f"{OTHER}: length_km cannot be edited here: it is measured",
    "UPDATE places SET name = 'X' WHERE id = 'ayagoz'":
        "ayagoz: name cannot be edited here: edit the column",
    "DELETE FROM railways WHERE railway_no = 4": "a record cannot be removed here",
    f"UPDATE railways SET id = 'x' WHERE id = '{THIRD}'": "'x': a new feature needs a record",
    "DELETE FROM sources WHERE id = 'wam'": "'wam': a record cannot be removed here",
    "UPDATE members SET role = 'partner' WHERE id = 'sco-kz-1'":
        "members sco-kz-1: role: a membership is edited in context.yaml",
    "UPDATE events SET detail = 'x' WHERE id = 'belt-proposed'":
        "events belt-proposed: detail: an event is edited in context.yaml",
}  # fmt: skip
"""Edits that no record can hold, each with its reason."""

UNRULY = {
    "UPDATE railways SET status = 'finished', status_since = '2026-01-01', sources = "
    f"sources || '; wam' WHERE id = '{SECTION}'": "'finished' is not allowed here",
    "UPDATE railways SET status = 'operating', status_since = '2026-01-01', sources = "
    f"sources || '; no source' WHERE id = '{OTHER}'": "'no source' is not an id",
    f"UPDATE railways SET gauge_mm = 7 WHERE id = '{THIRD}'": "gauge_mm",
    "UPDATE sources SET url = 'javascript:alert(1)' WHERE id = 'wam'": "not a web address",
}
"""Edits that break a rule of one record, each with what the rule says."""

UNKNOWN = {
    "UPDATE railways SET status = 'operating', status_since = '2026-01-01', sources = "
    f"sources || '; no-such-source' WHERE id = '{SECTION}'": "the id 'no-such-source'",
}
"""An edit that breaks a rule between records."""


@pytest.mark.parametrize("edits", [UNHELD, UNRULY, UNKNOWN], ids=["unheld", "unruly", "unknown"])
def test_refuses_all_that_a_record_cannot_hold_and_changes_nothing(folder, edits):
    before = {p: p.read_bytes() for p in (folder / "atlas").rglob("*") if p.is_file()}
    edit(folder, *edits)
    with pytest.raises(InputError) as refusal:
        read(folder)
    assert [reason for reason in edits.values() if reason not in str(refusal.value)] == []
    assert before == {p: p.read_bytes() for p in (folder / "atlas").rglob("*") if p.is_file()}


def test_a_point_moved_into_another_country_is_refused(folder):
    place = next(p for p in load_atlas(folder / "atlas").places.values() if p.country == "KZ")
    layer = "stations" if place.kind in {"station", "siding", "junction"} else "places"
    move(folder, layer, place.id, 120.0, 30.0)
    with pytest.raises(InputError, match=place.id):
        read(folder)


def test_a_file_of_another_state_of_the_atlas_is_refused(folder):
    path = folder / "atlas" / "atlas.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    with pytest.raises(InputError, match="another state of the atlas"):
        read(folder)


def test_a_change_made_meanwhile_is_not_overwritten(folder):
    edit(folder, f"UPDATE railways SET note = 'Seen.' WHERE id = '{SECTION}'")
    found = read(folder)
    path = folder / "atlas" / next(iter(found.texts))
    path.write_text(path.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    with pytest.raises(InputError, match="changed meanwhile"):
        found.write()


def test_says_what_is_wrong_with_the_file(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        read_edits(tmp_path / "none.gpkg")
    (tmp_path / "x.gpkg").write_bytes(b"not a database")
    with pytest.raises(InputError, match="not a GeoPackage that geo build wrote"):
        read_edits(tmp_path / "x.gpkg")
