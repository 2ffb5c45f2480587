"""Project wide maps without swelling the north: Lambert's azimuthal equal-area projection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.export.xml import Xml, element, text_element

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EARTH_M = 6_371_007.2
_FARTHEST_COSINE = -0.5
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class EqualArea:
    """The projection around a point: longitude and latitude in degrees."""

    lon: float
    lat: float

    def project(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points in metres, on a sphere, which is enough to frame a map.

        Parameters
        ----------
        lonlat
            Rows of longitude and latitude in degrees. Points more than 120 degrees of arc
            away are left out.
        """
        lon, lat = np.radians(lonlat[:, 0] - self.lon), np.radians(lonlat[:, 1])
        middle = np.radians(self.lat)
        up = np.cos(middle) * np.sin(lat) - np.sin(middle) * np.cos(lat) * np.cos(lon)
        cosine = np.sin(middle) * np.sin(lat) + np.cos(middle) * np.cos(lat) * np.cos(lon)
        near = cosine > _FARTHEST_COSINE
        stretch = _EARTH_M * np.sqrt(2 / (1 + cosine[near]))
        across = np.cos(lat) * np.sin(lon)
        return np.column_stack([stretch * across[near], stretch * up[near]])

    def window(self, lonlat: NDArray[np.float64], *, ratio: float, margin: float) -> Box:
        """Return the window in metres that holds points and has a ratio of its sides.

        Parameters
        ----------
        lonlat
            Rows of longitude and latitude in degrees.
        ratio
            Width by height.
        margin
            Room around the points as a share of their extent.

        Returns
        -------
        tuple of float
            West, south, east, north.
        """
        points = self.project(lonlat)
        low, high = points.min(axis=0), points.max(axis=0)
        middle, size = (low + high) / 2, (high - low) * (1 + 2 * margin)
        height = max(float(size[1]), float(size[0]) / ratio)
        width = height * ratio
        x, y = (float(value) for value in middle)
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    def crs(self) -> Xml:
        """Return the reference system as QGIS stores it."""
        proj = (
            f"+proj=laea +lat_0={self.lat:g} +lon_0={self.lon:g} +x_0=0 +y_0=0 "
            "+datum=WGS84 +units=m +no_defs"
        )
        parts = {
            "wkt": _WKT.format(lon=self.lon, lat=self.lat),
            "proj4": proj,
            "srsid": 0,
            "srid": 0,
            "authid": "",
            "description": "",
            "projectionacronym": "laea",
            "ellipsoidacronym": "EPSG:7030",
            "geographicflag": "false",
        }
        texts = [text_element(name, value) for name, value in parts.items()]
        return element("spatialrefsys", {"nativeFormat": "Wkt"}, *texts)


def around(lonlat: NDArray[np.float64]) -> EqualArea:
    """Return the projection around the middle of points, in whole degrees.

    Parameters
    ----------
    lonlat
        Rows of longitude, which may run on past 180, and latitude in degrees.
    """
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    lon, lat = (round(float(value)) for value in (low + high) / 2)
    return EqualArea(float((lon + 180) % 360 - 180), float(lat))


_WKT = (
    'PROJCRS["Lambert azimuthal equal-area",BASEGEOGCRS["WGS 84",DATUM["World Geodetic System '
    '1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,'
    'ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["unnamed",METHOD["Lambert Azimuthal '
    'Equal Area",ID["EPSG",9820]],PARAMETER["Latitude of natural origin",{lat:g},ANGLEUNIT['
    '"degree",0.0174532925199433],ID["EPSG",8801]],PARAMETER["Longitude of natural origin",'
    '{lon:g},ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8802]],PARAMETER["False easting",0,'
    'LENGTHUNIT["metre",1],ID["EPSG",8806]],PARAMETER["False northing",0,LENGTHUNIT["metre",1],'
    'ID["EPSG",8807]]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],'
    'AXIS["(N)",north,ORDER[2],LENGTHUNIT["metre",1]]]'
)
