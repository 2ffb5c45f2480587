"""Predict where a railway would run: along the land, and by the towns on its way.

A railway serves people. Where only the ends of a line are known, the terrain alone often
finds a valley that nobody built in; drawn towards towns, the path comes much nearer to
railways that exist. How strongly towns draw cannot be read off a few lines: weights that are
best on some lead others into the wrong valley. So none is chosen, and what eases a cell is
the mean over a wide range of them. ``benchmarks/line_alignment.py`` measures it on lines
that exist; ``docs/lines.md`` has the table.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo import embedded
from geo.geodesy import LonLat
from geo.terrain import Array, land_between
from geo.vocab import PlaceKind

if TYPE_CHECKING:
    from geo.terrain import Window

TOWNS = "gazetteer/geonames.shelf"
MEASURED = "terrain/alignment.csv"
_KINDS = (PlaceKind.CITY, PlaceKind.VILLAGE)
_GEONAMES = ("places", "atlas")
_PLACE = np.dtype(
    [
        ("lon", "<i4"), ("lat", "<i4"), ("id", "<u4"), ("unit", "<u2"), ("kind", "u1"),
        ("prominence", "u1"),
    ]
)  # fmt: skip
"""A record of `geo.gazetteer.shelf.PLACE`."""

_KM_PER_DEGREE = 111.2
_REACHES = 3.0
_TABLE_STEP_KM = 0.25


@dataclass(frozen=True, slots=True)
class Attraction:
    """How towns draw a line; towns of all sizes alike.

    Parameters
    ----------
    pull
        Share of the cost of a kilometre that falls away in the middle of a town.
    reach_km
        Distance from a town at which the pull has fallen to a third.
    """

    pull: float
    reach_km: float


ATTRACTIONS = tuple(
    Attraction(pull, reach_km)
    for pull in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
    for reach_km in (12.0, 18.0, 25.0, 35.0, 50.0, 75.0)
)
"""The range that is averaged over."""


def predict_line(
    start: LonLat, end: LonLat, *, attractions: Sequence[Attraction] = ATTRACTIONS
) -> list[LonLat] | None:
    """Predict the way of a railway between two points of which nothing else is known.

    Parameters
    ----------
    start, end
        (longitude, latitude) in degrees.
    attractions
        How strongly towns draw the line, averaged.

    Returns
    -------
    list of tuple or None
        From ``start`` to ``end``; ``None`` where the embedded heights do not cover both.
    """
    land = land_between(start, end)
    if land is None:
        return None
    reach_km = _REACHES * max(attraction.reach_km for attraction in attractions)
    away_km = km_to_towns(towns(), land.window, within_km=reach_km)
    return land.path(start, end, factor=ease_of(away_km, attractions))


def ease_of(away_km: Array, attractions: Sequence[Attraction]) -> Array:
    """Return the factor on the cost of a kilometre at some distances from the nearest town.

    Parameters
    ----------
    away_km
        Kilometres to the nearest town.
    attractions
        Each gives a factor; theirs is the geometric mean.
    """
    marks = np.arange(0.0, max(a.reach_km for a in attractions) * _REACHES, _TABLE_STEP_KM)
    logs = [np.log1p(-a.pull * np.exp(-((marks / a.reach_km) ** 2))) for a in attractions]
    factors: Array = np.interp(away_km, marks, np.exp(np.mean(logs, axis=0)), right=1.0)
    return factors


def km_to_towns(places: Array, window: Window, *, within_km: float) -> Array:
    """Return how far each cell of a window is from the nearest place, flat; infinite if far.

    Parameters
    ----------
    places
        Shape (t, 2): longitude, latitude.
    window
        Cells by longitude and latitude.
    within_km
        How far to look.
    """
    from scipy.spatial import cKDTree

    middle = float(np.cos(np.radians(window.latitudes.mean())))
    scale = np.array([_KM_PER_DEGREE * middle, _KM_PER_DEGREE])
    near = _near(places, window, within_km / _KM_PER_DEGREE)
    lon, lat = np.meshgrid(window.longitudes, window.latitudes)
    if not len(near):
        return np.full(lon.size, np.inf)
    cells = np.column_stack([lon.ravel(), lat.ravel()]) * scale
    away, _ = cKDTree(near * scale).query(cells, distance_upper_bound=within_km)
    return np.asarray(away)


def _near(places: Array, window: Window, degrees: float) -> Array:
    """Return the places within a distance of a window."""
    wide = degrees / float(np.cos(np.radians(np.abs(window.latitudes).max())))
    lon, lat = places[:, 0], places[:, 1]
    beside = (lon > window.longitudes.min() - wide) & (lon < window.longitudes.max() + wide)
    within = (lat > window.latitudes.min() - degrees) & (lat < window.latitudes.max() + degrees)
    near: Array = places[beside & within]
    return near


@cache
def measured() -> tuple[dict[str, str], ...]:
    """Return how far predicted lines lie from railways that exist: rows of the embedded table."""
    with embedded.path(MEASURED).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def within_km(share: int) -> float:
    """Return the distance within which a share of all points lay, in kilometres.

    Parameters
    ----------
    share
        50, 80 or 95 per cent.
    """
    name = f"{share} % of all points within"
    return next(float(row["drawn_km"]) for row in measured() if row["line"] == name)


@cache
def towns() -> Array:
    """Return (longitude, latitude) of every town of GeoNames in the gazetteer, from 500 people.

    Further sources fill gaps of names; what counts as a town in them is not said.
    """
    from geo.gazetteer.shelf import Shelf

    shelf = Shelf(str(embedded.path(TOWNS)))
    rows = np.frombuffer(shelf.packed(), dtype=_PLACE)
    rows = rows[np.isin(rows["kind"], shelf.codes(_KINDS, origins=_GEONAMES))]
    return np.column_stack([rows["lon"], rows["lat"]]) / 1e5
