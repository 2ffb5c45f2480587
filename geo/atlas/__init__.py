"""Records of an atlas: loading, validation, JSON Schema."""

from geo.atlas.atlas import Atlas
from geo.atlas.loading import load_atlas

__all__ = ["Atlas", "load_atlas"]
