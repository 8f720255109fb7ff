"""The chart of months: bars drawn on the server as SVG, and the same numbers as a table."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django import template

from contacts.overview import Month

register = template.Library()

# In per cent of the drawing: where bars stand and how high they may grow, and the gap beside each.
FLOOR, TALLEST, GAP = 85, 70, 1.2
# A bar that is there can be seen.
LEAST = 1


class Bar(NamedTuple):
    """A month as drawn, in per cent of the drawing, with its number in few characters."""

    first: date
    words: str
    x: str
    width: str
    y: str
    height: str
    middle: str
    above: str


def bars(months: Sequence[Month]) -> list[Bar]:
    """Where the bar of each month stands."""
    largest = max((month.added for month in months), default=0) or 1
    column = 100 / max(len(months), 1)
    found = []
    for number, month in enumerate(months):
        height = max(TALLEST * month.added / largest, LEAST) if month.added else 0
        found.append(
            Bar(
                month.first,
                short(month.added),
                x=f"{number * column + GAP:.2f}%",
                width=f"{column - 2 * GAP:.2f}%",
                y=f"{FLOOR - height:.2f}%",
                height=f"{height:.2f}%",
                middle=f"{(number + 0.5) * column:.2f}%",
                above=f"{FLOOR - height - 3:.2f}%",
            )
        )
    return found


def short(number: int) -> str:
    """A number in at most four characters: 999, 1.2k, 83k, 1.2M."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= 10 * size:
            return f"{number // size}{letter}"
        if number >= size:
            tenths = number * 10 // size
            return f"{tenths // 10}.{tenths % 10}{letter}"
    return str(number)


@register.inclusion_tag("includes/month_chart.html")
def month_chart(months: Sequence[Month]) -> dict[str, object]:
    """Contacts added in each month: bars for the eye, a table for everybody else."""
    return {"bars": bars(months), "months": months}
