"""Open the exports in real QGIS; break them in every way that matters and see it noticed."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.qgis


def in_project(old: str, new: str, *, count: int = 0) -> Callable[[Path], None]:
    """Return a change of the project beside the GeoPackage."""

    def change(folder: Path) -> None:
        path = folder / "atlas.qgz"
        with zipfile.ZipFile(path) as archive:
            name = archive.namelist()[0]
            text = archive.read(name).decode("utf-8")
        changed = re.sub(old, new, text, count=count, flags=re.DOTALL)
        assert changed != text, f"nothing to change: {old}"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, changed)

    return change


def in_package(*statements: str) -> Callable[[Path], None]:
    """Return a change of the GeoPackage."""

    def change(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "atlas.gpkg")) as connection:
            for statement in statements:
                assert connection.execute(statement).rowcount != 0, statement
            connection.commit()

    return change


def in_file(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a change of a text file."""

    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"nothing to change: {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def without(name: str) -> Callable[[Path], None]:
    """Return the removal of a file."""
    return lambda folder: (folder / name).unlink()


_INSIDE = r"(?:(?!</maplayer>).)*"
RAILWAYS = f"(<maplayer {_INSIDE}<id>geo_atlas_railways</id>{_INSIDE})"
MEMBERS = f"(<maplayer {_INSIDE}<id>geo_atlas_members</id>{_INSIDE})"
BREAKAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "package gone": (without("atlas.gpkg"), "does not open"),
    "layer renamed": (in_project(r"layername=railways", "layername=Railway"), "does not open"),
    "no legend tree": (
        in_project(r"<layer-tree-group.*</custom-order></layer-tree-group>", ""),
        "not in the legend",
    ),
    "no version": (in_project(r'version="3\.22\.0" projectname', "projectname"), "no version"),
    "font named": (
        in_project("<text-style ", '<text-style fontFamily="No Such Font" '),
        "a font is named: No Such Font",
    ),
    "absolute path": (
        in_project(r"<datasource>\./", "<datasource>/elsewhere/"),
        "an absolute path",
    ),
    "layers without srs": (in_project(r"<srs>.*?</srs>", "<srs></srs>"), "CRS"),
    "CRS by its name alone": (
        in_project(r"<proj4>[^<]*</proj4><srsid>3857</srsid>", "<srsid>0</srsid>"),
        "the CRS does not project",
    ),
    "projections off": (
        in_project('<ProjectionsEnabled type="int">1<', '<ProjectionsEnabled type="int">0<'),
        "wrong CRS",
    ),
    "status without category": (
        in_project(r'<category value="(?:operating|)"[^>]*>', ""),
        "features without a symbol",
    ),
    "time slider off": (
        in_project(RAILWAYS + r'<temporal enabled="1"', r'\1<temporal enabled="0"', count=1),
        "the time slider has no effect",
    ),
    "time slider on a wrong column": (
        in_project(RAILWAYS + 'startField="valid_from"', r'\1startField="published_length_date"'),
        "1995: 0 railways|1985: . railways|2013: . railways",
    ),
    "credit off": (
        in_project(
            r'<Enabled type="bool">true</Enabled><Label',
            '<Enabled type="bool">false</Enabled><Label',
        ),
        "no credit on the canvas",
    ),
    "no bookmarks": (in_project(r"<Bookmark .*?</Bookmark>", ""), "no bookmark"),
    "no themes": (
        in_project(r"<visibility-presets>.*</visibility-presets>", ""),
        "no theme planned",
    ),
    "language ignored": (in_project("@label_lang", "'ru'"), "label in zh"),
    "map tip runs markup": (in_project(r"replace\(to_string", "coalesce(to_string"), "map tip"),
    "round caps": (in_project('v="flat"', 'v="round"'), "round caps"),
    "style with schema NULL": (
        in_package("UPDATE layer_styles SET f_table_schema = NULL"),
        "gpkg railways: no style",
    ),
    "style of a table in other letters": (
        in_package(
            "UPDATE layer_styles SET f_table_name = 'Railways' WHERE f_table_name = 'railways'"
        ),
        "gpkg railways: no style",
    ),
    "SLD damaged": (
        in_package("UPDATE layer_styles SET styleSLD = '<broken' WHERE f_table_name = 'railways'"),
        "railways: SLD does not load",
    ),
    "no metadata in the package": (
        in_package("DELETE FROM gpkg_metadata_reference"),
        "gpkg railways: metadata without licence",
    ),
    "stored project damaged": (
        in_package("UPDATE qgis_projects SET content = substr(content, 1, 200)"),
        "in GeoPackage: not readable",
    ),
    "dates as texts": (
        in_file("geojson/railways.geojson", '"status_since":"19', '"status_since":"about 19'),
        "geojson railways: status_since is String",
    ),
    "boolean as text": (
        in_file("geojson/railways.geojson", '"cross_border":true', '"cross_border":"True"'),
        "geojson railways: cross_border is",
    ),
    "no style beside": (without("geojson/railways.qml"), "geojson railways: no style"),
    "no metadata beside": (without("geojson/places.qmd"), "geojson places: metadata without"),
    "a mode drawn as another": (
        in_project("mode&quot; = &#x27;sea&#x27;", "mode&quot; = &#x27;boat&#x27;"),
        r"quanzhou-venice is drawn as \['rail'\]",
    ),
    "a corridor without its rule": (
        in_project("corridor_id&quot; = &#x27;middle-corridor", "corridor_id&quot; = &#x27;middle"),
        "features without a symbol",
    ),
    "corridors not in a view": (
        in_project(r'<visibility-preset name="corridors".*?</visibility-preset>', ""),
        "no theme corridors",
    ),
    "corridors' bookmark too small": (
        in_project(
            r'(<Bookmark id="corridors"[^>]*extent=")[^"]*',
            r"\1POLYGON((60 20, 70 20, 70 30, 60 30, 60 20))",
        ),
        "the bookmark leaves out a corridor",
    ),
    "no style of the corridors beside": (
        without("geojson/corridors.qml"),
        "geojson corridors: no labels",
    ),
    "members on a wrong column": (
        in_project(MEMBERS + 'startField="valid_from"', r'\1startField="valid_to"'),
        r"Members on \(2024, 7, 3\): 10, not 9",
    ),
    "a past role drawn with the present one": (
        in_project("valid_to&quot; IS NULL OR", "valid_to&quot; IS NOT NULL OR true OR"),
        "a country is drawn twice",
    ),
    "no style of the members beside": (
        without("geojson/members.qmd"),
        "geojson members: metadata without",
    ),
    "status outside the style": (
        in_file(
            "geojson/railways.qml", '<category value="operating"', '<category value="Operating"'
        ),
        "nothing, the catch-all draws it",
    ),
}


