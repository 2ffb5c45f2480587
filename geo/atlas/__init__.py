"""Records of an atlas: loading, validation, JSON Schema."""

from geo.atlas.loading import load_atlas
from geo.atlas.records import Atlas

__all__ = ["Atlas", "load_atlas"]
