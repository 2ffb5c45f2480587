"""Write a layer's description in QGIS's metadata format (QMD)."""

from __future__ import annotations

from geo.export.describe import Description
from geo.export.xml import Xml, element, text_element

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def document(about: Description) -> str:
    """Return a QMD document: the file beside a layer, or the row in a GeoPackage."""
    return _DOCTYPE + element("qgis", {"version": "3.22.0"}, *resource(about)) + "\n"


def resource(about: Description) -> list[Xml]:
    """Return the elements of the description, for a QMD file or a project's layer."""
    return [
        text_element("identifier", about.layer),
        text_element("parentidentifier", ""),
        text_element("language", "ENG"),
        text_element("type", "dataset"),
        text_element("title", about.title),
        text_element("abstract", _abstract(about)),
        element(
            "keywords",
            {"vocabulary": "gmd:topicCategory"},
            text_element("keyword", "Transportation"),
        ),
        *(text_element("license", part) for part in about.licence.split(" AND ")),
        *(text_element("rights", part) for part in about.attribution.split("; ")),
        text_element("encoding", "UTF-8"),
        element("crs", {}, *wgs84()),
        _extent(about),
        *(text_element("history", source) for source in about.sources),
    ]


def wgs84() -> list[Xml]:
    """Return the reference system EPSG:4326 as QGIS writes it."""
    return [element("spatialrefsys", {"nativeFormat": "Wkt"}, *_wgs84_parts())]


def _wgs84_parts() -> list[Xml]:
    parts = {
        "proj4": "+proj=longlat +datum=WGS84 +no_defs",
        "srsid": "3452",
        "srid": "4326",
        "authid": "EPSG:4326",
        "description": "WGS 84",
        "projectionacronym": "longlat",
        "ellipsoidacronym": "EPSG:7030",
        "geographicflag": "true",
    }
    return [text_element(name, value) for name, value in parts.items()]


def _abstract(about: Description) -> str:
    if not about.meanings:
        return about.abstract
    columns = "\n".join(f"{name}: {meaning}" for name, meaning in about.meanings.items())
    return f"{about.abstract}\n\nColumns\n{columns}"


def _extent(about: Description) -> Xml:
    if about.extent is None:
        return element("extent", {})
    west, south, east, north = (f"{degrees:.6f}" for degrees in about.extent)
    box = {
        "crs": "EPSG:4326",
        "dimensions": "2",
        "minx": west,
        "miny": south,
        "maxx": east,
        "maxy": north,
        "minz": "0",
        "maxz": "0",
    }
    return element("extent", {}, element("spatial", box))
