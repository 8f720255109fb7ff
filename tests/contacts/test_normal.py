"""What counts as equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import normal
from tests.contacts.naughty import NAUGHTY

PARTS = st.lists(
    st.one_of(st.text(), st.sampled_from([text for _, text in NAUGHTY if len(text) < 60])),
    max_size=4,
)


@pytest.mark.parametrize(
    "texts",
    [
        ("Élodie", "ÉLODIE", "elodie", "E\u0301lodie", "ＥＬＯＤＩＥ"),
        ("Straße", "STRASSE", "strasse", "STRAẞE"),
        ("ISTANBUL", "İstanbul", "istanbul", "ıstanbul", "I\u0307stanbul"),
        ("Οδυσσεύς", "ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
        ("שָׁלוֹם", "שלום"),
        ("مَرْحَبًا", "مرحبا", "مرحبــا"),
        ("ガギ", "ｶﾞｷﾞ", "カ\u3099キ\u3099"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("zero\u200bwidth", "zerowidth", "\ufeffZEROWIDTH\u200e"),
        ("❤️", "❤"),
        ("ﬁne", "fine", "FINE"),
        ("no\u00a0break", "no break"),
        ("K", "\u212a", "k"),
        ("Øresund", "øresund", "O\u0338resund", "Oresund"),
        ("Łódź", "LODZ", "lódz"),
        ("Đặng Ðögg", "Dang Dogg"),
        ("Æsir Œuvre", "ǼSIR œuvre", "aesir oeuvre"),
        ("Þór Ħal Ŧ Ŋ", "thor hal t n"),
        ("Ɔkyerɛ", "okyere"),
        ("O'Neill", "O’Neill", "O‘Neill", "OʼNeill", "OʹNeill", "O＇Neill", "O´Neill", "o`neill"),
        ("O'Neill", "O\u0384Neill", "O\u1ffdNeill"),
        ("ג׳ורג׳", "ג'ורג'"),
        ('בע"מ', "בע״מ", "בע”מ", "בע″מ", "בע＂מ"),
        ('"Ltd"', "“Ltd”", "„Ltd‟", "«Ltd»", "〝Ltd〞", "〝Ltd〟"),
        ("Beira-Mar", "Beira‐Mar", "Beira‑Mar", "Beira–Mar", "Beira−Mar", "beira－mar"),
    ],
    ids=lambda texts: texts[0],
)
def test_fold_makes_equal(texts: tuple[str, ...]) -> None:
    assert len({normal.fold(text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("が", "か"),
        ("ば", "ぱ"),
        ("हिन्दी", "हनद"),
        ("தமிழ்", "தமிழ"),
        ("שלום־עולם", "שלוםעולם"),
        ("ab", "a b"),
        ('"', "''"),
        ("e", "ə"),
        ("ー", "-"),
        ("a_b", "a%b"),
    ],
)
def test_fold_keeps_apart(one: str, other: str) -> None:
    assert normal.fold(one) != normal.fold(other)


@given(PARTS)
def test_fold_is_settled_after_once_and_blind_to_case(parts: list[str]) -> None:
    folded = normal.fold("".join(parts))
    assert normal.fold(folded) == folded


@given(st.text(st.characters(max_codepoint=127)))
def test_fold_of_ascii_is_that_of_the_long_way(text: str) -> None:
    assert normal.fold(text) + "я" == normal.fold(text + "Я")


@given(PARTS)
def test_fold_of_typed_capitals_finds_the_stored_text(parts: list[str]) -> None:
    text = "".join(parts)
    assert normal.fold(normal.fold(text).upper()) == normal.fold(text)


def test_key_collapses_white_space_and_is_bounded() -> None:
    assert normal.key("  Élodie \u3000\t Müller ") == "elodie muller"
    assert normal.key("O’Neill") == normal.key("O'Neill")
    assert normal.key("") == ""
    assert len(normal.key("ﷺ" * 200)) == normal.KEY_MAX


def test_email_key_ignores_case_but_not_accents() -> None:
    assert normal.email_key(" Ann@Example.COM\u200b") == "ann@example.com"
    assert normal.email_key("josé@example.com") != normal.email_key("jose@example.com")
    assert normal.email_key("o’neill@example.com") != normal.email_key("o'neill@example.com")
    assert len(normal.email_key("İ" * 254)) == 254


def test_search_text_is_a_folded_line_for_each_value() -> None:
    text = normal.search_text("Élodie", "+14155552671", "Ann@Example.com", "CA", "")
    assert text == "elodie\n+14155552671\nann@example.com\nca\n\n\n"


@given(st.tuples(*[st.text(st.characters(exclude_characters="\n"))] * 5))
def test_search_text_keeps_the_values_apart(values: tuple[str, str, str, str, str]) -> None:
    assert normal.search_text(*values).split("\n") == [*map(normal.fold, values), "", ""]
