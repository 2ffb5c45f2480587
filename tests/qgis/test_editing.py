"""Edit in real QGIS and read the edits back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from geo import embedded
from geo.atlas import load_atlas
from geo.export.importing.run import read_edits

pytestmark = pytest.mark.qgis


def test_edits_made_in_qgis_come_back_as_changes_of_records(qgis_python, exported, tmp_path):
    shutil.copytree(embedded.path("atlas"), tmp_path / "atlas")
    package = tmp_path / "edited.gpkg"
    shutil.copy(exported / "atlas.gpkg", package)
    atlas = load_atlas(tmp_path / "atlas")
    place = next(p for p in atlas.places.values() if p.kind == "siding")
    script = Path(__file__).with_name("edit_in_qgis.py")
    command = [qgis_python, str(script), str(package), "line-3-bakhty-tacheng", place.id]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = read_edits(package, tmp_path / "atlas")
    assert len(found.changes) == 3
    found.write()
    changed = load_atlas(tmp_path / "atlas")
    lon, lat = place.lonlat
    assert changed.places[place.id].lonlat == (round(lon + 0.0005, 6), lat)
    assert changed.sources["field-trip"].title == "Seen"
    section = next(s for s in changed.railways[2].sections if s.id == "bakhty-tacheng")
    assert section.status[-1].sources == ("field-trip",)
