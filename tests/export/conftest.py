"""Give the sample tables and records to every test of the exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import make_atlas, make_layers

from geo.atlas.atlas import Atlas
from geo.export import write_exports
from geo.layers import Layers


@pytest.fixture
def layers() -> Layers:
    """Tables with gaps, markup, three scripts and a line over the antimeridian."""
    return make_layers()


@pytest.fixture
def atlas() -> Atlas:
    """Return records that fit the tables of `layers`."""
    return make_atlas()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory) -> Path:
    """Return a folder with all exports of the samples, not to be changed."""
    path = tmp_path_factory.mktemp("samples")
    write_exports(make_atlas(), make_layers(), path)
    return path
