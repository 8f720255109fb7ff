"""Hits are marked where they are, and everything else is escaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import normal
from contacts.search import cut, is_seen, led_up, mark, mark_phone, parse
from tests.contacts.naughty import NAUGHTY

HAN, GUK = "\u1112\u1161\u11ab", "\u1100\u116e\u11a8"


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


@pytest.mark.parametrize(
    ("value", "typed", "html"),
    [
        # a Korean syllable as three letters, as macOS writes the names of files
        (f"{HAN}{GUK} Kim", "kim", f"{HAN}{GUK} <mark>Kim</mark>"),
        (f"{HAN}{GUK} Kim", "\ud55c", f"<mark>{HAN}</mark>{GUK} Kim"),
        # katakana of half width
        ("ｶﾞｷﾞ Kim", "kim", "ｶﾞｷﾞ <mark>Kim</mark>"),
        ("ｶﾞｷﾞ Kim", "ギ", "ｶﾞ<mark>ｷﾞ</mark> Kim"),
        # letters of half width that are a syllable only as neighbours: their word is marked whole
        ("ﾾￂA Kim", "kim", "ﾾￂA <mark>Kim</mark>"),
        ("ﾾￂA Kim", "\ud558", "<mark>ﾾￂA</mark> Kim"),
    ],
)
def test_letters_of_one_syllable_are_marked_together(value: str, typed: str, html: str):
    assert mark(value, parse(typed)) == html


@pytest.mark.parametrize(
    ("value", "part", "expected"),
    [
        ("Łukasz Żółć", "lukas", "Łukas"),
        ("Łukasz Żółć", "zolc", "Żółć"),
        ("Ærøskøbing", "er", "Ær"),
        ("E\u0301lodie", "elo", "E\u0301lo"),
        ("Łukasz", "lucas", ""),
        ("", "a", ""),
    ],
)
def test_a_folded_part_is_cut_out_as_it_is_written(value: str, part: str, expected: str):
    assert cut(value, part) == expected


@given(st.lists(st.one_of(st.text(), st.sampled_from([text for _, text in NAUGHTY]))))
def test_the_pieces_of_a_value_fold_as_the_whole_does(parts: list[str]):
    value = "".join(["a", *parts, "z"])

    assert cut(value, normal.fold(value)) == value


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
