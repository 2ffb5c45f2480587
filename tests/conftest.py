"""Fixtures that every test may use: the embedded atlas, drawn once, and copies to break."""

import shutil
from pathlib import Path

import pytest

from geo import embedded
from geo.atlas import load_atlas
from geo.layers import make_layers
from geo.lines import draw_atlas
from geo.lines.corridors import draw_corridors


@pytest.fixture(scope="session")
def atlas():
    return load_atlas()


@pytest.fixture(scope="session")
def drawn(atlas):
    return draw_atlas(atlas)


@pytest.fixture(scope="session")
def layers(atlas, drawn):
    return make_layers(atlas, drawn)


@pytest.fixture(scope="session")
def layers_with_corridors(atlas, drawn):
    return make_layers(atlas, drawn, corridors=draw_corridors(atlas, drawn))


@pytest.fixture
def atlas_copy(tmp_path):
    """A copy of the embedded atlas whose files a test may change."""
    folder = tmp_path / "atlas"
    shutil.copytree(embedded.path("atlas"), folder)
    return folder


@pytest.fixture
def edit(atlas_copy):
    """Replace a text, which must be there, in a file of the copied atlas."""

    def edit_file(name: str, old: str, new: str) -> Path:
        path = atlas_copy / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return edit_file
