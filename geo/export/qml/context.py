"""Style the context for QGIS: members under everything, events as stars with their titles."""

from __future__ import annotations

from functools import partial

from geo.export.qml import tips
from geo.export.qml.document import LayerStyle
from geo.export.qml.labels import LabelRule, Placement, TextFormat, labelling, name_expression
from geo.export.qml.layers import INK, Kinds, configured, origin_tip, scale_of
from geo.export.qml.renderers import Category, categorised, single
from geo.export.qml.symbols import MM_PER_PX, fill_layer, hatch_layer, marker_layer, symbol
from geo.export.words import words_of
from geo.export.xml import Xml
from geo.style import EVENT, MEMBER_HUE, ROLES, AreaStyle

_HOLDS = '"valid_to" IS NULL OR @map_start_time IS NOT NULL'
"""Condition of what a map draws: periods that go on, unless the time slider chooses."""


def members(kinds: Kinds) -> LayerStyle:
    """Return the style of the members: a pale tint, observers and partners hatched."""
    categories = [
        Category(str(role), role.label, partial(_area, style)) for role, style in ROLES.items()
    ]
    rest = Category("", "Other role", partial(_area, next(iter(ROLES.values()))))
    return LayerStyle(
        kind="Polygon",
        renderer=categorised("role", [*categories, rest]),
        fields=configured("members", kinds),
        map_tip=tips.tip(_member_tip()),
        dated=True,
    )


def events(kinds: Kinds) -> LayerStyle:
    """Return the style of the events: a star, and beside it the titles of all at the place."""
    title = LabelRule(
        expression=_titles(),
        text=TextFormat(7.5, INK, italic=True),
        placement=Placement.AROUND_POINT,
        condition='to_string("date") = minimum(to_string("date"), group_by:="place_id")',
        scale_to=scale_of(EVENT.min_zoom),
        distance_mm=2,
        priority=9,
        obstacle=False,
    )
    return LayerStyle(
        kind="Point",
        renderer=single(_star),
        labelling=labelling([title], key="events"),
        fields=configured("events", kinds),
        map_tip=tips.tip(_event_tip()),
        dated=True,
    )


def _titles() -> str:
    """Return the expression of all titles at a place, as far as the time slider has come."""
    title = f"format_date(\"date\", 'yyyy') || '  ' || {name_expression()}"
    told = 'filter:="date" <= coalesce(@map_end_time, "date")'
    return (
        f"concatenate({title}, group_by:=\"place_id\", {told}, concatenator:='\\n', "
        'order_by:="date")'
    )


def _area(style: AreaStyle, name: str) -> Xml:
    shown = {"enabled": _HOLDS}
    if style.angle is None:
        tint = fill_layer(MEMBER_HUE, opacity=style.opacity, expressions=shown)
        return symbol("fill", [tint], name=name)
    strokes = hatch_layer(
        MEMBER_HUE,
        angle=style.angle,
        gap_mm=style.gap_px * MM_PER_PX,
        width_mm=style.stroke_px * MM_PER_PX,
        opacity=style.opacity,
        name=f"@{name}@0",
        expressions=shown,
    )
    return symbol("fill", [strokes], name=name)


def _star(name: str) -> Xml:
    star = marker_layer(
        EVENT.shape, EVENT.size_px * MM_PER_PX, fill=EVENT.fill, stroke=EVENT.stroke, stroke_mm=0.2
    )
    return symbol("marker", [star], name=name)


def _member_tip() -> list[tuple[str, str, str]]:
    role = tips.label_of("role", words_of("members")["role"])
    how = "CASE WHEN \"start_known\" THEN 'since ' ELSE 'as listed on ' END"
    since = f"{how} || {tips.dated('valid_from')}"
    until = f"coalesce(' until ' || {tips.dated('valid_to')}, '')"
    return [
        ("", f"{role} || ': ' || \"organisation_name\"", "true"),
        ("Holds", f"{since} || {until}", "true"),
        ("Note:", '"note"', "\"note\" <> ''"),
        *origin_tip(),
    ]


def _event_tip() -> list[tuple[str, str, str]]:
    until = "coalesce(' to ' || to_string(\"until\"), '')"
    return [
        ("", f"{tips.dated('date')} || {until} || ', ' || \"place\"", "true"),
        ("", '"detail"', "\"detail\" <> ''"),
        ("Note:", '"note"', "\"note\" <> ''"),
        *origin_tip(),
    ]
