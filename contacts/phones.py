"""The phone policy: what is a number, what is wrong with a value that is none, how to repair it.

Pure; used by form, import, search and admin alike. What numbering plans say of a good number is in
`contacts.numbering`, and offered here too: this module is the one door.
"""

import re
import unicodedata
from dataclasses import dataclass

from contacts.numbering import country, human, split, warning, warning_text
from contacts.values import INVISIBLE_MARKS, one_line_problem

__all__ = [
    "PHONE_MAX",
    "PhoneProblem",
    "check",
    "country",
    "digit_run",
    "digit_runs",
    "human",
    "is_e164",
    "warning",
    "warning_text",
    "without_trunk_zero",
]

PHONE_MAX = 16

_GATE = re.compile(r"\+[1-9][0-9]{6,14}")
# Longer values are not searched for repairs: nobody wrote a number with so much around it.
_REPAIR_MAX = 100
_EXAMPLE = "write it as +[country code][number], such as +1234567890"

_PLUS_SIGNS = "+\uff0b\ufe62"
_PUNCTUATION = {
    "dashes": "-\u2212\u2043\u02d7\u30fc\uff70",
    "dots": ".\u00b7\u2024\u30fb\uff0e",
    "slashes": "/\u2044\u2215\uff0f",
    "parentheses": "()\u207d\u207e\ufe59\ufe5a\uff08\uff09",
    "invisible marks": "".join(INVISIBLE_MARKS),
}
_MARKS = re.compile(f"[{_PUNCTUATION['invisible marks']}]")
_NOUNS = {character: noun for noun, group in _PUNCTUATION.items() for character in group}
_NOUN_ORDER = ("spaces", *_PUNCTUATION)

# The zero in `+44 (0)20…`, in the brackets of any width.
_HOME_ZERO = re.compile(r"[(\u207d\ufe59\uff08]\s*0\s*[)\u207e\ufe5a\uff09]")
_SCIENTIFIC = re.compile(r"\+?[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+")
_EXTENSION = re.compile(
    r"[0-9)]\s*[,;]?\s*(ext(ensi?on|n)?|x|#|;|,)[\s.:=]*[0-9]{1,7}", re.IGNORECASE
)


@dataclass(frozen=True)
class PhoneProblem:
    """Why a value is no phone number: a code, what to do about it, and the certain repair."""

    code: str
    message: str
    suggestion: str | None = None


def is_e164(value: str) -> bool:
    """The gate: + and 7 to 15 digits, the first of them 1 to 9. Nothing else is ever stored."""
    return _GATE.fullmatch(value) is not None


def check(value: str) -> PhoneProblem | None:
    """What keeps a trimmed value from being stored; None when it passes the gate."""
    if is_e164(value):
        return None
    if not value:
        return PhoneProblem("missing", f"the phone number is missing: {_EXAMPLE}")
    if len(value) > _REPAIR_MAX:
        return PhoneProblem(
            "too_long",
            f"has {len(value):,} characters, a phone number has at most {PHONE_MAX}: {_EXAMPLE}",
        )
    plain = _plain(value)
    bare, nouns = _bare(plain)
    if bare.lstrip("+").isdecimal() and bare.rfind("+") <= 0:
        return _digits_problem(value, plain, bare, nouns)
    return _text_problem(plain)


def without_trunk_zero(phone: str) -> str:
    """A good number that `phone` would be without the zero dialled only at home; "" for none.

    `+4402079460018` is dialled `+442079460018` from abroad; Italy's zeros belong to the number.
    """
    calling_code, national = split(phone)
    without_zero = f"+{calling_code}{national[1:]}"
    if not (calling_code and national.startswith("0") and is_e164(without_zero)):
        return ""
    return without_zero if warning(phone) and not warning(without_zero) else ""


def digit_run(query: str) -> str | None:
    """The digits of a query made of digits and phone punctuation only, else None."""
    bare = _bare(_plain(query))[0].replace("+", "")
    return bare if bare.isdecimal() else None


def digit_runs(query: str) -> tuple[str, ...]:
    """The runs of digits to look for: as typed, and without the zeros dialled only at home."""
    run = digit_run(query)
    if run is None:
        return ()
    abroad = digit_run(_HOME_ZERO.sub("", _plain(query))) or ""
    runs = (run, run.lstrip("0"), abroad, abroad.lstrip("0"))
    return tuple(dict.fromkeys(found for found in runs if found))


