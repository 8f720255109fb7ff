"""What numbering plans say of numbers: held against the library's own, slower answers."""

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

from contacts import numbering, phones
from contacts.country_names import COUNTRY_NAMES

REGIONS = [
    (code, region)
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
    for region in regions
]
LENGTH_WARNINGS = {
    ValidationResult.IS_POSSIBLE: "not_assigned",
    ValidationResult.INVALID_LENGTH: "not_assigned",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "too_short",
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.TOO_LONG: "too_long",
}


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def generated_numbers() -> list[str]:
    """For each region its example numbers, these a little altered, and random digits."""
    chance = random.Random(20)
    numbers = set()
    for code, region in REGIONS:
        nationals = [
            "".join(chance.choices("0123456789", k=chance.randint(3, 13))) for _ in range(60)
        ]
        for kind in PhoneNumberType.values():
            example = (
                phonenumbers.example_number_for_non_geo_entity(code)
                if region == "001"
                else phonenumbers.example_number_for_type(region, kind)
            )
            if example:
                national = phonenumbers.national_significant_number(example)
                digit = digits(chance, 1)
                place = chance.randrange(len(national))
                nationals += [
                    national,
                    national[:-1],
                    national + digit,
                    "0" + national,
                    national[:place] + digit + national[place + 1 :],
                    national[:3] + digits(chance, len(national) - 3),
                ]
        numbers.update(f"+{code}{national}" for national in nationals)
    return sorted(filter(phones.is_e164, numbers))


NUMBERS = generated_numbers()


def library_number(phone: str) -> PhoneNumber:
    """The library's number of exactly these digits, which its `parse()` would at times change."""
    code, national = numbering.split(phone)
    zeros = len(national) - len(national.lstrip("0"))
    return PhoneNumber(int(code), int(national), None, zeros > 0, zeros)


def test_generated_numbers_are_many_and_of_all_kinds() -> None:
    assert len(NUMBERS) > 15_000
    assert {phones.warning(phone) for phone in NUMBERS} == {"", *LENGTH_WARNINGS.values()}


def test_warning_is_that_of_the_library() -> None:
    for phone in NUMBERS:
        number = library_number(phone)
        reason = phonenumbers.is_possible_number_with_reason(number)
        expected = "" if phonenumbers.is_valid_number(number) else LENGTH_WARNINGS[reason]
        assert phones.warning(phone) == expected, phone


def test_warning_is_that_of_the_parsed_number_unless_parsing_changes_it() -> None:
    for phone in NUMBERS[::7]:
        number = phonenumbers.parse(phone)
        if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == phone:
            assert (phones.warning(phone) == "") == phonenumbers.is_valid_number(number), phone


def test_country_is_that_of_the_library_or_the_main_one_of_the_code() -> None:
    for phone in NUMBERS:
        number = library_number(phone)
        main = phonenumbers.region_code_for_country_code(number.country_code)
        region = phonenumbers.region_code_for_number(number) or main
        assert phones.country(phone) == COUNTRY_NAMES.get(region, ""), phone


def test_human_groups_the_same_digits() -> None:
    for phone in NUMBERS:
        grouped = phones.human(phone)
        assert "".join(c for c in grouped if c in "+0123456789") == phone, grouped


def test_every_region_has_a_name() -> None:
    assert set(COUNTRY_NAMES) == {region for _, region in REGIONS} - {"001"}
    assert all(name == name.strip() and name for name in COUNTRY_NAMES.values())


@pytest.mark.parametrize(
    ("phone", "code", "text"),
    [
        ("+1234567890", "too_short", "looks too short for +1, United States"),
        ("+1555123456", "too_short", "looks too short for +1, United States"),
        ("+4402079460018", "too_long", "looks too long for +44, United Kingdom"),
        ("+11234567890", "not_assigned", "looks wrong: no such number range in +1, United States"),
        ("+8001234567", "too_short", "looks too short for +800"),
        ("+9991234567", "unknown_code", "looks wrong: no country has the code +999"),
        ("+441234567890", "", ""),
        ("+61234567890", "", ""),
        ("+14155552671", "", ""),
    ],
)
def test_warning_in_words(phone: str, code: str, text: str) -> None:
    assert phones.warning(phone) == code
    assert phones.warning_text(phone, code) == text


@pytest.mark.parametrize(
    ("phone", "grouped", "country"),
    [
        ("+14155552671", "+1 415-555-2671", "United States"),
        ("+16135550123", "+1 613-555-0123", "Canada"),
        ("+442079460018", "+44 20 7946 0018", "United Kingdom"),
        ("+390612345678", "+39 06 1234 5678", "Italy"),
        ("+77012345678", "+7 701 234 5678", "Kazakhstan"),
        ("+1234567890", "+1 234567890", "United States"),
        ("+80012345678", "+800 1234 5678", ""),
        ("+9991234567", "+9991234567", ""),
    ],
)
def test_human_format_and_country(phone: str, grouped: str, country: str) -> None:
    assert phones.human(phone) == grouped
    assert phones.country(phone) == country


@given(st.one_of(st.text(), st.from_regex(r"\+[0-9]{0,20}.?", fullmatch=True)))
def test_no_value_is_too_odd_to_be_asked_about(value: str) -> None:
    phones.warning_text(value, phones.warning(value))
    phones.country(value)
    assert phones.human(value) != "" or value == ""


@pytest.mark.parametrize("value", ["", "+", "+1", "+1 415", "Ada"])
def test_human_leaves_what_is_no_number_as_it_is(value: str) -> None:
    assert phones.human(value) == value
