"""Statuses must be told apart by the colour-blind and in grey, and read on both grounds."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from geo import style
from geo.maps import assets

# Viénot, Brettel and Mollon 1999: matrices in linear RGB for the lack of one kind of cone.
PROTAN = np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]])
DEUTAN = np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]])


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lightness(rgb: np.ndarray) -> float:
    return float(rgb @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    a, b = sorted((lightness(linear(one)), lightness(linear(other))))
    return (b + 0.05) / (a + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    matrix = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = matrix @ rgb.clip(0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize(
    "sight", [np.eye(3), PROTAN, DEUTAN], ids=["all cones", "protan", "deutan"]
)
def test_statuses_differ_by_colour_or_clearly_by_dash(sight):
    for (one, a), (other, b) in combinations(style.LINES.items(), 2):
        apart = np.linalg.norm(lab(sight @ linear(a.colour)) - lab(sight @ linear(b.colour)))
        assert a.dash != b.dash, (one, other)
        assert (
            apart > 10
            or abs(len(a.dash) - len(b.dash)) > 0
            or a.dash[0] / b.dash[0] not in (0.8, 1.25)
        ), (one, other, apart)


def test_in_grey_the_dash_alone_tells_the_status():
    patterns = [tuple(round(step, 1) for step in look.dash) for look in style.LINES.values()]
    assert len(set(patterns)) == len(patterns)


def _theme(selector: str) -> dict[str, str]:
    block = assets.read("page.css").split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", block))


@pytest.mark.parametrize("selector", [":root {", ':root[data-theme="dark"] {'])
def test_words_have_contrast_on_their_ground(selector):
    theme = _theme(":root {") | _theme(selector)
    for ink in ("--ink", "--muted", "--accent"):
        assert contrast(theme[ink], theme["--paper"]) >= 4.5, ink
    for ink in ("--country", "--city", "--ink"):
        for ground in ("--land", "--focus"):
            assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    for status, look in style.LINES.items():
        colour = theme.get(f"--rail-{status.value}", look.colour)
        needed = 3.0 if status.value not in {"suspended", "cancelled"} else 2.0
        assert contrast(colour, theme["--focus"]) >= needed, status
