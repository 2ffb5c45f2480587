"""Style each layer of an atlas for QGIS from the one style table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import atan2, degrees, hypot

from geo.export.columns import Kind
from geo.export.qml import fields, tips
from geo.export.qml.document import LayerStyle
from geo.export.qml.labels import LabelRule, Placement, TextFormat, labelling, name_expression
from geo.export.qml.renderers import Category, Rule, categorised, ruled, single
from geo.export.qml.symbols import (
    MM_PER_PX,
    cased_line,
    fill_layer,
    generated_fill,
    marker_layer,
    shown_from,
    symbol,
)
from geo.export.words import words_of
from geo.export.xml import Xml
from geo.style import (
    BAND_OPACITY,
    CATCH_ALL,
    CROSSING,
    LINES,
    POINTS,
    LineStyle,
    PointStyle,
)
from geo.vocab import PlaceKind, Status

Kinds = Mapping[str, Kind]
"""What each column of a layer holds."""

INK = "#222222"
QUIET = "#5a6670"
_NEAR = 2_500_000
_NAMED = 1_200_000


def scale_of(zoom: int) -> int:
    """Return the scale denominator of a web map's zoom level at 96 dots an inch."""
    return round(559_082_264 / (1 << zoom))


def railways(kinds: Kinds) -> LayerStyle:
    """Return the style of the railways: colour and dash by status, names along the line."""
    return LayerStyle(
        kind="LineString",
        renderer=categorised("status", _status_categories(_railway), levels=True),
        labelling=labelling(_railway_labels(), key="railways"),
        fields=configured("railways", kinds),
        map_tip=tips.tip(_railway_tip()),
        dated=True,
    )


def history(kinds: Kinds) -> LayerStyle:
    """Return the style of the railways by date: the status that held on the day of the slider."""
    words = words_of("railway_history")
    status = tips.label_of("status", words["status"])
    until = "coalesce(' to ' || to_string(\"valid_to\"), '')"
    return LayerStyle(
        kind="LineString",
        renderer=categorised("status", _status_categories(_railway), levels=True),
        fields=configured("railway_history", kinds),
        map_tip=tips.tip(
            [
                ("Railway", '"railway_no" || \': \' || "railway_name"', "true"),
                ("", f"{status} || ' from ' || to_string(\"valid_from\") || {until}", "true"),
                ("Note:", '"note"', "\"note\" <> ''"),
                *origin_tip(),
            ]
        ),
        dated=True,
    )


def bands(kinds: Kinds) -> LayerStyle:
    """Return the style that draws how far each railway may be from its line."""
    return LayerStyle(
        kind="LineString",
        renderer=categorised("status", _status_categories(_band)),
        fields=configured("railways", kinds),
        map_tip=tips.tip([("May be off by up to", "\"accuracy_m\" || ' m'", "true")]),
        dated=True,
        opacity=BAND_OPACITY,
    )


def crossings(kinds: Kinds) -> LayerStyle:
    """Return the style of the border crossings: a numbered symbol beside the point."""
    return LayerStyle(
        kind="Point",
        renderer=ruled(
            [
                Rule('"rail"', "Railway crosses the border", partial(crossing_symbol, solid=True)),
                Rule("ELSE", "Crossing without a railway", partial(crossing_symbol, solid=False)),
            ],
            key="crossings",
        ),
        labelling=crossing_labels(key="crossings"),
        fields=configured("crossings", kinds),
        map_tip=tips.tip(_crossing_tip()),
        dated=True,
    )


def stations(kinds: Kinds) -> LayerStyle:
    """Return the style of the stations: junctions first, passing loops last."""
    shown = (PlaceKind.JUNCTION, PlaceKind.STATION, PlaceKind.SIDING)
    return LayerStyle(
        kind="Point",
        renderer=categorised("kind", _point_categories(shown)),
        labelling=labelling(
            [
                _point_label(
                    f"\"kind\" = '{PlaceKind.JUNCTION}'",
                    TextFormat(8, "#0b3558"),
                    scale_of(POINTS[PlaceKind.JUNCTION].min_zoom),
                    priority=6,
                ),
                _point_label(
                    f"\"kind\" = '{PlaceKind.STATION}'",
                    TextFormat(7, "#0b3558"),
                    _NAMED,
                    priority=4,
                ),
                _point_label(
                    f"\"kind\" = '{PlaceKind.SIDING}'",
                    TextFormat(6.5, QUIET),
                    _NAMED // 3,
                    priority=2,
                ),
            ],
            key="stations",
        ),
        fields=configured("stations", kinds),
        map_tip=tips.tip(
            [
                ("", tips.label_of("kind", words_of("stations")["kind"]), "true"),
                ("Also", '"other_names"', "\"other_names\" <> ''"),
                *origin_tip(),
            ]
        ),
        dated=True,
    )


