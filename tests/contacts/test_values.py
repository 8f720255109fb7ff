"""Trimming and forbidden characters of typed values."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import values
from tests.contacts.naughty import NAUGHTY

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ALL_CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1)]


@pytest.mark.parametrize(
    ("typed", "trimmed"),
    [
        ("", ""),
        ("  Ada  ", "Ada"),
        ("\t\r\nAda\u2028\u2029\x85", "Ada"),
        ("\u3000Ada\u00a0", "Ada"),
        ("\ufeffAda\u200b", "Ada"),
        (" \u200b \u202aAda\u202c \u2069", "Ada"),
        ("two  inner\u200bparts", "two  inner\u200bparts"),
        ("\u200b \ufeff", ""),
        ("\u0600\u0661", "\u0600\u0661"),
        ("\u2800", "\u2800"),
        ("\x00Ada\x07", "\x00Ada\x07"),
    ],
)
def test_trim_takes_white_space_and_invisible_marks_off_both_ends(typed: str, trimmed: str) -> None:
    assert values.trim(typed) == trimmed


@pytest.mark.parametrize(
    "emoji",
    ["❤️", "1️⃣", "👩‍👩‍👧‍👦", "👍🏽", "🏳️‍🌈", "🏴‍☠️", "🏴", ENGLAND, f"Home {ENGLAND}", ENGLAND * 2],
)
def test_trim_never_cuts_an_emoji_sequence(emoji: str) -> None:
    assert values.trim(f"\u200b {emoji} \u200d\ufeff") == emoji


@pytest.mark.parametrize(
    ("typed", "trimmed"),
    [
        ("\U0001f3f4\U000e0067\U000e0062", "\U0001f3f4"),
        ("\U0001f3f4\U000e007f", "\U0001f3f4"),
        (f"{ENGLAND}\U000e0067\U000e007f", ENGLAND),
        ("A\U000e0067\U000e007f", "A"),
        (f"{ENGLAND[1:]}Ada", "Ada"),
    ],
)
def test_trim_takes_off_tags_that_spell_no_flag(typed: str, trimmed: str) -> None:
    assert values.trim(typed) == trimmed


@given(st.text())
def test_trim_is_settled_after_once(text: str) -> None:
    once = values.trim(text)
    assert values.trim(once) == once
    assert once in text


def test_trim_knows_all_white_space_and_only_format_marks() -> None:
    gone = {character for character in ALL_CHARACTERS if values.trim(character) == ""}
    assert gone == {c for c in ALL_CHARACTERS if c.isspace()} | values.INVISIBLE_MARKS
    # Some tags have no name, and so no category, in every version of Unicode.
    assert {unicodedata.category(mark) for mark in values.INVISIBLE_MARKS} <= {"Cf", "Cn"}


@pytest.mark.parametrize("end", [" ", "\u200b", "\U000e0067", " \u200b"])
def test_trim_of_a_million_marks_takes_linear_time(end: str) -> None:
    start = time.perf_counter()
    assert values.trim(end * 500_000 + "\U0001f3f4" + end * 500_000) == "\U0001f3f4"
    assert time.perf_counter() - start < 60  # else it takes hours


@pytest.mark.parametrize("text", ["Ada", "-", "❤️", "\u0600", "😀\u200b", "\x07", "e\u0301"])
def test_has_visible_sees_anything_drawn_or_refused_later(text: str) -> None:
    assert values.has_visible(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "\u3164", "\u2800", "\u115f \u1160", "\ufe0f", "\u034f", "\U000e0100"],
)
def test_has_visible_sees_through_blanks(text: str) -> None:
    assert not values.has_visible(text)


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\x00", "a control character (U+0000 NULL)"),
        ("\x07", "a control character (U+0007 BELL)"),
        ("\t", "a control character (U+0009 TAB)"),
        ("\n", "a line break (U+000A LINE FEED)"),
        ("\x1f", "a control character (U+001F INFORMATION SEPARATOR ONE)"),
        ("\x7f", "a control character (U+007F DELETE)"),
        ("\x85", "a line break (U+0085 NEXT LINE)"),
        ("\x9f", "a control character (U+009F APPLICATION PROGRAM COMMAND)"),
        ("\u2029", "a line break (U+2029 PARAGRAPH SEPARATOR)"),
        ("\u202e", "an invisible direction mark (U+202E RIGHT-TO-LEFT OVERRIDE)"),
        ("\ud800", "half of a broken character (U+D800)"),
    ],
)
def test_one_line_problem_names_the_character_and_its_place(character: str, named: str) -> None:
    problem = values.one_line_problem(f"Ada{character}B{character}")
    assert problem == f"contains {named} at position 4: remove it"


def test_one_line_problem_forbids_exactly_what_the_rules_name() -> None:
    forbidden = {c for c in ALL_CHARACTERS if values.one_line_problem(c)}
    controls = {c for c in ALL_CHARACTERS if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    directions = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    assert forbidden == controls | directions


def test_one_line_problem_has_a_name_for_each_character_but_surrogates() -> None:
    for character in map(chr, range(0x2070)):
        problem = values.one_line_problem(character)
        assert problem is None or f"(U+{ord(character):04X} " in problem


@pytest.mark.parametrize("text", ["می\u200cخواهم", "a\u200db", "\u200fעברית", "<b>", "😀", ""])
def test_one_line_problem_allows_joiners_and_marks_of_names(text: str) -> None:
    assert values.one_line_problem(text) is None


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\tb", "a\u2067b\u2069", "a\u2028b", ""])
def test_multi_line_problem_allows_what_notes_need(text: str) -> None:
    assert values.multi_line_problem(text) is None


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ud800"])
def test_multi_line_problem_forbids_other_controls(character: str) -> None:
    problem = values.multi_line_problem(f"one\n{character}")
    assert problem == values.one_line_problem(f"one {character}")


@given(st.text())
def test_clean_lines_leaves_one_kind_of_line_break(text: str) -> None:
    cleaned = values.clean_lines(text)
    assert "\r" not in cleaned
    assert values.clean_lines(cleaned) == cleaned


def test_clean_lines_keeps_the_number_of_lines() -> None:
    assert values.clean_lines("a\r\nb\rc\n\r\nd") == "a\nb\nc\n\nd"


def test_naughty_texts_are_many_and_told_apart() -> None:
    assert len(NAUGHTY) >= 200
    assert len({name for name, _ in NAUGHTY}) == len(NAUGHTY)
    refused = [text for _, text in NAUGHTY if values.one_line_problem(values.trim(text))]
    blank = [text for _, text in NAUGHTY if not values.has_visible(text)]
    assert len(refused) >= 20
    assert len(blank) >= 8
