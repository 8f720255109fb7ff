"""When something was or will be, in few words; the exact time is a touch away.

Everything is told in the time zone that the request wears: the person's own.
"""

from datetime import date, datetime, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime

register = template.Library()


def day_words(day: date, today: date) -> str:
    """A day beside today: "today", "tomorrow", "18 Nov", and in other years "18 Nov 2025"."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today) // timedelta(days=1))
    # Django's date_format takes five times as long, which a list of fifty feels.
    return near or f"{day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")


def exact_words(moment: datetime) -> str:
    """All there is to know: "Wednesday 25 November 2026, 10:43:12 CET"."""
    return moment.strftime(f"%A {moment.day} %B %Y, %H:%M:%S %Z")


@register.simple_tag
def moment(value: datetime, form: str = "") -> SafeString:
    """A moment as "today, 10:43", its exact time as the title; `form` "day" leaves the hour out.

    `form` "full" names the day by its date, for records that are read long after.
    """
    local = localtime(value)
    words = date_format(local, "j M Y") if form == "full" else day_words(local.date(), localdate())
    if form != "day":
        words += local.strftime(", %H:%M")
    return format_html(
        '<time datetime="{}" title="{}" tabindex="0">{}</time>',
        local.isoformat(timespec="seconds"),
        exact_words(local),
        words,
    )
