from __future__ import annotations

import numpy as np
import pytest
from network.small import A, C, ring
from scipy.sparse.csgraph import dijkstra

from geo.errors import InputError
from geo.network import load_network
from geo.network.graph import matrix_of
from geo.network.pairs import nearest_nodes, pair_lengths


def test_pairs_are_those_of_dijkstra():
    network = load_network("rail")
    random = np.random.default_rng(5)
    origins = random.integers(0, len(network.nodes), 15)
    destinations = random.integers(0, len(network.nodes), 15)
    matrix = matrix_of(network.edge_ends, network.edge_km, len(network.nodes))
    expected = dijkstra(matrix, indices=origins)[np.arange(15), destinations]
    np.testing.assert_allclose(pair_lengths(network, origins, destinations), expected, atol=0.01)


def test_unreachable_and_equal_nodes():
    network = ring()
    a, island = nearest_nodes(network, [A, (30.0, 50.0)])
    assert pair_lengths(network, np.array([a, a]), np.array([island, a])).tolist() == [np.inf, 0]


def test_a_node_that_is_none_is_an_error():
    with pytest.raises(InputError, match="outside 0 to"):
        pair_lengths(ring(), np.array([0]), np.array([99]))


def test_the_nearest_node_is_found_over_the_antimeridian():
    network = load_network("sea")
    (node,) = nearest_nodes(network, [(179.9, 52.0)])
    lon, _ = network.node(int(node))
    assert min(abs(lon - 179.9), abs(lon + 360 - 179.9)) < 10
    assert nearest_nodes(ring(), [C]).shape == (1,)