def _plain(value: str) -> str:
    """The value with the digits and plus signs of all scripts and widths as ASCII."""
    if value.isascii():
        return value
    return "".join(
        "+" if character in _PLUS_SIGNS else str(unicodedata.decimal(character, character))
        for character in value
    )


def _bare(plain: str) -> tuple[str, list[str]]:
    """The value without phone punctuation, and the nouns for what was taken out."""
    kept, nouns = [], set()
    for character in plain:
        if noun := _noun(character):
            nouns.add(noun)
        else:
            kept.append(character)
    return "".join(kept), [noun for noun in _NOUN_ORDER if noun in nouns]


def _noun(character: str) -> str | None:
    if noun := _NOUNS.get(character):
        return noun
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return "spaces"
    return "dashes" if category == "Pd" else None


def _digits_problem(value: str, plain: str, bare: str, nouns: list[str]) -> PhoneProblem:
    """The problem of a value that holds one run of digits, however it is written."""
    code, steps = "needs_cleaning", []
    if plain != value:
        code = "fullwidth"
        steps.append("write plain digits (0 to 9) and a plain +")
    if bare.startswith("00") and bare[2:3] not in ("", "0"):
        code, bare = "double_zero", "+" + bare[2:]
        steps.append("write + in place of 00")
    if not bare.startswith("+"):
        return PhoneProblem(
            "no_plus",
            f"the + and country code are missing; spreadsheets drop the +: {_EXAMPLE}",
        )
    if nouns:
        steps.append("remove " + _listed(nouns))
    if not is_e164(bare):
        return _count_problem(bare)
    return _repair(code, steps, bare)


def _count_problem(bare: str) -> PhoneProblem:
    count = len(bare) - 1
    if bare[1] == "0":
        return PhoneProblem(
            "leading_zero",
            f"a country code never begins with 0: {_EXAMPLE}",
        )
    code = "too_short" if count < 7 else "too_long"
    return PhoneProblem(
        code,
        f"has {_counted(count)}, a phone number has 7 to 15 with its country code: {_EXAMPLE}",
    )


def _repair(code: str, steps: list[str], phone: str) -> PhoneProblem:
    """Propose the number, unless it may not be the one that was meant."""
    calling_code, national = split(phone)
    doubt = warning(phone)
    without_zero = f"+{calling_code}{national[1:]}"
    if doubt and national.startswith("0") and calling_code:
        # `+44 (0)20…`: a zero dialled only inside the country. In Italy it is dialled from abroad.
        if not is_e164(without_zero) or warning(without_zero):
            return PhoneProblem(
                code,
                "; ".join([*steps, f"check the 0 after +{calling_code}, mostly it must go"]),
            )
        phone, doubt = without_zero, ""
        steps = [*steps, f"leave out the 0 after +{calling_code}"]
    if doubt == "too_long":
        # Digits of an extension or of a second number have run together with the first.
        steps = [*steps, f"check the digits, it {warning_text(phone, doubt)}"]
        return PhoneProblem(code, "; ".join(steps))
    return PhoneProblem(code, f"{'; '.join(steps)}: {phone}", phone)


def _text_problem(plain: str) -> PhoneProblem:
    """The problem of a value that holds more than digits and phone punctuation."""
    compact = re.sub(r"\s", "", plain)
    if _SCIENTIFIC.fullmatch(compact):
        return PhoneProblem(
            "scientific",
            "a spreadsheet shortened this number, its digits are lost: "
            "format the column as text and enter the number again",
        )
    # Here invisible marks are punctuation; spaces in their place keep the position right.
    if forbidden := one_line_problem(_MARKS.sub(" ", plain)):
        return PhoneProblem("invalid", forbidden)
    if plain.count("+") > 1:
        return PhoneProblem("invalid", f"has more than one +: keep one number; {_EXAMPLE}")
    if _EXTENSION.search(plain):
        return PhoneProblem(
            "extension", "remove the extension: only the number itself can be called"
        )
    if any(character.isalpha() for character in plain):
        return PhoneProblem("letters", f"contains letters: {_EXAMPLE}")
    return PhoneProblem("invalid", f"is not a phone number: {_EXAMPLE}")


def _counted(count: int) -> str:
    return "1 digit" if count == 1 else f"{count} digits"


def _listed(nouns: list[str]) -> str:
    """Words as a list: "spaces, dashes and parentheses"."""
    return " and ".join(filter(None, (", ".join(nouns[:-1]), nouns[-1])))
