"""Compare routing with scgraph, networkx and pandana on the same rail network.

    pip install scgraph==3.6.0 networkx pandana==0.8
    python benchmarks/bench_route.py

One path with its geometry between the same pairs; 10,000 pairs of lengths, preparation
included; loading. Peers that are not installed are left out. Figures of one run compare with
each other only; medians of several rounds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from importlib.util import find_spec

import numpy as np

from geo.network import load_network, route
from geo.network.graph import DEGREE
from geo.network.pairs import pair_lengths

PAIRS = 10_000
PATHS = 12
ROUNDS = 3


def main() -> int:
    """Run every comparison and print the ratios to ours."""
    network = load_network("rail")
    piece = np.flatnonzero(
        network.passable().pieces == np.bincount(network.passable().pieces).argmax()
    )
    draw = np.random.default_rng(1)
    ends = draw.choice(piece, (PATHS, 2))
    load()
    paths(network, ends)
    many(network, draw.choice(piece, (PAIRS, 2)))
    return 0


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work, *, rounds: int = ROUNDS) -> float:
    return statistics.median(seconds(work) for _ in range(rounds))


def show(what: str, ours: float, peers: dict[str, float]) -> None:
    print(f"\n{what}\n  geo {ours * 1000:.1f} ms")
    for name, took in peers.items():
        print(f"  {name} {took * 1000:.1f} ms: {took / ours:.2f} times ours")


def load() -> None:
    show("loading the network by memory map", median(_load, rounds=5), {})


def _load():
    from geo import embedded
    from geo.network.graph import _read

    return _read("rail", embedded.path("network/rail"))


def paths(network, ends) -> None:
    points = [(network.node(int(a)), network.node(int(b))) for a, b in ends]
    route(*points[0])
    ours = statistics.median(seconds(lambda p=p: route(*p)) for p in points)
    peers = {}
    if find_spec("scgraph"):
        peers["scgraph"] = _scgraph(network, points)
    if find_spec("networkx"):
        peers["networkx (no geometry)"] = _networkx(network, ends)
    show("one path, snapped, with geometry (median)", ours, peers)
    fresh = median(_fresh_network)
    print(f"  a path over a network just loaded: {fresh * 1000:.0f} ms")
    cold = median(_cold_path)
    print(f"  a path in a fresh process, imports and load included: {cold * 1000:.0f} ms")


def _fresh_network() -> None:
    route((71.41, 51.19), (37.66, 55.76), network=_load())


def _cold_path() -> None:
    code = "from geo.network import route; route((71.41, 51.19), (37.66, 55.76))"
    subprocess.run([sys.executable, "-c", code], check=True)


def _scgraph(network, points) -> float:
    from scgraph import GeoGraph

    rows: list[dict[int, float]] = [{} for _ in network.nodes]
    for (a, b), km in zip(network.edge_ends.tolist(), network.edge_km.tolist(), strict=True):
        rows[a][b] = rows[b][a] = km
    nodes = (network.nodes[:, ::-1] / DEGREE).tolist()
    graph = GeoGraph(graph=rows, nodes=nodes)

    def ask(pair) -> None:
        (lon_a, lat_a), (lon_b, lat_b) = pair
        graph.get_shortest_path(
            {"latitude": lat_a, "longitude": lon_a}, {"latitude": lat_b, "longitude": lon_b}
        )

    ask(points[0])
    return statistics.median(seconds(lambda p=p: ask(p)) for p in points)


def _networkx(network, ends) -> float:
    import networkx as nx

    graph = nx.Graph()
    rows = zip(network.edge_ends.tolist(), network.edge_km.tolist(), strict=True)
    graph.add_weighted_edges_from((a, b, km) for (a, b), km in rows)
    return statistics.median(
        seconds(lambda a=int(a), b=int(b): nx.dijkstra_path(graph, a, b)) for a, b in ends
    )


def many(network, pairs) -> None:
    answers = {}

    def ours() -> None:
        answers["geo"] = pair_lengths(network, pairs[:, 0], pairs[:, 1])

    took = median(ours)
    peers = {}
    if find_spec("pandana"):
        rounds = [_pandana(network, pairs, answers) for _ in range(ROUNDS)]
        peers["pandana"] = statistics.median(rounds)
        off = np.abs(answers["geo"] - answers["pandana"]).max()
        print(f"\nlargest difference between geo and pandana, which rounds lengths: {off:.2f} km")
    show(f"{len(pairs):,} pairs, preparation included", took, peers)


def _pandana(network, pairs, answers) -> float:
    import pandana
    import pandas as pd

    lonlat = network.nodes / DEGREE
    start = time.perf_counter()
    made = pandana.Network(
        pd.Series(lonlat[:, 0]),
        pd.Series(lonlat[:, 1]),
        pd.Series(network.edge_ends[:, 0]),
        pd.Series(network.edge_ends[:, 1]),
        pd.DataFrame({"km": np.asarray(network.edge_km, dtype=float)}),
        twoway=True,
    )
    lengths = made.shortest_path_lengths(pairs[:, 0], pairs[:, 1])
    took = time.perf_counter() - start
    answers["pandana"] = np.array(lengths)
    return took


if __name__ == "__main__":
    sys.exit(main())
