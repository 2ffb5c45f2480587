"""Read a GeoPackage that was edited in QGIS back as changes to the records of its atlas."""
