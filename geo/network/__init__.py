"""Rail and sea networks: loading, snapping, shortest paths, break of gauge."""

from geo.network.gauge import GaugeBreak
from geo.network.graph import Network, load_network
from geo.network.routing import Route, joined, route, routes
from geo.network.snapping import Snap

__all__ = ["GaugeBreak", "Network", "Route", "Snap", "joined", "load_network", "route", "routes"]
