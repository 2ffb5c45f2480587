"""Style corridors for QGIS: broad translucent ribbons, a hue a corridor, a form a mode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from geo.export.qml import tips
from geo.export.qml.document import LayerStyle
from geo.export.qml.labels import (
    LANGUAGE_VARIABLE,
    LabelRule,
    Placement,
    TextFormat,
    labelling,
    name_expression,
)
from geo.export.qml.layers import INK, QUIET, Kinds, configured, origin_tip
from geo.export.qml.renderers import Category, Rule, categorised, ruled
from geo.export.qml.symbols import MM_PER_PX, generated_line, line_layer, marker_layer, symbol
from geo.export.words import words_of
from geo.export.xml import Xml
from geo.style import CATCH_ALL, CORRIDOR_OPACITY, MODES, UNBUILT, ModeStyle, corridor_hues
from geo.vocab import Status

if TYPE_CHECKING:
    from geo.atlas.records import Names

KEYS = (*(style for mode, style in MODES.items() if mode != "rail"), UNBUILT)
"""Forms that a legend explains; what runs by rail is the plain ribbon."""

_GREY = "#6f6f6f"
_BUILT = f"coalesce(\"status\" = '{Status.OPERATING}', true)"
_LANE_MM = max(mode.width_px for mode in MODES.values()) * MM_PER_PX
_GROWTH = "CASE WHEN coalesce(@map_scale, 20000000) < 10000000 THEN 1.7 ELSE 1 END"
"""Expression by which ribbons grow where railways over them would hide them."""

_INK_SHARE = 0.68
_LABEL_ROOM = '"length_km" * 1000000 > 20 * coalesce(@map_scale, 1)'
_LABEL_BENDS_MM = 5
_LABEL_TURN = 28
_ONCE = "line_merge(union($geometry, $geometry))"
"""Expression of a line that goes nowhere twice: dashes of there and back would fill each other."""


def corridors(kinds: Kinds, named: Mapping[str, Names], lanes: Mapping[str, int]) -> LayerStyle:
    """Return the style of the corridors.

    Parameters
    ----------
    kinds
        What each column holds.
    named
        Names by language of every corridor, by id, in the order of the atlas.
    lanes
        Lane of each corridor beside others that share its track: 0 in the middle.
    """
    hues = corridor_hues(named)
    rules = [
        Rule(
            f'"corridor_id" = {tips.quoted(identifier)}',
            short_name(names.get("en") or next(iter(names.values()))),
            partial(_ribbon, hues[identifier], lanes.get(identifier, 0)),
        )
        for identifier, names in named.items()
    ]
    rules.append(Rule(_unknown(named), "Other corridor", partial(_ribbon, CATCH_ALL.colour, 0)))
    # These take no feature: a legend has one entry a corridor and one a mode.
    rules += [Rule("false", style.label, partial(_key, style)) for style in KEYS]
    return LayerStyle(
        kind="LineString",
        renderer=ruled(rules, key="corridors"),
        labelling=labelling([_label(named, hues)], key="corridors"),
        fields=configured("corridors", kinds),
        map_tip=tips.tip(_tip(named)),
        opacity=CORRIDOR_OPACITY,
    )


def places(kinds: Kinds) -> LayerStyle:
    """Return the style of the places of the corridors: ends first."""
    shapes = {1: (2.0, 8.0, INK, 10), 2: (1.5, 7.5, INK, 6), 3: (1.1, 6.5, QUIET, 2)}
    words = {1: "End of a corridor", 2: "Branch or change of mode", 3: "On the way"}
    categories = [
        Category(str(rank), words[rank], partial(_dot, size)) for rank, (size, *_) in shapes.items()
    ]
    rules = [
        LabelRule(
            expression=name_expression(),
            text=TextFormat(points, colour, bold=rank == 1),
            placement=Placement.AROUND_POINT,
            condition=f'"rank" = {rank}',
            distance_mm=0.9,
            obstacle=rank < 3,  # noqa: PLR2004 - what lies on the way gives way to the ribbon's name
            priority=priority,
        )
        for rank, (_, points, colour, priority) in shapes.items()
    ]
    return LayerStyle(
        kind="Point",
        renderer=categorised("rank", [*categories, Category("", "Other", partial(_dot, 1.1))]),
        labelling=labelling(rules, key="corridor-places"),
        fields=configured("corridor_places", kinds),
        map_tip=tips.tip([("Country", '"country"', "true"), *origin_tip()]),
    )


def short_name(name: str) -> str:
    """Return a name without what stands in brackets at its end.

    Examples
    --------
    >>> short_name("Middle Corridor (Trans-Caspian Route)")
    'Middle Corridor'
    """
    return name.split(" (", maxsplit=1)[0]


def ink(hue: str) -> str:
    """Return a hue as dark as text on a pale ground needs it."""
    return "#" + "".join(f"{round(int(hue[i : i + 2], 16) * _INK_SHARE):02x}" for i in (1, 3, 5))


def _unknown(named: Iterable[str]) -> str:
    """Return the condition of a leg whose corridor has no rule, so that nothing is hidden."""
    known = ", ".join(map(tips.quoted, named))
    return f'coalesce("corridor_id" NOT IN ({known}), true)' if known else ""


def _ribbon(hue: str, lane: int, name: str) -> Xml:
    """Return a symbol with a layer a mode, of which each feature switches one on."""
    modes = {mode: f"\"mode\" = '{mode}'" for mode in MODES if mode != "rail"}
    others = " OR ".join(modes.values())
    shown = {"rail": f"coalesce(NOT ({others}), true)"}
    shown |= {mode: f"coalesce({condition}, false)" for mode, condition in modes.items()}
    forms = [(MODES[mode], f"({condition}) AND {_BUILT}") for mode, condition in shown.items()]
    forms.append((UNBUILT, f"NOT {_BUILT}"))
    layers = [
        _stroke(hue, form, lane, condition, name=f"@{name}@{i}")
        for i, (form, condition) in enumerate(forms)
    ]
    return symbol("line", layers, name=name)


def _stroke(hue: str, style: ModeStyle, lane: int, condition: str, *, name: str) -> Xml:
    enabled = {"enabled": condition}
    if lane:
        return _dashed(hue, style, expressions=enabled | {"offset": _aside(lane)})
    if not style.dash:
        return _dashed(hue, style, expressions=enabled)
    return generated_line(_ONCE, _dashed(hue, style), name=name, expressions=enabled)


def _aside(lane: int) -> str:
    """Return the offset in millimetres of a lane, on one side whichever way a leg was drawn."""
    start, end = (f"x({name}(geometry_n($geometry, 1)))" for name in ("start_point", "end_point"))
    offset = f"{lane * _LANE_MM:.3g} * CASE WHEN {end} < {start} THEN 1 ELSE -1 END"
    # A legend has no feature and no lane.
    return f"CASE WHEN $geometry IS NULL THEN 0 ELSE {offset} * {_GROWTH} END"


def _dashed(hue: str, style: ModeStyle, expressions: Mapping[str, str] | None = None) -> Xml:
    width = style.width_px * MM_PER_PX
    dash = [stroke * width for stroke in style.dash]
    grown = {"outlineWidth": f"{width:.3g} * {_GROWTH}"} if not dash else {}
    return line_layer(hue, width, dash_mm=dash, expressions={**(expressions or {}), **grown})


def _key(style: ModeStyle, name: str) -> Xml:
    return symbol("line", [_dashed(_GREY, style)], name=name)


def _dot(size: float, name: str) -> Xml:
    return symbol("marker", [marker_layer("circle", size, fill="#ffffff", stroke=INK)], name=name)


def _label(named: Mapping[str, Names], hues: Mapping[str, str]) -> LabelRule:
    inks = ", ".join(f"{tips.quoted(i)}, '{ink(hue)}'" for i, hue in hues.items())
    text = f"regexp_replace({_whole_name(named)}, '\\\\s*[(（].*$', '')"
    return LabelRule(
        expression=text,
        text=TextFormat(6.5, _GREY, halo_mm=0.9, bold=True),
        placement=Placement.CURVED,
        condition=_LABEL_ROOM,
        repeat_mm=170,
        overrun_mm=3,
        turn=_LABEL_TURN,
        priority=7,
        generalised_mm=_LABEL_BENDS_MM,
        colour_expression=f"coalesce(map_get(map({inks}), \"corridor_id\"), '{_GREY}')"
        if inks
        else "",
    )


def _whole_name(named: Mapping[str, Names]) -> str:
    """Return an expression that names a leg's corridor in the language of the labels."""
    pairs = list(_translated(named))
    if not pairs:
        return '"corridor_name"'
    key = f"\"corridor_id\" || ' ' || coalesce(@{LANGUAGE_VARIABLE}, '')"
    return f'coalesce(map_get(map({", ".join(pairs)}), {key}), "corridor_name")'


def _translated(named: Mapping[str, Names]) -> Iterable[str]:
    for identifier, names in named.items():
        for tag, text in names.items():
            yield f"{tips.quoted(f'{identifier} {tag}')}, {tips.quoted(text)}"


def _tip(named: Mapping[str, Names]) -> list[tuple[str, str, str]]:
    words = words_of("corridors")
    built = tips.label_of("status", words["status"])
    return [
        ("", _whole_name(named), "true"),
        ("", f"{tips.label_of('mode', words['mode'])} || ': ' || {built}", "true"),
        ("Length", "format_number(\"length_km\", 0) || ' km'", '"length_km" IS NOT NULL'),
        (
            "Main branch of the corridor",
            "format_number(\"corridor_km\", 0) || ' km'",
            '"corridor_km" IS NOT NULL',
        ),
        ("Drawn", tips.label_of("method", words["method"]), "true"),
        ("Changes of gauge", '"gauge_breaks"', '"gauge_breaks" > 0'),
        ("Note:", '"note"', "\"note\" <> ''"),
        *origin_tip(),
    ]
