"""Run inside the Python of QGIS: open folders of exports and say what is wrong with each.

Usage: python3 inside_qgis.py OUT.json [--draw] FOLDER...
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRenderContext,
    QgsSymbolLayer,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, QTime

LAYERS = (
    "railways", "stations", "crossings", "places", "regions", "corridors", "events", "members",
)  # fmt: skip
MEMBERS = {(2001, 6, 14): 0, (2002, 1, 1): 6, (2024, 7, 3): 9, (2024, 7, 4): 10}
EVENTS = {(2013, 9, 6): 0, (2013, 9, 7): 1, (2024, 7, 3): 5}
FORMS = ("rail", "sea", "ferry", "road", "unbuilt")
OPERATING = {1985: 0, 1995: 1, 2013: 2}
MESSAGES: list[str] = []


def faults(folder: Path, *, draw: bool) -> list[str]:
    """Return what is wrong with the exports in a folder, in words."""
    found = [*project_file_faults(folder / "atlas.qgz")]
    found += project_faults(str(folder / "atlas.qgz"), draw=draw)
    stored = stored_project_faults(folder / "atlas.gpkg", layouts=draw)
    found += ["in GeoPackage: " + f for f in stored]
    found += sld_faults(folder / "atlas.gpkg")
    for name in LAYERS:
        found += single_layer_faults(f"{folder}/atlas.gpkg|layername={name}", name, "gpkg")
        found += single_layer_faults(str(folder / "geojson" / f"{name}.geojson"), name, "geojson")
    return sorted(set(found))


def project_file_faults(path: Path) -> list[str]:
    """Look at the XML for what QGIS only says in its window."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        text = archive.read(names[0]).decode("utf-8")
    root = re.search(r"<qgis [^>]*>", text).group(0)
    found = [] if ' version="3.' in root else ["no version: QGIS would warn"]
    families = set(re.findall(r'fontFamily="([^"]+)"', text))
    found += [f"a font is named: {family}" for family in families]
    found += ["an absolute path"] * bool(re.search(r'(source=|<datasource>)["\']?/', text))
    found += ["round caps"] * ('v="round" k="capstyle"' in text or 'k="capstyle" v="round"' in text)
    return found


def project_faults(uri: str, *, draw: bool, layouts: bool | None = None) -> list[str]:
    """Open a project and look at everything a user would see; sheets take most of the time."""
    project = QgsProject.instance()
    MESSAGES.clear()
    flags = QgsProject.ReadFlags()
    if not (draw if layouts is None else layouts):
        flags |= QgsProject.FlagDontLoadLayouts
    if not project.read(uri, flags):
        return [f"not readable: {project.error()}"]
    found = [f"message: {text}" for text in MESSAGES]
    found += ["dirty after opening"] * project.isDirty()
    found += ["no title"] * (not project.title())
    found += ["wrong CRS"] * (project.crs().authid() != "EPSG:3857")
    found += ["the CRS does not project"] * (not projects(project))
    found += ["no credit on the canvas"] * (
        not project.readEntry("CopyrightLabel", "/Label")[0]
        or not project.readBoolEntry("CopyrightLabel", "/Enabled")[0]
    )
    found += ["no bookmark of a crossing"] * (len(project.bookmarkManager().bookmarks()) < 5)
    themes = set(project.mapThemeCollection().mapThemes())
    missing = {"today", "by date", "1995", "planned", "print", "corridors", "context"} - themes
    found += [f"no theme {name}" for name in sorted(missing)]
    for layer in project.mapLayers().values():
        found += layer_faults(layer)
        node = project.layerTreeRoot().findLayer(layer.id())
        found += [f"{layer.name()}: not in the legend"] * (node is None)
    by_id = {i.removeprefix("geo_atlas_"): layer for i, layer in project.mapLayers().items()}
    found += [f"no layer {name}" for name in LAYERS if name not in by_id]
    if found:
        return found
    found += temporal_faults(by_id["railways"])
    found += daily_faults(by_id["members"], "role = 'member'", MEMBERS)
    found += daily_faults(by_id["events"], "true", EVENTS)
    found += role_faults(by_id["members"])
    found += title_faults(by_id["events"])
    found += language_faults(project, by_id["places"])
    found += tip_faults(project, by_id["railways"])
    found += corridor_faults(project, by_id["corridors"])
    if draw:
        found += picture_faults(project)
    return found


