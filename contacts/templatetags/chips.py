"""A flag as a chip: written in Python and remembered, for a list shows the same few everywhere."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from contacts.models import Flag

register = template.Library()

# As many as a site's workspaces show at a time; each is a few hundred bytes.
REMEMBERED = 4_096


@register.simple_tag
def chip(flag: Flag, focusable: object = False, link: str = "") -> SafeString:
    """The chip with what the flag means as its title: plain, reachable by keyboard, or a link."""
    means = f"{flag.name}: {flag.description}" if flag.description else flag.name
    return _chip(flag.name, means, flag.colour, flag.suppressing, bool(focusable), link)


@register.simple_tag
def flag_boxes(name: str, flags: Iterable[Flag], chosen: Iterable[Flag] | None) -> SafeString:
    """A box for each of the flags, ticked where it is chosen."""
    ticked = {flag.pk for flag in chosen or ()}
    return SafeString(
        "".join(
            f'<label class="check"><input type="checkbox" name="{name}" value="{flag.pk}"'
            f"{' checked' if flag.pk in ticked else ''}> {chip(flag)}</label> "
            for flag in flags
        )
    )


@lru_cache(REMEMBERED)
def _chip(
    name: str, means: str, colour: str, suppressing: bool, focusable: bool, link: str
) -> SafeString:
    start = f'a href="{escape(link)}"' if link else "span"
    stop = ' stop"' if suppressing else '"'
    tab = ' tabindex="0"' if focusable else ""
    aside = '<span class="visually-hidden"> (suppressing)</span>' if suppressing else ""
    # Whatever a person typed is escaped.
    return mark_safe(  # noqa: S308
        f'<{start} class="chip chip-{escape(colour)}{stop} title="{escape(means)}"{tab}>'
        f"{escape(name)}{aside}</{'a' if link else 'span'}>"
    )
