from __future__ import annotations

import numpy as np
import pytest
from network.small import A, B, C, ring

from geo.errors import DataError, InputError
from geo.network import load_network
from geo.network.making import Line, lines_of, make_network, write_network


def test_the_embedded_networks_load_and_are_whole():
    for name in ("rail", "sea"):
        network = load_network(name)
        assert network.edge_ends.max() < len(network.nodes)
        assert network.shape_start[-1] == len(network.shape_points) == len(network.shape_km)
        assert (np.asarray(network.edge_km) >= 0).all()
        keys = network.edge_ends.astype(np.int64)
        keys = keys.min(axis=1) * len(network.nodes) + keys.max(axis=1)
        assert (np.diff(keys) > 0).all(), "lines must be in order and no two the same"


def test_every_join_of_the_rail_network_is_listed():
    from geo import embedded

    rows = embedded.path("network/joins.csv").read_text(encoding="utf-8").splitlines()[1:]
    listed = {int(row.split(",")[0]) for row in rows}
    used = set(np.unique(load_network("rail").edge_join).tolist()) - {0}
    assert used <= listed
    assert len(listed) == len(rows)


def test_joins_are_short_unless_named():
    from geo import embedded

    rows = embedded.path("network/joins.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split(",") for row in rows]
    wide = [row for row in cells if float(row[5]) > 15.0 and row[8] != "named-gap"]
    bent = [
        row for row in cells
        if row[8] == "facing-ends" and float(row[5]) > 5 and max(float(row[6]), float(row[7])) > 30
    ]  # fmt: skip
    assert wide == []
    assert bent == []


def test_lines_are_cut_where_others_meet_them():
    network = make_network("x", [Line([A, B, C]), Line([B, (11.0, 49.0)])])
    assert len(network.edge_km) == 3
    assert len(network.shape_points) == 0


def test_a_network_survives_writing_and_its_own_lines(tmp_path):
    network = ring()
    write_network(network, tmp_path)
    again = load_network("rail", folder=tmp_path)
    rebuilt = make_network("rail", lines_of(again))
    for key in ("nodes", "edge_ends", "edge_area", "edge_join", "shape_points"):
        np.testing.assert_array_equal(getattr(network, key), getattr(rebuilt, key))
    np.testing.assert_allclose(network.edge_km, rebuilt.edge_km, rtol=1e-5)


def test_a_damaged_network_is_one_clear_error(tmp_path):
    write_network(ring(), tmp_path)
    (tmp_path / "edge_km.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(DataError, match="cannot be read"):
        load_network("rail", folder=tmp_path)
    write_network(ring(), tmp_path)
    np.save(tmp_path / "edge_km.npy", np.zeros(1, dtype="<f4"))
    with pytest.raises(DataError, match="do not fit together"):
        load_network("rail", folder=tmp_path)


def test_a_network_needs_a_line():
    with pytest.raises(InputError, match="at least one"):
        make_network("empty", [])
