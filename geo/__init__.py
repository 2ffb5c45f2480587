"""From names and facts to maps that can be trusted.

Names resolve offline to places; records become lines with status, sources, method and
accuracy; lines become Leaflet pages that open without network and files that QGIS
opens styled. Everything here is also a command: see ``geo --help``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs a name look-up 7 ms
if TYPE_CHECKING:
    from typing import Any

    from geo.atlas.atlas import Atlas
    from geo.atlas.loading import load_atlas
    from geo.atlas.problem import AtlasError
    from geo.building import build, check
    from geo.errors import DataError, GeoError, InputError, OutputError, PlaceNotFound
    from geo.gazetteer import Answer, Candidate, Gazetteer, locate
    from geo.gazetteer.frames import locate_frame
    from geo.gazetteer.geocoder import OfflineGeocoder
    from geo.layers import Layers, make_layers
    from geo.lines.drawing import draw_atlas

_HOMES = {
    "Answer": "geo.gazetteer",
    "Atlas": "geo.atlas.atlas",
    "AtlasError": "geo.atlas.problem",
    "Candidate": "geo.gazetteer",
    "DataError": "geo.errors",
    "Gazetteer": "geo.gazetteer",
    "GeoError": "geo.errors",
    "InputError": "geo.errors",
    "Layers": "geo.layers",
    "OfflineGeocoder": "geo.gazetteer.geocoder",
    "OutputError": "geo.errors",
    "PlaceNotFound": "geo.errors",
    "build": "geo.building",
    "check": "geo.building",
    "draw_atlas": "geo.lines.drawing",
    "load_atlas": "geo.atlas.loading",
    "locate": "geo.gazetteer",
    "locate_frame": "geo.gazetteer.frames",
    "make_layers": "geo.layers",
}

__all__ = [
    "Answer",
    "Atlas",
    "AtlasError",
    "Candidate",
    "DataError",
    "Gazetteer",
    "GeoError",
    "InputError",
    "Layers",
    "OfflineGeocoder",
    "OutputError",
    "PlaceNotFound",
    "build",
    "check",
    "draw_atlas",
    "load_atlas",
    "locate",
    "locate_frame",
    "make_layers",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: a look-up must not pay for map making."""
    if name not in _HOMES:
        msg = f"module 'geo' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
