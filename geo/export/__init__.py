"""Write the tables of an atlas as files for QGIS and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.layers import Layers

__all__ = ["write_exports"]


def write_exports(atlas: Atlas, layers: Layers, folder: Path) -> list[Path]:
    """Write every layer as GeoJSON, all layers as one GeoPackage, and a QGIS project.

    Parameters
    ----------
    atlas
        The records, for titles, sources and licences.
    layers
        The tables, EPSG:4326.
    folder
        Where ``geojson/``, ``atlas.gpkg`` and ``atlas.qgz`` are made; what has these names is
        replaced.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    from geo.export.describe import without_empty
    from geo.export.handover import write_geojson_folder, write_package

    layers = without_empty(layers)
    return [
        *write_geojson_folder(atlas, layers, folder / "geojson"),
        *write_package(atlas, layers, folder),
    ]