def places(kinds: Kinds) -> LayerStyle:
    """Return the style of the towns and villages."""
    shown = tuple(kind for kind in POINTS if kind not in {PlaceKind.COUNTRY, PlaceKind.REGION})
    city = f"\"kind\" = '{PlaceKind.CITY}'"
    return LayerStyle(
        kind="Point",
        renderer=categorised("kind", _point_categories(shown)),
        labelling=labelling(
            [
                _point_label(city, TextFormat(9, INK), scale_of(4), priority=7),
                _point_label(f"NOT ({city})", TextFormat(7.5, INK), scale_of(7), priority=5),
            ],
            key="places",
        ),
        fields=configured("places", kinds),
        map_tip=tips.tip(
            [
                ("", tips.label_of("kind", words_of("places")["kind"]), "true"),
                ("Also", '"other_names"', "\"other_names\" <> ''"),
                *origin_tip(),
            ]
        ),
    )


def regions(kinds: Kinds) -> LayerStyle:
    """Return the style of the regions: an outline and a spaced name."""
    outline = fill_layer("#b08d3c", stroke="#b08d3c", stroke_mm=0.5, opacity=0.09)
    fill = partial(_area, fill=outline)
    label = LabelRule(
        expression=name_expression(),
        text=TextFormat(11, "#7a6a45", spacing=3, capitals=True),
        placement=Placement.HORIZONTAL,
        scale_from=_NEAR,
        priority=3,
    )
    area = "format_number(\"area_km2\", 0) || ' km²'"
    return LayerStyle(
        kind="Polygon",
        renderer=single(fill),
        labelling=labelling([label], key="regions"),
        fields=configured("regions", kinds),
        map_tip=tips.tip([("Area", area, '"area_km2" IS NOT NULL'), *origin_tip()]),
    )


STYLES = {
    "railways": railways,
    "stations": stations,
    "crossings": crossings,
    "places": places,
    "regions": regions,
}
"""Maker of the style of each layer; corridors have theirs in `ribbons`."""

_BADGE = (2.4, -6.4)
"""Where the numbered badge sits from the crossing: millimetres to the right and down."""

_BAND = (
    "transform(buffer(transform($geometry, 'EPSG:4326', 'EPSG:3857'), "
    'max(1, coalesce("accuracy_m", 1)) / cos(radians(y(centroid($geometry)))), 6), '
    "'EPSG:3857', 'EPSG:4326')"
)
"""Area within the accuracy of a line; Mercator stretches a metre by 1 / cos(latitude)."""

_ROOM_FOR_WORDS = '"length_km" * 1000000 > 15 * coalesce(@map_scale, 1)'
"""Condition that a line is at least 15 mm long on paper: no room, no words."""

_StatusSymbol = Callable[[LineStyle, int, str], Xml]


def _status_categories(make: _StatusSymbol) -> list[Category]:
    styles = [(str(status), status.label, style) for status, style in LINES.items()]
    styles += [(str(word), word.label, CATCH_ALL) for word in Status if word not in LINES]
    return [
        Category(value, label, partial(make, style, order))
        for order, (value, label, style) in enumerate([*styles, ("", "Other", CATCH_ALL)])
    ]


def badge(name: str, *, solid: bool = True, offset_mm: tuple[float, float] = (0, 0)) -> Xml:
    """Return the numbered symbol alone, as a legend shows it."""
    return symbol("marker", [_badge_layer(solid=solid, offset_mm=offset_mm)], name=name)


def _badge_layer(*, solid: bool, offset_mm: tuple[float, float]) -> Xml:
    return marker_layer(
        CROSSING.shape,
        CROSSING.size_px * MM_PER_PX,
        fill=CROSSING.fill if solid else "#ece9f4",
        stroke=CROSSING.stroke if solid else QUIET,
        stroke_mm=0.45 if solid else 0.3,
        offset_mm=offset_mm,
    )


def _railway(style: LineStyle, order: int, name: str) -> Xml:
    return cased_line(style, level=len(LINES) + 1 - order, name=name)


def _band(style: LineStyle, _order: int, name: str) -> Xml:
    fill = fill_layer(style.colour)
    return symbol("line", [generated_fill(_BAND, fill, name=f"@{name}@0")], name=name)


def crossing_labels(*, key: str, condition: str = "") -> Xml:
    """Return the labels of the crossings: the number on the badge, the names when near.

    Parameters
    ----------
    key
        Text that makes the keys of the rules unique in the project.
    condition
        QGIS expression of the crossings to label; empty for all.
    """
    number = LabelRule(
        expression='"railway_no"',
        text=TextFormat(9, CROSSING.stroke, None, bold=True),
        placement=Placement.OVER_POINT,
        offset_mm=_BADGE,
        condition=condition,
        always=True,
        priority=10,
    )
    names = LabelRule(
        expression=name_expression(),
        text=TextFormat(8, INK, bold=True),
        placement=Placement.AROUND_POINT,
        condition=condition,
        distance_mm=2.5,
        scale_to=_NEAR,
        priority=9,
    )
    return labelling([number, names], key=key)


