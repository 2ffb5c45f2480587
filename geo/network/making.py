"""Make a network from lines, and write it to a folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from geo.errors import InputError
from geo.geodesy import LonLat, cumulative_km
from geo.network.graph import ARRAYS, DEGREE, Array, Network

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of track.

    Parameters
    ----------
    points
        (longitude, latitude) in degrees, at least two.
    area
        What it belongs to: the country of a railway.
    join
        Number of the joined gap that it closes; 0 for track.
    km
        Length along the track where it is longer than the line as drawn.
    """

    points: Sequence[LonLat]
    area: str = ""
    join: int = 0
    km: float | None = None


def make_network(name: str, lines: Iterable[Line]) -> Network:
    """Make a network of lines that meet at shared points.

    Parameters
    ----------
    name
        Name of the network.
    lines
        Lines; they are cut where others share one of their points, to about a metre. Of
        two lines between the same points the shorter is kept.

    Raises
    ------
    InputError
        If there is no line.
    """
    pieces = list(_cut_at_meetings(list(lines)))
    best: dict[tuple[Point, Point], _Piece] = {}
    for piece in pieces:
        ends = (min(piece.points[0], piece.points[-1]), max(piece.points[0], piece.points[-1]))
        if ends[0] != ends[1] and (ends not in best or piece.km[-1] < best[ends].km[-1]):
            best[ends] = piece
    if not best:
        msg = f"no line to make the network {name!r} of; allowed: at least one"
        raise InputError(msg)
    return _network(name, list(best.values()))


@dataclass(frozen=True, slots=True)
class _Piece:
    points: list[Point]
    km: Array
    area: str
    join: int


def _cut_at_meetings(lines: Sequence[Line]) -> Iterable[_Piece]:
    whole = [_piece(line) for line in lines]
    seen = Counter(point for piece in whole for point in piece.points)
    for piece in whole:
        last = len(piece.points) - 1
        cuts = [0, *(i for i in range(1, last) if seen[piece.points[i]] > 1), last]
        for a, b in pairwise(cuts):
            km = piece.km[a : b + 1] - piece.km[a]
            yield _Piece(piece.points[a : b + 1], km, piece.area, piece.join)


def _piece(line: Line) -> _Piece:
    km = cumulative_km(line.points)
    if line.km is not None and km[-1] > 0:
        km = km * (line.km / km[-1])
    points = [(round(lon * DEGREE), round(lat * DEGREE)) for lon, lat in line.points]
    return _Piece(points, km, line.area, line.join)


def _network(name: str, pieces: list[_Piece]) -> Network:
    nodes = sorted({point for piece in pieces for point in (piece.points[0], piece.points[-1])})
    index = {point: i for i, point in enumerate(nodes)}
    ends = [(index[piece.points[0]], index[piece.points[-1]]) for piece in pieces]
    order = sorted(range(len(pieces)), key=lambda k: (min(ends[k]), max(ends[k])))
    pieces = [pieces[k] for k in order]
    areas = sorted({piece.area for piece in pieces})
    inner = [point for piece in pieces for point in piece.points[1:-1]]
    counts = [len(piece.points) - 2 for piece in pieces]
    return Network(
        name=name,
        nodes=np.array(nodes, dtype="<i4"),
        edge_ends=np.array([ends[k] for k in order], dtype="<i4"),
        edge_km=np.array([piece.km[-1] for piece in pieces], dtype="<f4"),
        edge_area=np.array([areas.index(piece.area) for piece in pieces], dtype="u1"),
        edge_join=np.array([piece.join for piece in pieces], dtype="<i2"),
        shape_start=np.concatenate([[0], np.cumsum(counts)]).astype("<i4"),
        shape_points=np.array(inner, dtype="<i4").reshape(-1, 2),
        shape_km=np.concatenate([piece.km[1:-1] for piece in pieces]).astype("<f4"),
        areas=tuple(areas),
    )


def lines_of(network: Network, keep: Array | None = None) -> Iterable[Line]:
    """Yield the lines of a network, all or those that ``keep`` marks."""
    chosen = range(len(network.edge_km)) if keep is None else np.flatnonzero(keep).tolist()
    for edge in chosen:
        area = network.areas[network.edge_area[edge]]
        km, join = float(network.edge_km[edge]), int(network.edge_join[edge])
        yield Line(network.points_of(edge), area=area, join=join, km=km)


def write_network(network: Network, folder: Path) -> None:
    """Write a network so that `geo.network.load_network` can read it.

    Parameters
    ----------
    network
        The network.
    folder
        An existing folder.
    """
    for key in ARRAYS:
        with (folder / f"{key}.npy").open("wb") as file:
            np.lib.format.write_array(file, np.asarray(getattr(network, key)), allow_pickle=False)
    text = json.dumps(list(network.areas), ensure_ascii=False) + "\n"
    (folder / "areas.json").write_text(text, encoding="utf-8", newline="\n")
