"""Lines: from a section's record to its geometry, its length and its checks."""

from geo.lines.drawing import DrawnSection, draw_atlas

__all__ = ["DrawnSection", "draw_atlas"]
