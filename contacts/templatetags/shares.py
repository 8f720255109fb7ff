"""The proportional bar: one line, divided as the numbers are."""

from collections.abc import Sequence
from typing import NamedTuple

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma

register = template.Library()

# In per cent of the bar: the gap between two parts, and the least width at which one can be seen.
GAP = 0.25
LEAST = 0.75

Part = tuple[str, int, str]


class Piece(NamedTuple):
    """A part as drawn: per cent of the bar's width, ready for SVG attributes."""

    css_class: str
    x: str
    width: str


def pieces(parts: Sequence[Part]) -> list[Piece]:
    """Where each part lies. Empty parts are left out; a tiny one is widened until it is seen."""
    shown = [part for part in parts if part[1] > 0]
    total = sum(number for _, number, _ in shown)
    widths = [max(100 * number / total, LEAST) for _, number, _ in shown]
    scale = (100 - GAP * max(len(shown) - 1, 0)) / (sum(widths) or 1)
    result, x = [], 0.0
    for (css_class, _, _), width in zip(shown, widths, strict=True):
        result.append(Piece(css_class, f"{x:.2f}%", f"{width * scale:.2f}%"))
        x += width * scale + GAP
    return result


@register.inclusion_tag("includes/share_bar.html")
def share_bar(parts: Sequence[Part]) -> dict[str, object]:
    """A bar of parts (css class, number, words), for example ("good", 1102, "ready").

    Drawn as SVG, because the security policy forbids styled widths; read out as the sentence
    "1,102 ready, 121 with errors".
    """
    words = ", ".join(f"{intcomma(number)} {label}" for _, number, label in parts)
    return {"pieces": pieces(parts), "words": words}