def crossing_symbol(name: str, *, solid: bool) -> Xml:
    """Return a crossing's symbol: the point, and the badge for its number on a leader."""
    across, down = _BADGE
    length = hypot(across, down)
    leader = marker_layer(
        "line", length, fill=CROSSING.stroke, stroke=CROSSING.stroke,
        offset_mm=(0, -length / 2), angle=degrees(atan2(across, -down)),
    )  # fmt: skip  # QGIS turns the offset with the marker
    point = POINTS[PlaceKind.BORDER_CROSSING]
    spot = marker_layer(
        point.shape, point.size_px * MM_PER_PX * 1.3, fill=point.fill, stroke=point.stroke
    )
    above = _badge_layer(solid=solid, offset_mm=_BADGE)
    return symbol("marker", [leader, spot, above], name=name)


def _point_categories(kinds: tuple[PlaceKind, ...]) -> list[Category]:
    found = [Category(str(k), k.label, partial(_point, POINTS[k])) for k in kinds]
    return [*found, Category("", "Other", partial(_point, POINTS[PlaceKind.VILLAGE]))]


def _point(style: PointStyle, name: str) -> Xml:
    layer = marker_layer(
        style.shape,
        style.size_px * MM_PER_PX,
        fill=style.fill,
        stroke=style.stroke,
        expressions=shown_from(scale_of(style.min_zoom)),
    )
    return symbol("marker", [layer], name=name)


def _area(name: str, *, fill: Xml) -> Xml:
    return symbol("fill", [fill], name=name)


def _point_label(condition: str, text: TextFormat, scale: int, *, priority: int) -> LabelRule:
    return LabelRule(
        expression=name_expression(),
        text=text,
        placement=Placement.AROUND_POINT,
        condition=condition,
        scale_to=scale,
        distance_mm=1.1,
        priority=priority,
    )


def _railway_labels() -> list[LabelRule]:
    said = LabelRule(
        expression='"label"',
        text=TextFormat(7.5, "#4a3a80", italic=True),
        placement=Placement.CURVED,
        condition=f"\"label\" <> '' AND {_ROOM_FOR_WORDS}",
        scale_to=scale_of(5),
        distance_mm=1.8,
        priority=9,
        generalised_mm=3,
        overrun_mm=20,
        colour_expression=_colour_of_status(),
    )
    named = LabelRule(
        expression=name_expression(),
        text=TextFormat(7.5, "#12395c"),
        placement=Placement.CURVED,
        scale_to=_NEAR,
        distance_mm=1.4,
        repeat_mm=150,
        priority=6,
        generalised_mm=3,
        overrun_mm=20,
    )
    return [said, named]


def _colour_of_status() -> str:
    pairs = ", ".join(f"'{status}', '{style.colour}'" for status, style in LINES.items())
    return f"coalesce(map_get(map({pairs}), \"status\"), '{CATCH_ALL.colour}')"


def _railway_tip() -> list[tuple[str, str, str]]:
    words = words_of("railways")
    since = tips.dated("status_since")
    status = tips.label_of("status", words["status"])
    return [
        ("Railway", '"railway_no" || \': \' || "railway_name"', "true"),
        ("", f"{status} || coalesce(' since ' || {since}, '')", "true"),
        (
            "Length",
            (
                "format_number(\"length_km\", 1) || ' km as drawn' || "
                "coalesce(', ' || format_number(\"published_length_km\", 1) || ' km published', '')"
            ),
            '"length_km" IS NOT NULL',
        ),
        ("Gauge", "\"gauge_mm\" || ' mm'", '"gauge_mm" IS NOT NULL'),
        ("Drawn by", tips.label_of("method", words["method"]), "true"),
        ("May be off by up to", "\"accuracy_m\" || ' m'", '"accuracy_m" IS NOT NULL'),
        ("Note:", '"note"', "\"note\" <> ''"),
        *origin_tip(),
    ]


def _crossing_tip() -> list[tuple[str, str, str]]:
    status = tips.label_of("status", words_of("crossings")["status"])
    return [
        ("Railway", '"railway_no" || \': \' || "railway_name"', "true"),
        ("", status, "true"),
        ("Countries", '"country_a" || \' \N{EN DASH} \' || "country_b"', "true"),
        ("Break of gauge:", '"break_of_gauge"', "\"break_of_gauge\" <> ''"),
        ("Found:", '"how"', "\"how\" <> ''"),
        *origin_tip(),
    ]


def origin_tip() -> list[tuple[str, str, str]]:
    """Return the rows of a map tip that name sources, licence and credit."""
    return [
        ("Sources:", tips.cited_sources(), "\"sources\" <> ''"),
        ("Licence:", '"licence"', "\"licence\" <> ''"),
        ("", '"attribution"', "\"attribution\" <> ''"),
    ]


def configured(layer: str, kinds: Kinds) -> tuple[Xml, ...]:
    """Return how the columns of a layer are shown and edited."""
    words = {column: pairs for column, pairs in words_of(layer).items() if column in kinds}
    return tuple(fields.configuration(kinds, words))
