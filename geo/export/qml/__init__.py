"""Write QGIS's style format (QML) from the style table, part by part."""