def projects(project: QgsProject) -> bool:
    """Tell whether the CRS of a project moves a point: its name alone does not say so."""
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    there = QgsCoordinateTransform(degrees, project.crs(), project).transform(QgsPointXY(80, 45))
    return abs(there.x() - 8_905_559) < 1


def stored_project_faults(package: Path, *, layouts: bool) -> list[str]:
    """Open the project that the GeoPackage holds."""
    return project_faults(f"geopackage:{package}?projectName=atlas", draw=False, layouts=layouts)


def layer_faults(layer: QgsVectorLayer) -> list[str]:
    """Look at one layer of a project or a file."""
    name = layer.name()
    if not layer.isValid():
        return [f"{name}: does not open"]
    if not layer.isSpatial():
        return []
    found = [f"{name}: no CRS"] * (layer.crs().authid() != "EPSG:4326")
    # A reference system can have a name and no definition: then nothing is drawn.
    found += [f"{name}: CRS without definition"] * (not layer.crs().isValid())
    return found + symbol_faults(layer)


def symbol_faults(layer: QgsVectorLayer) -> list[str]:
    """Ask the renderer for the symbol of every feature at three scales."""
    renderer = layer.renderer().clone()
    if renderer.type() == "singleSymbol":
        return []
    without = 0
    for scale in (100_000, 5_000_000, 20_000_000):
        context = QgsRenderContext()
        context.setRendererScale(scale)
        context.expressionContext().appendScopes(
            QgsExpressionContextUtils.globalProjectLayerScopes(layer)
        )
        renderer.startRender(context, layer.fields())
        for feature in layer.getFeatures():
            context.expressionContext().setFeature(feature)
            without += not renderer.symbolsForFeature(feature, context)
        renderer.stopRender(context)
    return [f"{layer.name()}: features without a symbol"] * (without > 0)


def single_layer_faults(uri: str, name: str, kind: str) -> list[str]:
    """Open a layer by itself, as a user who drags it in."""
    layer = QgsVectorLayer(uri, name, "ogr")
    found = [f"{kind} {fault}" for fault in layer_faults(layer)]
    if not layer.isValid():
        return found
    where = f"{kind} {name}"
    expected = {"railways": "categorizedSymbol", "crossings": "RuleRenderer"}
    if name in expected and layer.renderer().type() != expected[name]:
        found.append(f"{where}: no style")
    # The names of countries are the ground's.
    found += [f"{where}: no labels"] * (not layer.labelsEnabled() and name != "members")
    if kind == "geojson":
        # The program does this itself when a layer is added in its window.
        layer.loadDefaultMetadata()
    about = layer.metadata()
    for word, value in {
        "title": about.title(),
        "licence": about.licenses(),
        "credit": about.rights(),
        "sources": about.history(),
        "abstract": about.abstract(),
    }.items():
        found += [f"{where}: metadata without {word}"] * (not value)
    found += type_faults(layer, where)
    return found


def sld_faults(package: Path) -> list[str]:
    """Load the SLD styles of a GeoPackage as a server would."""
    if not package.is_file():
        return ["no GeoPackage"]
    with closing(sqlite3.connect(package)) as connection:
        sql = "SELECT f_table_name, styleSLD FROM layer_styles WHERE styleName = 'default'"
        styles = dict(connection.execute(sql))
    found = []
    for name in LAYERS:
        layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "style.sld"
            path.write_text(styles.get(name, ""), encoding="utf-8")
            loaded = layer.loadSldStyle(str(path))[1]
        found += [f"{name}: SLD does not load"] * (not loaded)
        found += [f"{name}: SLD draws nothing"] * (layer.renderer() is None)
    return found


