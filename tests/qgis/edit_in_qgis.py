"""Run inside the Python of QGIS: edit a GeoPackage as an editor would and save it.

Usage: python3 edit_in_qgis.py FILE.gpkg SECTION PLACE
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QDate


def main(path: str, section: str, place: str) -> None:
    application = QgsApplication([], False)
    application.initQgis()
    railways = opened(path, "railways")
    row = found(railways, section)
    changes = {
        "status": "under-construction",
        "status_since": QDate(2026, 10, 1),
        "sources": row["sources"] + "; field-trip",
    }
    for name, value in changes.items():
        assert railways.changeAttributeValue(row.id(), railways.fields().indexOf(name), value)
    assert railways.commitChanges(), railways.commitErrors()
    stations = opened(path, "stations")
    row = found(stations, place)
    point = row.geometry().asPoint()
    moved = QgsGeometry.fromPointXY(QgsPointXY(point.x() + 0.0005, point.y()))
    assert stations.changeGeometry(row.id(), moved)
    assert stations.commitChanges(), stations.commitErrors()
    sources = opened(path, "sources")
    row = QgsFeature(sources.fields())
    for name, value in {"id": "field-trip", "publisher": "Editors", "title": "Seen"}.items():
        row[name] = value
    assert sources.addFeature(row)
    assert sources.commitChanges(), sources.commitErrors()
    os._exit(0)


def opened(path: str, name: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert layer.isValid()
    assert layer.startEditing()
    return layer


def found(layer: QgsVectorLayer, identifier: str) -> QgsFeature:
    return next(row for row in layer.getFeatures() if row["id"] == identifier)


if __name__ == "__main__":
    main(*sys.argv[1:])
