"""Reading what was typed into the search box."""

import pytest

from contacts.search import QUERY_MAX, BadQuery, parse


def test_parse_folds_words_and_drops_repeated_ones():
    query = parse("  ÉLODIE elodie Texas ")

    assert query.text == "ÉLODIE elodie Texas"
    assert query.words == ("elodie", "texas")
    assert query.digit_runs == ()


def test_parse_reads_digits_and_punctuation_as_one_run():
    assert parse("(234) 567-890").digit_runs == ("234567890",)
    assert parse("020 7946").digit_runs == ("0207946", "207946")
    assert parse("call 234").digit_runs == ()


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", "\u3000"])
def test_parse_gives_none_where_nothing_is_typed(typed: str):
    assert parse(typed) is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "x" * (QUERY_MAX + 1),
            "The search has 201 characters, at most 200 are possible: shorten it.",
        ),
        (
            "jo\x00hn",
            "The search contains a control character (U+0000 NULL) at position 3: remove it.",
        ),
        ("\u0301", "The search holds no character that could be found."),
        ("\u200b\ufeff ", "The search holds no character that could be found."),
    ],
)
def test_parse_says_what_is_wrong(typed: str, message: str):
    with pytest.raises(BadQuery) as raised:
        parse(typed)
    assert str(raised.value) == message


def test_parse_counts_what_is_left_after_trimming():
    assert parse(" " * 100_000 + "ada").words == ("ada",)
