"""The colours of the design as its tokens define them, and how well one is read on another."""

import math
import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
# WCAG 2.2 AA: text, and the borders and marks without which a control is not seen.
TEXT, CONTROL = 4.5, 3.0

Colour = tuple[float, float, float]


class Token(NamedTuple):
    """A colour in both themes, each as OKLCH: lightness, chroma, hue."""

    light: Colour
    dark: Colour


def tokens() -> dict[str, Token]:
    """Each colour of tokens.css by its name, without the dashes."""
    text = TOKENS.read_text()
    hue = re.search(r"--hue: ([\d.]+);", text)
    if hue is None:
        raise ValueError("tokens.css names no --hue.")
    number = r"([\d.]+)"
    oklch = rf"oklch\({number} {number} {number}\)"
    found = re.findall(
        rf"--([\w-]+): light-dark\({oklch}, {oklch}\);", text.replace("var(--hue)", hue[1])
    )
    return {
        name: Token((float(a), float(b), float(c)), (float(d), float(e), float(f)))
        for name, a, b, c, d, e, f in found
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
    """Between 1, the same, and 21, black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
