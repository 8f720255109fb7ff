"""Heroicons under their own tag names, each drawn once: parsing one anew takes longer than a query.

Named `heroicons` in the settings' template libraries, so that templates load them as ever.
"""

from functools import cache

import heroicons
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@cache
def draw(style: str, name: str, size: int) -> SafeString:
    """The icon as SVG. The templates name a few dozen, in a few sizes."""
    # An icon of the package, not of a person; `+ ""` makes a plain text of what a template names.
    return mark_safe(heroicons._render_icon(style, name + "", size, {}))  # noqa: S308


@register.simple_tag
def heroicon_micro(name: str, *, size: int = 16) -> SafeString:
    return draw("micro", name, size)


@register.simple_tag
def heroicon_mini(name: str, *, size: int = 20) -> SafeString:
    return draw("mini", name, size)


@register.simple_tag
def heroicon_outline(name: str, *, size: int = 24) -> SafeString:
    return draw("outline", name, size)


@register.simple_tag
def heroicon_solid(name: str, *, size: int = 24) -> SafeString:
    return draw("solid", name, size)