def type_faults(layer: QgsVectorLayer, where: str) -> list[str]:
    """Compare the types of the columns with what they hold."""
    fields = layer.fields()
    found = []
    for name, expected in {
        "status_since": "Date",
        "length_km": "Real",
        "railway_no": "Integer",
        "cross_border": "Boolean",
        "rail": "Boolean",
    }.items():
        index = fields.indexOf(name)
        if index < 0:
            continue
        got = fields.at(index).typeName()
        if expected not in got and got != {"Boolean": "Integer(Boolean)"}.get(expected):
            found.append(f"{where}: {name} is {got}")
    found += [
        f"{where}: {name} has no alias" for name in ("id", "sources") if not _alias(layer, name)
    ]
    return found


def _alias(layer: QgsVectorLayer, name: str) -> str:
    return layer.attributeAlias(layer.fields().indexOf(name))


def temporal_faults(layer: QgsVectorLayer) -> list[str]:
    """Count the cross-border railways in operation that the time slider shows."""
    if not layer.temporalProperties().isActive():
        return ["railways: the time slider has no effect"]
    found = []
    for year, expected in OPERATING.items():
        span = QgsDateTimeRange(
            QDateTime(QDate(year, 1, 1), QTime(0, 0)), QDateTime(QDate(year, 12, 30), QTime(0, 0))
        )
        context = QgsVectorLayerTemporalContext()
        context.setLayer(layer)
        condition = layer.temporalProperties().createFilterString(context, span)
        condition = f"({condition}) AND cross_border AND status = 'operating'"
        features = layer.getFeatures(QgsFeatureRequest().setFilterExpression(condition))
        count = len({feature["railway_no"] for feature in features})
        found += [f"{year}: {count} railways in operation, not {expected}"] * (count != expected)
    return found


def daily_faults(
    layer: QgsVectorLayer, which: str, expected: dict[tuple[int, int, int], int]
) -> list[str]:
    """Count the features that the time slider shows on single days."""
    name = layer.name()
    if not layer.temporalProperties().isActive():
        return [f"{name}: the time slider has no effect"]
    found = []
    for day, count in expected.items():
        start = QDateTime(QDate(*day), QTime(0, 0))
        context = QgsVectorLayerTemporalContext()
        context.setLayer(layer)
        span = QgsDateTimeRange(start, start.addSecs(3600))
        condition = layer.temporalProperties().createFilterString(context, span)
        request = QgsFeatureRequest().setFilterExpression(f"({condition}) AND {which}")
        got = sum(1 for _ in layer.getFeatures(request))
        found += [f"{name} on {day}: {got}, not {count}"] * (got != count)
    return found


def role_faults(layer: QgsVectorLayer) -> list[str]:
    """Look which roles are drawn: one a country, and those of the past with the slider alone."""
    drawn: dict[bool, list[tuple[str, str]]] = {}
    for sliding in (False, True):
        context = QgsRenderContext()
        scopes = QgsExpressionContextUtils.globalProjectLayerScopes(layer)
        context.expressionContext().appendScopes(scopes)
        if sliding:
            scope = QgsExpressionContextScope()
            scope.setVariable("map_start_time", QDateTime(QDate(2024, 7, 4), QTime(0, 0)))
            context.expressionContext().appendScope(scope)
        renderer = layer.renderer().clone()
        renderer.startRender(context, layer.fields())
        drawn[sliding] = []
        for feature in layer.getFeatures():
            context.expressionContext().setFeature(feature)
            for symbol in renderer.symbolsForFeature(feature, context):
                part = symbol.symbolLayers()[0]
                on = part.dataDefinedProperties().valueAsBool(
                    QgsSymbolLayer.PropertyLayerEnabled, context.expressionContext(), True
                )[0]
                drawn[sliding] += [(feature["country"], part.layerType())] * on
        renderer.stopRender(context)
    today = [country for country, _ in drawn[False]]
    found = ["a country is drawn twice"] * (len(set(today)) != len(today))
    found += ["the slider hides the roles of the past"] * (len(drawn[True]) <= len(today))
    kinds = {kind for _, kind in drawn[False]}
    found += [f"roles are drawn as {kinds}"] * (kinds != {"SimpleFill", "LinePatternFill"})
    return found


