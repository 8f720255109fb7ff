"""What the world's numbering plans say of a number that passed the gate. Pure.

Answers come from libphonenumber's metadata, for the digits as they are stored. Its `parse()` is
not asked: it costs 34 us, and it judges another number than the stored one when it believes to
see a national prefix (`+4402079460018`).
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple, cast

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberDesc,
    PhoneNumberFormat,
    format_number,
)

from contacts.country_names import COUNTRY_NAMES

_REGIONS = {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}
_KINDS = (
    "fixed_line",
    "mobile",
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)


class _Rule(NamedTuple):
    """What a region demands of a national number of one length; no `valid`: it has none."""

    region: str
    leading: re.Pattern[str] | None
    valid: re.Pattern[str] | None


def warning(phone: str) -> str:
    """A short code for what looks wrong with an E.164 number, or "" when nothing does.

    too_short, too_long, not_assigned (no such range) or unknown_code (of no country).
    """
    code, national = split(phone)
    if not code:
        return "unknown_code"
    if _region(code, national)[1]:
        return ""
    return _length_warning(code, len(national))


@lru_cache(maxsize=4096)
def warning_text(phone: str, code: str) -> str:
    """The warning in words: "looks too short for +1, United States"; "" for no warning."""
    if not code:
        return ""
    calling_code = "+" + (split(phone)[0] or phone[1:4])
    place = ", ".join(filter(None, (calling_code, country(phone))))
    return {
        "too_short": f"looks too short for {place}",
        "too_long": f"looks too long for {place}",
        "not_assigned": f"looks wrong: no such number range in {place}",
        "unknown_code": f"looks wrong: no country has the code {calling_code}",
    }[code]


def country(phone: str) -> str:
    """The number's country, or the main one of those that share its code; "" where none has it."""
    code, national = split(phone)
    return COUNTRY_NAMES.get(_region(code, national)[0], "") if code else ""


@lru_cache(maxsize=4096)
def human(phone: str) -> str:
    """The number grouped as its country writes it (`+1 415-555-2671`); never other digits.

    A number of no country, or a value that is no number, stays as it is.
    """
    code, national = split(phone)
    if not (code and national.isdecimal()):
        return phone
    zeros = len(national) - len(national.lstrip("0"))
    number = PhoneNumber(
        country_code=int(code),
        national_number=int(national),
        italian_leading_zero=zeros > 0,
        number_of_leading_zeros=zeros,
    )
    grouped = format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return grouped if re.sub("[^0-9]", "", grouped) == phone[1:] else phone


def split(phone: str) -> tuple[str, str]:
    """The country's code and the national digits; an unknown code is ""."""
    for length in (1, 2, 3):
        if phone[1 : 1 + length] in _REGIONS:
            return phone[1 : 1 + length], phone[1 + length :]
    return "", phone[1:]


def _region(code: str, national: str) -> tuple[str, bool]:
    """The region of a national number, and whether the number is valid there."""
    rules = _rules(code, len(national))
    for region, leading, valid in rules:
        fits = valid is not None and valid.fullmatch(national) is not None
        # Leading digits settle the region, also of a number that is not valid there.
        if fits if leading is None else leading.match(national):
            return region, fits
    return rules[0].region, False


@cache
def _rules(code: str, length: int) -> tuple[_Rule, ...]:
    """The rules of all regions with this code, the main one first."""
    rules = []
    for region in _REGIONS[code]:
        metadata = _metadata(code, region)
        leading = metadata.leading_digits and re.compile(metadata.leading_digits)
        rules.append(_Rule(region, leading or None, _valid_pattern(metadata, length)))
    return tuple(rules)


def _valid_pattern(metadata: PhoneMetadata, length: int) -> re.Pattern[str] | None:
    general = _general(metadata)
    kinds = (getattr(metadata, kind) for kind in _KINDS)
    patterns = [
        kind.national_number_pattern for kind in kinds if kind and length in kind.possible_length
    ]
    if length not in general.possible_length or not patterns:
        return None
    return re.compile(rf"(?=(?:{general.national_number_pattern})\Z)(?:{'|'.join(patterns)})")


def _length_warning(code: str, length: int) -> str:
    """The warning for an invalid number: by its length where that is what is wrong with it."""
    general = _general(_metadata(code, _REGIONS[code][0]))
    if length < general.possible_length[0] or length in general.possible_length_local_only:
        return "too_short"
    return "too_long" if length > general.possible_length[-1] else "not_assigned"


def _metadata(code: str, region: str) -> PhoneMetadata:
    # Region and code come from the library's own table, which it has metadata for throughout.
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    return cast(PhoneMetadata, metadata)


def _general(metadata: PhoneMetadata) -> PhoneNumberDesc:
    # Only short numbers, which are another table, may lack it.
    return cast(PhoneNumberDesc, metadata.general_desc)
