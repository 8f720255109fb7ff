"""The phone policy: the gate, what is said of other values, the repairs, queries of digits."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contacts import phones
from tests.contacts.naughty import NAUGHTY

DOCUMENTED = ["+1234567890", "+441234567890", "+61234567890", "+1987654321", "+1555123456"]
EXAMPLE = "write it as +[country code][number], such as +1234567890"
PHONE_LIKE = st.text(
    "+0123456789 ()-./xeE,\u00a0\u2013\uff0b\uff11\u0662\u202a\u200b\t", max_size=24
)
E164 = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)


@pytest.mark.parametrize("phone", [*DOCUMENTED, "+1234567", "+123456789012345", "+9999999"])
def test_gate_passes_documented_and_extreme_numbers(phone: str) -> None:
    assert phones.is_e164(phone)
    assert phones.check(phone) is None
    assert len(phone) <= phones.PHONE_MAX


@pytest.mark.parametrize(
    "value",
    [
        "+123456",
        "+1234567890123456",
        "+0123456789",
        "1234567890",
        "+1234567\n",
        "+１２３４５６７",
        "+²34567890",
    ],
)
def test_gate_holds_back_everything_else(value: str) -> None:
    assert not phones.is_e164(value)
    assert phones.check(value) is not None


@pytest.mark.parametrize(
    ("value", "steps", "suggestion"),
    [
        ("+1 (415) 555-2671", "remove spaces, dashes and parentheses", "+14155552671"),
        ("+1.415.555.2671", "remove dots", "+14155552671"),
        ("+1\u00a0415\u2013555\u22122671", "remove spaces and dashes", "+14155552671"),
        ("+49 30/1234567", "remove spaces and slashes", "+49301234567"),
        ("\u202a+1\u202c4155552671", "remove invisible marks", "+14155552671"),
        ("+1\t415 5552671", "remove spaces", "+14155552671"),
        ("(+1) 234567890", "remove spaces and parentheses", "+1234567890"),
        ("+999 1234567", "remove spaces", "+9991234567"),
    ],
)
def test_check_proposes_the_number_without_punctuation(
    value: str, steps: str, suggestion: str
) -> None:
    assert phones.check(value) == phones.PhoneProblem(
        "needs_cleaning", f"{steps}: {suggestion}", suggestion
    )


@pytest.mark.parametrize(
    ("value", "code", "steps", "suggestion"),
    [
        ("0012345678", "double_zero", "write + in place of 00", "+12345678"),
        (
            "0044 (0)20 7946 0018",
            "double_zero",
            "write + in place of 00; remove spaces and parentheses; leave out the 0 after +44",
            "+442079460018",
        ),
        (
            "＋１４１５５５５２６７１",
            "fullwidth",
            "write plain digits (0 to 9) and a plain +",
            "+14155552671",
        ),
        (
            "٠٠٤٤ ٢٠٧٩٤٦٠٠١٨",
            "double_zero",
            "write plain digits (0 to 9) and a plain +; write + in place of 00; remove spaces",
            "+442079460018",
        ),
    ],
)
def test_check_repairs_double_zero_and_other_digits(
    value: str, code: str, steps: str, suggestion: str
) -> None:
    problem = phones.PhoneProblem(code, f"{steps}: {suggestion}", suggestion)
    assert phones.check(value) == problem


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("+44 020 7946 0018", "+442079460018"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("+39 06 1234 5678", "+390612345678"),
        ("+44 (0)20 79", None),
        ("+44 0 12345", None),
    ],
)
def test_check_drops_a_zero_only_where_that_gives_a_number(
    value: str, suggestion: str | None
) -> None:
    problem = phones.check(value)
    assert problem is not None
    assert problem.suggestion == suggestion
    assert ("0 after +44" in problem.message) == value.startswith("+44")


@pytest.mark.parametrize("value", ["+14155552671/72", "+14155552671 555", "+14155552671.0"])
def test_check_proposes_nothing_when_digits_may_have_run_together(value: str) -> None:
    problem = phones.check(value)
    assert problem is not None
    assert problem.suggestion is None
    assert problem.message.endswith("check the digits, it looks too long for +1, United States")


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("", "missing", f"the phone number is missing: {EXAMPLE}"),
        (
            "(415) 555-2671",
            "no_plus",
            f"the + and country code are missing; spreadsheets drop the +: {EXAMPLE}",
        ),
        (
            "14155552671",
            "no_plus",
            f"the + and country code are missing; spreadsheets drop the +: {EXAMPLE}",
        ),
        ("+0123456789", "leading_zero", f"a country code never begins with 0: {EXAMPLE}"),
        ("+00 44 2079460018", "leading_zero", f"a country code never begins with 0: {EXAMPLE}"),
        (
            "+1 23",
            "too_short",
            f"has 3 digits, a phone number has 7 to 15 with its country code: {EXAMPLE}",
        ),
        (
            "+1",
            "too_short",
            f"has 1 digit, a phone number has 7 to 15 with its country code: {EXAMPLE}",
        ),
        (
            "+1234567890123456",
            "too_long",
            f"has 16 digits, a phone number has 7 to 15 with its country code: {EXAMPLE}",
        ),
        ("1" * 3000, "too_long", f"has 3,000 characters, a phone number has at most 16: {EXAMPLE}"),
        ("+1-800-FLOWERS", "letters", f"contains letters: {EXAMPLE}"),
        ("tel:+14155552671", "letters", f"contains letters: {EXAMPLE}"),
        ("+1 415 555 2671 (home)", "letters", f"contains letters: {EXAMPLE}"),
        (
            "+14155552671/+14155552672",
            "invalid",
            f"has more than one +: keep one number; {EXAMPLE}",
        ),
        ("++14155552671", "invalid", f"has more than one +: keep one number; {EXAMPLE}"),
        ("+", "invalid", f"is not a phone number: {EXAMPLE}"),
        ("+²345678901", "invalid", f"is not a phone number: {EXAMPLE}"),
        ("*31#", "invalid", f"is not a phone number: {EXAMPLE}"),
        (
            "+1\u202a415\x005552671",
            "invalid",
            "contains a control character (U+0000 NULL) at position 7: remove it",
        ),
        (
            "+14155552671\n+14155552672",
            "invalid",
            "contains a line break (U+000A LINE FEED) at position 13: remove it",
        ),
    ],
)
def test_check_says_what_to_do_where_no_repair_is_certain(
    value: str, code: str, message: str
) -> None:
    assert phones.check(value) == phones.PhoneProblem(code, message, None)


@pytest.mark.parametrize(
    "value",
    ["1.4155E+10", "1,4155E+10", "1.4155e10", "+1E10", "1.4155E +10", "１.４E+10"],
)
def test_check_knows_a_number_that_a_spreadsheet_shortened(value: str) -> None:
    assert phones.check(value) == phones.PhoneProblem(
        "scientific",
        "a spreadsheet shortened this number, its digits are lost: "
        "format the column as text and enter the number again",
    )


@pytest.mark.parametrize(
    "ending",
    ["x12", " x 12", " ext. 5", " Ext 5", " extension: 5", ";ext=5", "#12", ",,5"],
)
def test_check_asks_to_remove_an_extension(ending: str) -> None:
    assert phones.check("+1 (415) 555-2671" + ending) == phones.PhoneProblem(
        "extension", "remove the extension: only the number itself can be called"
    )


@given(st.one_of(PHONE_LIKE, E164, st.text(), st.sampled_from([text for _, text in NAUGHTY])))
@example("+1234567")
@example("\ud800")
def test_check_agrees_with_the_gate_and_proposes_only_what_passes_it(value: str) -> None:
    problem = phones.check(value)
    assert (problem is None) == (re.fullmatch(r"\+[1-9][0-9]{6,14}", value) is not None)
    if problem and problem.suggestion:
        assert phones.is_e164(problem.suggestion)
        assert problem.message.endswith(f": {problem.suggestion}")


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True).filter(lambda digits: digits[:2] != "00"))
def test_check_never_proposes_a_country(digits: str) -> None:
    problem = phones.check(digits)
    assert problem is not None
    assert (problem.code, problem.suggestion) == ("no_plus", None)


@given(E164, st.sampled_from(" -.()\u00a0\u2011"), st.data())
def test_check_proposes_the_digits_that_were_typed(
    phone: str, mark: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(min_value=1, max_value=len(phone)))
    problem = phones.check(phone[:place] + mark + phone[place:])
    assert problem is not None
    if phones.warning(phone) == "":
        assert problem.suggestion == phone


@pytest.mark.parametrize(
    ("query", "runs"),
    [
        ("234 567 890", ("234567890",)),
        ("(234) 567-890", ("234567890",)),
        ("+1234567890", ("1234567890",)),
        ("020 7946", ("0207946", "207946")),
        ("0044.20/7946", ("0044207946", "44207946")),
        ("٢٣٤\u00a0５６", ("23456",)),
        ("\u202a234\u2011567\u202c", ("234567",)),
        ("+44 (0)20", ("44020", "4420")),
        ("0044（ ０ ）20", ("0044020", "44020", "004420", "4420")),
        ("(0)20", ("020", "20")),
        ("(0)", ("0",)),
        ("0", ("0",)),
        ("000", ("000",)),
        ("", ()),
        ("+ - ()", ()),
        ("234 abc", ()),
        ("²³", ()),
        ("234\x00", ()),
        ("234,567", ()),
    ],
)
def test_digit_runs_of_a_query(query: str, runs: tuple[str, ...]) -> None:
    assert phones.digit_runs(query) == runs
    assert phones.digit_run(query) == (runs[0] if runs else None)


@given(st.one_of(PHONE_LIKE, st.text()))
def test_digit_runs_hold_the_digits_of_the_query_in_order(query: str) -> None:
    digits = "".join(str(unicodedata.decimal(c)) for c in query if c.isdecimal())
    for run in phones.digit_runs(query):
        left = iter(digits)
        assert all(digit in left for digit in run)