@pytest.fixture(scope="module")
def broken(check, exported, tmp_path_factory) -> dict[str, list[str]]:
    """Return the faults found in a copy for each breakage."""
    root = tmp_path_factory.mktemp("broken")
    folders = {}
    for i, (name, (change, _)) in enumerate(BREAKAGES.items()):
        folders[name] = root / str(i)
        shutil.copytree(exported, folders[name])
        change(folders[name])
    found = check(*folders.values())
    return {name: found[str(folder)] for name, folder in folders.items()}


def test_opens_without_a_fault_after_a_move(check, exported, tmp_path):
    moved = tmp_path / "shared folder 塔城 Аягөз"
    shutil.copytree(exported, moved)
    assert check(moved, draw=True) == {str(moved): []}


@pytest.mark.parametrize("name", [name for name in BREAKAGES if name != "status outside the style"])
def test_notices(broken, name):
    expected = BREAKAGES[name][1]
    found = "\n".join(broken[name])
    assert re.search(expected, found), found or "nothing was noticed"


def test_notices_ribbons_that_are_not_drawn(check, exported, tmp_path):
    folder = tmp_path / "hidden"
    shutil.copytree(exported, folder)
    change = in_project(r"(<layer id=.geo_atlas_corridors. visible=.)1", r"\g<1>0")
    change(folder)
    assert re.search(
        "no ribbon of Middle Corridor", "\n".join(check(folder, draw=True)[str(folder)])
    )


def test_a_status_outside_the_vocabulary_is_still_drawn(broken):
    assert broken["status outside the style"] == []
