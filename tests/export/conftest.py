"""Give the sample tables and records to every test of the exports."""

from __future__ import annotations

import pytest
from samples import make_atlas, make_layers

from geo.atlas.atlas import Atlas
from geo.layers import Layers


@pytest.fixture
def layers() -> Layers:
    """Tables with gaps, markup, three scripts and a line over the antimeridian."""
    return make_layers()


@pytest.fixture
def atlas() -> Atlas:
    """Return records that fit the tables of `layers`."""
    return make_atlas()
