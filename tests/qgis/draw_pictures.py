"""Draw the pictures of the guide in QGIS, from built maps.

Usage: /usr/bin/python3 tests/qgis/draw_pictures.py maps docs/images
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from inside_qgis import QgsApplication, QgsLayoutExporter, QgsProject, picture
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage

VIEWS = {
    "qgis-today": {"language": "en", "theme": "today", "bookmark": None},
    "qgis-1995-ru": {"language": "ru", "theme": "1995", "bookmark": None},
    "qgis-planned-kk": {"language": "kk", "theme": "planned", "bookmark": None},
    "qgis-corridors": {
        "language": "en",
        "theme": "corridors",
        "bookmark": "corridors",
        "size": (1440, 800),
    },
    "qgis-context": {
        "language": "en",
        "theme": "context",
        "bookmark": "corridors",
        "size": (1440, 800),
    },
    "qgis-crossing-zh": {
        "language": "zh",
        "theme": "today",
        "bookmark": "crossing-dostyk-alashankou",
    },
}


def main(maps: Path, out: Path) -> None:
    """Write the pictures, with few colours so that they stay small."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    project.read(str(maps / "atlas.qgz"))
    for name, view in VIEWS.items():
        project.setCustomVariables({"label_lang": view["language"]})
        save(
            picture(
                project,
                size=view.get("size", (960, 560)),
                theme=view["theme"],
                bookmark=view["bookmark"],
            ),
            out / f"{name}.png",
        )
    project.setCustomVariables({"label_lang": "en"})
    for sheet, name in (("A4 map", "qgis-print"), ("A4 corridors", "qgis-corridors-print")):
        layout = project.layoutManager().layoutByName(sheet)
        save(QgsLayoutExporter(layout).renderPageToImage(0, QSize(), 96), out / f"{name}.png")
    os._exit(0)


def save(image: QImage, path: Path) -> None:
    image.convertToFormat(QImage.Format_RGB888).save(str(path), "PNG", 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
