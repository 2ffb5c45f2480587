"""Know the joined gaps of the rail network, and what a check by hand says of those in use."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from geo import embedded
from geo.errors import DataError
from geo.geodesy import LonLat

LIST = "network/joins.csv"
CHECKED = "network/joins.yaml"

Ends = tuple[LonLat, LonLat]


class Verdict(StrEnum):
    """What a check by hand says of a joined gap."""

    SOUND = "sound"
    """A railway is known to run there, and the ends fit."""
    LIKELY = "likely"
    """The ends fit, and nothing was found that says otherwise."""
    UNCHECKED = "unchecked"
    """Joined by the rule alone."""


@dataclass(frozen=True, slots=True)
class Join:
    """A joined gap of the embedded rail network.

    Parameters
    ----------
    number
        As routes name it.
    ends
        (longitude, latitude) of both ends, degrees.
    km
        Its length.
    kind
        ``facing-ends``, ``onto-line`` or ``named-gap``.
    verdict
        What the check by hand says.
    railway, reason
        The railway that it is part of, and why; empty where unchecked.
    source, url
        Publisher and title of who says so, and the address; empty without one.
    """

    number: int
    ends: Ends
    km: float
    kind: str
    verdict: Verdict = Verdict.UNCHECKED
    railway: str = ""
    reason: str = ""
    source: str = ""
    url: str = ""


@cache
def load_joins() -> dict[int, Join]:
    """Return the joined gaps of the embedded rail network by number.

    Raises
    ------
    DataError
        If the embedded lists are damaged, or a checked gap is not in the network.
    """
    try:
        checked = _checked()
        with embedded.path(LIST).open(encoding="utf-8", newline="") as file:
            joins = [_join(row, checked) for row in csv.DictReader(file)]
    except (KeyError, TypeError, ValueError) as error:
        msg = f"the embedded data files {LIST!r} and {CHECKED!r} do not fit: {error!r}"
        raise DataError(msg) from error
    if checked:
        msg = f"{CHECKED!r} names gaps that are not in {LIST!r}: {sorted(checked)}"
        raise DataError(msg)
    return {join.number: join for join in joins}


def _checked() -> dict[Ends, dict[str, str]]:
    from ruamel.yaml import YAML

    text = embedded.path(CHECKED).read_text(encoding="utf-8")
    data = YAML(typ="safe", pure=True).load(text)
    return {_ends(entry["ends"]): _fields(entry, data["sources"]) for entry in data["joins"]}


def _ends(points: list[list[float]]) -> Ends:
    (lon_a, lat_a), (lon_b, lat_b) = points
    return (float(lon_a), float(lat_a)), (float(lon_b), float(lat_b))


def _fields(entry: dict[str, Any], sources: dict[str, Any]) -> dict[str, str]:
    fields = {key: entry[key] for key in ("verdict", "railway", "reason")}
    if "source" in entry:
        source = sources[entry["source"]]
        fields |= {"source": f"{source['publisher']}: {source['title']}", "url": source["url"]}
    return fields


def _join(row: dict[str, str], checked: dict[Ends, dict[str, str]]) -> Join:
    """Return a row of the list with its verdict, which is taken out of ``checked``."""
    ends = (
        (float(row["lon_a"]), float(row["lat_a"])),
        (float(row["lon_b"]), float(row["lat_b"])),
    )
    fields = checked.pop(ends, {"verdict": Verdict.UNCHECKED.value})
    verdict = Verdict(fields.pop("verdict"))
    return Join(int(row["id"]), ends, float(row["km"]), row["kind"], verdict, **fields)
