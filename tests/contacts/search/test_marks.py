"""Hits are marked where they are, and everything else is escaped."""

import pytest

from contacts.search import is_seen, led_up, mark, mark_phone, parse


@pytest.mark.parametrize(
    ("value", "typed", "html"),
    [
        ("John Doe", "doe", "John <mark>Doe</mark>"),
        ("John Doe", "xyz", "John Doe"),
        ("John Doe", "o", "J<mark>o</mark>hn D<mark>o</mark>e"),
        ("Élodie Martin", "elo mart", "<mark>Élo</mark>die <mark>Mart</mark>in"),
        ("E\u0301lodie", "e", "<mark>E\u0301</mark>lodi<mark>e</mark>"),
        ("Großmann", "gross", "<mark>Groß</mark>mann"),
        ("Søren Ærø", "aero", "Søren <mark>Ærø</mark>"),
        ("Ærø", "e", "<mark>Æ</mark>rø"),
        ("Ærø", "er", "<mark>Ær</mark>ø"),
        ("Cœur", "coe", "<mark>Cœ</mark>ur"),
        ("O’Neill", "o'n", "<mark>O’N</mark>eill"),
        ("O´Neill – Łódź", "neill - lodz", "O´<mark>Neill</mark> <mark>–</mark> <mark>Łódź</mark>"),
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


@pytest.mark.parametrize(
    ("value", "typed", "html"),
    [
        ("Ann Oak", "oak", "Ann <mark>Oak</mark>"),
        ("Ann Oak", "x", "Ann Oak"),
        (
            "Realtors & Brothers of Oakland <Inc>",
            "oak",
            '<span class="skipped">Realtors &amp; Br</span>'
            "others of <mark>Oak</mark>land &lt;Inc&gt;",
        ),
        (
            "A house by the: Oak",
            "oak",
            '<span class="skipped">A hous</span>e by the: <mark>Oak</mark>',
        ),
        (
            "a.b@example-of-one.example",
            "example",
            "a.b@<mark>example</mark>-of-one.<mark>example</mark>",
        ),
        (
            "........................oak",
            "oak",
            '<span class="skipped">........................</span><mark>oak</mark>',
        ),
        (
            "Once upon a time E\u0301lodies – oak",
            "oak",
            '<span class="skipped">Once upon a time E\u0301</span>lodies – <mark>oak</mark>',
        ),
        # A long hit at the beginning has nothing before it, or little that leads up to it.
        ("mariana.drummond@", "mariana.drummond", "<mark>mariana.drummond</mark>@"),
        ("(ana) mariana.drummond", "mariana.drummond", "(ana) <mark>mariana.drummond</mark>"),
    ],
)
def test_what_leads_up_to_a_hit_far_behind_is_skipped(value: str, typed: str, html: str):
    assert led_up(mark(value, parse(typed)), 12) == html


@pytest.mark.parametrize(("typed", "seen"), [("ann", True), ("oak", False), ("ann oak", False)])
def test_hits_are_seen_at_the_beginning(typed: str, seen: bool):
    assert is_seen(mark("Ann & Sons of Oakland", parse(typed)), 12) is seen
