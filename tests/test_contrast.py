"""Text can be read: the contrast of each pair of tokens that carries it, in both themes."""

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "static/css/tokens.css").read_text()
TEXT, CONTROL = 4.5, 3.0
HUES = ["red", "orange", "amber", "green", "teal", "blue", "indigo", "purple", "pink", "grey"]
PAPERS = ["paper", "surface", "raised", "sunken"]
TEXT_PAIRS = [
    *[(ink, paper) for ink in ("ink", "ink-2", "ink-3", "accent") for paper in PAPERS],
    *[(f"flag-{hue}-ink", f"flag-{hue}-paper") for hue in HUES],
    *[(f"{kind}-ink", f"{kind}-soft") for kind in ("good", "warn", "bad")],
    *[("bad-ink", paper) for paper in PAPERS],
    *[("accent-ink", fill) for fill in ("accent", "accent-strong", "danger", "danger-strong")],
    *[(ink, "accent-soft") for ink in ("ink", "ink-2", "accent")],
    *[(ink, "mark") for ink in ("ink", "ink-2")],
]
CONTROL_PAIRS = [
    *[("line-control", paper) for paper in PAPERS],
    *[("accent", paper) for paper in PAPERS],
    *[(f"flag-{hue}-mark", f"flag-{hue}-paper") for hue in HUES],
]

Colour = tuple[float, float, float]


def tokens() -> dict[str, tuple[Colour, Colour]]:
    """Each colour token as (light, dark), each (lightness, chroma, hue)."""
    hue = re.search(r"--hue: ([\d.]+);", TOKENS)[1]
    number = r"([\d.]+)"
    oklch = rf"oklch\({number} {number} {number}\)"
    found = re.findall(
        rf"--([\w-]+): light-dark\({oklch}, {oklch}\);", TOKENS.replace("var(--hue)", hue)
    )
    return {
        name: (tuple(map(float, values[:3])), tuple(map(float, values[3:])))
        for name, *values in found
    }


def luminance(colour: Colour) -> float:
    """Relative luminance (WCAG) of an OKLCH colour, clipped to sRGB as a browser does."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (min(max(part, 0), 1) for part in linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert round(contrast((0, 0, 0), (1, 0, 0)), 2) == 21


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [(*pair, TEXT) for pair in TEXT_PAIRS] + [(*pair, CONTROL) for pair in CONTROL_PAIRS],
)
def test_contrast_is_enough(front: str, back: str, least: float, theme: int) -> None:
    colours = tokens()

    assert contrast(colours[front][theme], colours[back][theme]) >= least
