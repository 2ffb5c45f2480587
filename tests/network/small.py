"""Small networks made in code."""

from __future__ import annotations

from geo.network.making import Line, make_network

A, B, C, D = (10.0, 50.0), (11.0, 50.0), (12.0, 50.0), (11.0, 50.4)
ISLAND = ((30.0, 50.0), (31.0, 50.0))


def ring():
    """A – B – C along a parallel, A – D – C north of it (longer), and a line apart."""
    return make_network(
        "rail",
        [
            Line([A, (10.5, 50.0), B], area="DE"),
            Line([B, C], area="CZ"),
            Line([A, D], area="DE"),
            Line([D, C], area="PL", join=7),
            Line(ISLAND, area="UA"),
        ],
    )
