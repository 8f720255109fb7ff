"""Hits are marked where they are, and everything else is escaped."""

import pytest

from contacts.search import mark, mark_phone, parse


@pytest.mark.parametrize(
    ("value", "typed", "html"),
    [
        ("John Doe", "doe", "John <mark>Doe</mark>"),
        ("John Doe", "xyz", "John Doe"),
        ("John Doe", "o", "J<mark>o</mark>hn D<mark>o</mark>e"),
        ("Élodie Martin", "elo mart", "<mark>Élo</mark>die <mark>Mart</mark>in"),
        ("E\u0301lodie", "e", "<mark>E\u0301</mark>lodi<mark>e</mark>"),
        ("Großmann", "gross", "<mark>Groß</mark>mann"),
        ("banana", "ana", "b<mark>anana</mark>"),
        ("<b>Tom & Co</b>", "b", "&lt;<mark>b</mark>&gt;Tom &amp; Co&lt;/<mark>b</mark>&gt;"),
        ("Tom & Co", "amp", "Tom &amp; Co"),
        ("", "ada", ""),
    ],
)
def test_mark_shows_the_hits(value: str, typed: str, html: str):
    assert mark(value, parse(typed)) == html


def test_mark_without_a_query_only_escapes():
    assert mark("<i>", None) == mark_phone("<i>", None) == "&lt;i&gt;"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("(234) 567", "+1 <mark>234-567</mark>-890"),
        ("+1234567890", "+<mark>1 234-567-890</mark>"),
        ("0234", "+1 <mark>234</mark>-567-890"),
        ("john 90", "+1 234-567-8<mark>90</mark>"),
        ("john", "+1 234-567-890"),
    ],
)
def test_mark_phone_reaches_across_spaces_and_dashes(typed: str, html: str):
    assert mark_phone("+1 234-567-890", parse(typed)) == html


def test_mark_gives_up_where_letters_fold_together():
    decomposed_hangul = "\u1112\u1161\u11ab"

    assert mark(decomposed_hangul, parse("\ud55c")) == decomposed_hangul
