"""The chart of months: bars in proportion, short numbers, and a table that says the same."""

from datetime import date

import pytest
from django.template import Context, Template

from contacts.overview import Month
from contacts.templatetags.charts import bars, short


def months(*added: int) -> list[Month]:
    return [Month(date(2026, number, 1), n, n) for number, n in enumerate(added, 1)]


def test_bars_stand_side_by_side_in_proportion():
    found = bars(months(10, 0, 5, 0))

    assert [bar.x for bar in found] == ["1.20%", "26.20%", "51.20%", "76.20%"]
    assert [(bar.y, bar.height) for bar in found] == [
        ("15.00%", "70.00%"),
        ("85.00%", "0.00%"),
        ("50.00%", "35.00%"),
        ("85.00%", "0.00%"),
    ]


def test_a_small_month_can_still_be_seen():
    assert bars(months(1, 1_000_000))[0].height == "1.00%"


def test_bars_of_nothing_have_no_height():
    assert {bar.height for bar in bars(months(0, 0))} == {"0.00%"}
    assert bars([]) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1.0k"),
        (9_999, "9.9k"),
        (10_000, "10k"),
        (999_999, "999k"),
        (1_290_000, "1.2M"),
        (45_000_000, "45M"),
    ],
)
def test_numbers_are_short_and_never_rounded_up(number: int, words: str):
    assert short(number) == words


def test_the_chart_has_a_table_and_no_style():
    html = Template("{% load charts %}{% month_chart months %}").render(
        Context({"months": months(1_204, 3)})
    )

    assert '<th scope="row">January 2026</th><td>1,204</td>' in html
    assert '<svg class="chart" aria-hidden="true"' in html
    assert "style" not in html
