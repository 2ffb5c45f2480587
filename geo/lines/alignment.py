"""Predict where a railway would run: along the land, and by the towns on its way.

A railway serves people. Where only the ends of a line are known, the terrain alone often
finds a valley that nobody built in; drawn towards towns, the path comes much nearer to
railways that exist. ``benchmarks/line_alignment.py`` proves it on lines that were not used
to choose the weights; ``docs/lines.md`` has the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo import embedded
from geo.geodesy import LonLat
from geo.terrain import Array, least_cost_path
from geo.vocab import PlaceKind

if TYPE_CHECKING:
    from geo.terrain import Window

TOWNS = "gazetteer/geonames.shelf"
_KINDS = {PlaceKind.CITY, PlaceKind.VILLAGE}
_KM_PER_DEGREE = 111.2
_FULL_PULL = 50_000.0
_REACHES = 3.0


@dataclass(frozen=True, slots=True)
class Attraction:
    """How towns draw a line.

    Parameters
    ----------
    pull
        Share of the cost of a kilometre that falls away in the middle of a town.
    reach_km
        Distance from a town at which the pull has fallen to a third.
    size_power
        Exponent on a town's people per 50,000, at most 1; 0 lets every town count alike.
    """

    pull: float
    reach_km: float
    size_power: float


ATTRACTION = Attraction(pull=0.7, reach_km=25.0, size_power=0.0)
"""The weights that were best on all known lines together."""


def predict_line(
    start: LonLat, end: LonLat, *, attraction: Attraction = ATTRACTION
) -> list[LonLat] | None:
    """Predict the way of a railway between two points of which nothing else is known.

    Parameters
    ----------
    start, end
        (longitude, latitude) in degrees.
    attraction
        How strongly towns draw the line.

    Returns
    -------
    list of tuple or None
        From ``start`` to ``end``; ``None`` where the embedded heights do not cover both.
    """

    def ease(window: Window) -> Array:
        return 1 - attraction.pull * pull_of(_towns(), window, attraction)

    return least_cost_path(start, end, ease=ease)


def pull_of(towns: Array, window: Window, attraction: Attraction) -> Array:
    """Return how strongly the nearest town draws each cell of a window, 0 to 1, flat.

    Parameters
    ----------
    towns
        Shape (t, 3): longitude, latitude, people.
    window
        Cells by longitude and latitude.
    attraction
        Reach and weight of towns.
    """
    from scipy.spatial import cKDTree

    middle = float(np.cos(np.radians(window.latitudes.mean())))
    scale = np.array([_KM_PER_DEGREE * middle, _KM_PER_DEGREE])
    lon, lat = np.meshgrid(window.longitudes, window.latitudes)
    cells = np.column_stack([lon.ravel(), lat.ravel()]) * scale
    away, nearest = cKDTree(towns[:, :2] * scale).query(
        cells, distance_upper_bound=_REACHES * attraction.reach_km
    )
    pull = np.zeros(len(cells))
    near = np.isfinite(away)
    size = np.minimum(1.0, towns[nearest[near], 2] / _FULL_PULL) ** attraction.size_power
    pull[near] = np.exp(-((away[near] / attraction.reach_km) ** 2)) * size
    return pull


@cache
def _towns() -> Array:
    """Return longitude, latitude and people of every town of the embedded gazetteer."""
    from geo.gazetteer.shelf import Shelf

    shelf = Shelf(str(embedded.path(TOWNS)))
    rows = (shelf.row(number) for number in range(len(shelf)))
    found: Sequence[tuple[float, float, float]] = [
        (row.longitude, row.latitude, 2.0**row.prominence)
        for row in rows
        if shelf.kind(row) in _KINDS
    ]
    return np.array(found)
