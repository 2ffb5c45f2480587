"""Know the track gauge of a country, with exceptions, and where a path changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from geo import embedded
from geo.errors import DataError
from geo.geodesy import LonLat

GAUGES = "network/gauges.yaml"


@dataclass(frozen=True, slots=True)
class GaugeBreak:
    """A place where a path passes from one gauge to another.

    Parameters
    ----------
    point
        (longitude, latitude) where the countries or lines meet.
    before_mm, after_mm
        The gauges in the direction of travel, millimetres.
    """

    point: LonLat
    before_mm: int
    after_mm: int


@dataclass(frozen=True, slots=True)
class _Exception:
    country: str
    box: tuple[float, ...]
    gauge_mm: int


def gauge_at(country: str, point: LonLat) -> int | None:
    """Return the gauge of the railways of a country near a point.

    Parameters
    ----------
    country
        ISO 3166-1 code.
    point
        (longitude, latitude) in degrees.

    Returns
    -------
    int or None
        Millimetres; ``None`` where the data has no gauge for the country, or the country
        has several and no rule says which one runs here.
    """
    countries, exceptions = _gauges()
    lon, lat = point
    for rule in exceptions:
        west, south, east, north = rule.box
        inside = west <= lon <= east and south <= lat <= north
        if rule.country == country and inside:
            return rule.gauge_mm
    return countries.get(country)


def gauge_breaks(stretches: Iterable[tuple[Sequence[LonLat], str]]) -> tuple[GaugeBreak, ...]:
    """Return where a path changes its gauge.

    Parameters
    ----------
    stretches
        Points and country of each part of the path, in order. Parts whose gauge is not
        known change nothing.
    """
    found: list[GaugeBreak] = []
    current: int | None = None
    for points, country in stretches:
        middle = points[len(points) // 2]
        gauge = gauge_at(country, middle)
        if gauge is None:
            continue
        if current is not None and gauge != current:
            found.append(GaugeBreak(points[0], current, gauge))
        current = gauge
    return tuple(found)


@cache
def _gauges() -> tuple[dict[str, int], tuple[_Exception, ...]]:
    from ruamel.yaml import YAML

    path = embedded.path(GAUGES)
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        countries = {
            country: int(entry["mm"]) for entry in data["gauges"] for country in entry["countries"]
        }
        exceptions = tuple(
            _Exception(rule["country"], tuple(map(float, rule["box"])), int(rule["mm"]))
            for rule in data["exceptions"]
        )
    except (KeyError, TypeError, ValueError) as error:
        msg = f"the embedded data file {GAUGES!r} is damaged: {error!r}"
        raise DataError(msg) from error
    return countries, exceptions