def title_faults(layer: QgsVectorLayer) -> list[str]:
    """Look whether each place has one label with the titles of all its events."""
    rule = layer.labeling().rootRule().children()[0]
    filtering = QgsExpression(rule.filterExpression())
    titles = QgsExpression(rule.settings().fieldName)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    labels = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        if filtering.evaluate(context):
            labels.setdefault(feature["place_id"], []).append(str(titles.evaluate(context)))
    lines = {place: [text.count("\n") + 1 for text in found] for place, found in labels.items()}
    return [f"events are labelled {lines}"] * (lines != {"astana": [4], "xian": [1]})


def language_faults(project: QgsProject, layer: QgsVectorLayer) -> list[str]:
    """Switch the language of the labels and read one."""
    found = []
    expression = next(
        rule.settings().fieldName
        for rule in layer.labeling().rootRule().children()
        if rule.settings() is not None
    )
    feature = next(f for f in layer.getFeatures() if f["name"] == "Tacheng")
    for language, expected in {
        "en": "Tacheng",
        "zh": "塔城",
        "kk": "Шәуешек",
        "xx": "Tacheng",
    }.items():
        project.setCustomVariables({"label_lang": language})
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        text = QgsExpression(expression).evaluate(context)
        found += [f"label in {language} is {text}"] * (text != expected)
    project.setCustomVariables({"label_lang": "en"})
    return found


