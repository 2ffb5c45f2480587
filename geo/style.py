"""Keep the one style table that the page, its legend and the QGIS styles are made from.

Colours are from the Okabe-Ito palette, darkened where thin lines need it; each status
also has its own dash, so that it survives grey-scale print and colour blindness.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle

from geo.vocab import PlaceKind, Role, Status


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line of one status is drawn.

    Parameters
    ----------
    colour
        Core colour, ``#rrggbb``.
    dash
        Lengths of strokes and gaps in multiples of the line width; empty for a solid line.
    width_px
        Core width at country scale, in CSS pixels (0.75 pt).
    halo
        Colour of the casing under the core.
    """

    colour: str
    dash: tuple[float, ...]
    width_px: float
    halo: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class PointStyle:
    """How a point of one kind is drawn: a circle or square, its size and its colours."""

    shape: str
    size_px: float
    fill: str
    stroke: str
    min_zoom: int


LINES: dict[Status, LineStyle] = {
    Status.OPERATING: LineStyle("#0b4f8a", (), 3.0),
    Status.UNDER_CONSTRUCTION: LineStyle("#c04a00", (4.0, 1.6), 3.0),
    Status.PLANNED: LineStyle("#a03a7a", (2.0, 1.6), 2.6),
    Status.CANDIDATE: LineStyle("#5b4a99", (0.6, 1.8), 2.6),
    Status.SUSPENDED: LineStyle("#6b6b6b", (4.0, 1.4, 0.8, 1.4), 2.4),
    Status.CANCELLED: LineStyle("#9a9a9a", (0.8, 2.4), 2.0),
}
"""Line style by status; the order is the order of the legend."""

CORRIDOR_HUES = (
    "#8a8a20",
    "#9d488d",
    "#c76464",
    "#332288",
    "#296939",
    "#0f9cc0",
    "#cea11d",
    "#882255",
    "#5a9a98",
)
"""Colours of the corridors in the order of the atlas (`corridor_hues`): Paul Tol's "muted"
scheme, shifted until any two ribbons on pale land differ by more than 9.5 CIELAB units for
readers with normal, red-, green- and blue-blind sight (9.0 in the scheme as published)."""


@dataclass(frozen=True, slots=True)
class ModeStyle:
    """How a corridor's leg of one mode is drawn, in its corridor's hue.

    Parameters
    ----------
    label
        Words of the legend.
    dash
        Lengths of strokes and gaps in multiples of the width; empty for a solid line.
    width_px
        Width in CSS pixels (0.75 pt).
    """

    label: str
    dash: tuple[float, ...]
    width_px: float


MODES: dict[str, ModeStyle] = {
    "rail": ModeStyle("By rail", (), 6.0),
    "sea": ModeStyle("By sea", (1.2, 0.4), 5.0),
    "ferry": ModeStyle("By ferry", (0.5, 0.6), 5.0),
    "road": ModeStyle("By road", (), 2.4),
}
"""Form of a corridor's leg by mode; the order is the order of the legend."""

UNBUILT = ModeStyle("Not built", (0.9, 1.3), 3.6)
"""Form of a leg that is not operating, whatever its mode."""

CORRIDOR_OPACITY = 0.6
"""Opacity of the ribbons, which lie under the railways and over the ground."""


def corridor_hues(ids: Iterable[str]) -> dict[str, str]:
    """Return the colour ``#rrggbb`` of each corridor.

    Parameters
    ----------
    ids
        Ids of all corridors of the atlas, in its order; repeated ids count once.

    Examples
    --------
    >>> corridor_hues(["silk", "amber", "silk"])
    {'silk': '#8a8a20', 'amber': '#aa4499'}
    """
    found = dict.fromkeys(ids)
    return dict(zip(found, cycle(CORRIDOR_HUES), strict=False))


CATCH_ALL = LineStyle("#444444", (1.0, 1.0), 2.0)
"""Style of a line whose status is outside the vocabulary, so that nothing is hidden."""

BAND_OPACITY = 0.16
"""Opacity of the band of uncertainty around a line, in the line's colour."""

POINTS: dict[PlaceKind, PointStyle] = {
    PlaceKind.CITY: PointStyle("circle", 7, "#ffffff", "#222222", 4),
    PlaceKind.VILLAGE: PointStyle("circle", 5, "#ffffff", "#555555", 7),
    PlaceKind.STATION: PointStyle("square", 5, "#ffffff", "#0b3558", 7),
    PlaceKind.SIDING: PointStyle("square", 4, "#ffffff", "#5f7a90", 9),
    PlaceKind.JUNCTION: PointStyle("square", 6, "#0b3558", "#ffffff", 6),
    PlaceKind.BORDER_CROSSING: PointStyle("diamond", 7, "#ffd84d", "#222222", 5),
    PlaceKind.PORT: PointStyle("circle", 6, "#56b4e9", "#0b3558", 6),
    PlaceKind.REGION: PointStyle("circle", 0, "#000000", "#000000", 4),
    PlaceKind.COUNTRY: PointStyle("circle", 0, "#000000", "#000000", 3),
}
"""Point style by kind of place; ``min_zoom`` is the web-map zoom from which it shows."""

CROSSING = PointStyle("circle", 20, "#ffffff", "#111111", 3)
"""The numbered symbol of a railway's border crossing."""

EVENT = PointStyle("star", 13, "#b23a9e", "#ffffff", 3)
"""The symbol of a dated event."""


@dataclass(frozen=True, slots=True)
class AreaStyle:
    """How a country of one role is drawn: a pale tint or strokes, under everything else.

    Parameters
    ----------
    opacity
        Of the tint or of the strokes.
    angle
        Direction of the strokes in degrees, anticlockwise from the east; None for a tint.
    gap_px
        Distance of the strokes in CSS pixels.
    stroke_px
        Their width.
    """

    opacity: float
    angle: float | None = None
    gap_px: float = 0
    stroke_px: float = 0


MEMBER_HUE = "#2f6f5e"
"""Colour of all roles; the pattern tells them apart, in grey as well."""

ROLES: dict[Role, AreaStyle] = {
    Role.MEMBER: AreaStyle(0.16),
    Role.OBSERVER: AreaStyle(0.6, 45, 5, 1.6),
    Role.PARTNER: AreaStyle(0.5, 135, 9, 0.9),
}
"""Style by role; the order is the order of the legend."""