def tip_faults(project: QgsProject, layer: QgsVectorLayer) -> list[str]:
    """Write a map tip as QGIS does, for a feature whose name is markup."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    feature = next(layer.getFeatures())
    feature["name_en"] = '<img src=x> & "quotes"'
    context.setFeature(feature)
    text = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    found = ["map tip runs markup"] * ("<img" in text)
    for words in ("Operating since", "km as drawn", "Licence:", "Sources:", "OpenStreetMap"):
        found += [f"map tip without {words}"] * (words not in text)
    return found


def corridor_faults(project: QgsProject, layer: QgsVectorLayer) -> list[str]:
    """Look whether each leg has the ribbon of its corridor in the form of its mode, and a name."""
    context = QgsRenderContext()
    scopes = QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    context.expressionContext().appendScopes(scopes)
    renderer = layer.renderer().clone()
    name = QgsExpression(layer.labeling().rootRule().children()[0].settings().fieldName)
    names, hues, found = {}, {}, []
    renderer.startRender(context, layer.fields())
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        key, built = feature["corridor_id"], feature["status"] == "operating"
        names[key] = str(name.evaluate(context.expressionContext()))
        for symbol in renderer.symbolsForFeature(feature, context):
            drawn = [
                form
                for form, part in zip(FORMS, symbol.symbolLayers(), strict=True)
                if part.dataDefinedProperties().valueAsBool(
                    QgsSymbolLayer.PropertyLayerEnabled, context.expressionContext(), True
                )[0]
            ]
            hues.setdefault(key, set()).add(symbol.symbolLayers()[0].color().name())
            expected = feature["mode"] if built else "unbuilt"
            found += [f"{feature['id']} is drawn as {drawn}"] * (drawn != [expected])
    renderer.stopRender(context)
    found += [f"{key}: named {text!r}" for key, text in names.items() if not text or "(" in text]
    found += ["corridors share a hue"] * (len(set.union(*hues.values())) != len(hues))
    bookmark = project.bookmarkManager().bookmarkById("corridors")
    extent = bookmark.extent()
    found += ["the bookmark leaves out a corridor"] * (not extent.contains(layer.extent()))
    return found


def ribbon_faults(project: QgsProject) -> list[str]:
    """Draw the map of the corridors and look for the ribbons on land or sea."""
    image = picture(project, theme="corridors", bookmark="corridors")
    seen = colours(image)
    layer = project.mapLayer("geo_atlas_corridors")
    rules = layer.renderer().rootRule().children()
    shown = [rule for rule in rules if "corridor_id" in rule.filterExpression()]
    opacity, found = layer.opacity(), []
    for rule in shown:
        hue = rule.symbol().symbolLayers()[0].color()
        mixes = [
            [
                opacity * part + (1 - opacity) * ground
                for part, ground in zip((hue.red(), hue.green(), hue.blue()), back, strict=True)
            ]
            for back in ((247, 243, 234), (214, 226, 232))
        ]
        near = any(
            max(abs(a - b) for a, b in zip(mix, pixel, strict=True)) <= 6
            for mix in mixes
            for pixel in seen
        )
        found += [f"no ribbon of {rule.label()}"] * (not near)
    return found


def picture_faults(project: QgsProject) -> list[str]:
    """Draw the map and the print layouts, and look whether the lines are on them."""
    image = picture(project)
    found = ["the map is blank"] * (len(colours(image)) < 30)
    found += ["no railway is drawn"] * ((11, 79, 138) not in colours(image))
    found += ribbon_faults(project)
    found += ["no layout"] * (len(project.layoutManager().layouts()) < 2)
    for layout in project.layoutManager().layouts():
        sheet = QgsLayoutExporter(layout).renderPageToImage(0, QSize(), 60)
        maps = [i for i in layout.items() if isinstance(i, QgsLayoutItemMap)]
        kind = "laea" if "corridors" in layout.name() else "merc"
        wrong = any(f"+proj={kind}" not in i.crs().toProj() for i in maps)
        found += [f"layout {layout.name()}: wrong projection"] * wrong
        found += [f"layout {layout.name()} is blank"] * ((11, 79, 138) not in colours(sheet))
    return found


def picture(project: QgsProject, *, size=(900, 600), theme="today", bookmark=None):
    """Return a view of a project as an image: the first one, or a bookmark's."""
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(*size))
    settings.setBackgroundColor(project.backgroundColor())
    themes = project.mapThemeCollection()
    visible = themes.mapThemeVisibleLayerIds(theme)
    order = project.layerTreeRoot().layerOrder()
    settings.setLayers([i for i in order if i.id() in visible and i.isSpatial()])
    settings.setLayerStyleOverrides(themes.mapThemeStyleOverrides(theme))
    settings.setFlag(QgsMapSettings.Antialiasing)
    view = project.viewSettings().defaultViewExtent()
    if bookmark is not None:
        view = project.bookmarkManager().bookmarkById(bookmark).extent()
    transform = QgsCoordinateTransform(view.crs(), project.crs(), project)
    settings.setExtent(transform.transformBoundingBox(view))
    scopes = QgsExpressionContextUtils.globalProjectLayerScopes(None)
    context = QgsExpressionContext(scopes)
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def colours(image) -> set[tuple[int, int, int]]:
    """Return the colours of an image, of every third pixel each way."""
    found = {
        image.pixel(column, row)
        for column in range(0, image.width(), 2)
        for row in range(0, image.height(), 2)
    }
    return {((c >> 16) & 255, (c >> 8) & 255, c & 255) for c in found}


def main() -> None:
    """Check the folders and write the faults as JSON."""
    application = QgsApplication([], False)
    application.initQgis()
    log = QgsApplication.messageLog()
    log.messageReceived.connect(
        lambda text, tag, level: (
            MESSAGES.append(f"{tag}: {text}") if level >= Qgis.Warning else None
        )
    )
    draw = "--draw" in sys.argv
    folders = [argument for argument in sys.argv[2:] if argument != "--draw"]
    result = {folder: faults(Path(folder), draw=draw) for folder in folders}
    Path(sys.argv[1]).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    # A layer that is alive at the end of the interpreter crashes QGIS.
    os._exit(0)


if __name__ == "__main__":
    main()
