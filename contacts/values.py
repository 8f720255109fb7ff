"""What a typed value may hold: trimming, forbidden characters, limits. Pure."""

import re
import unicodedata

NAME_MAX = 200
EMAIL_MAX = 254
STATE_MAX = 100
BROKERAGE_MAX = 200
NOTES_MAX = 5000

_WHITE_SPACE = "".join(
    (
        "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680",
        "".join(map(chr, range(0x2000, 0x200B))),
        "\u2028\u2029\u202f\u205f\u3000",
    )
)
# The format characters (Cf) that show nothing; U+0600-0605 and their like are visible.
_MARK_RANGES = (
    (0x00AD, 0x00AD),
    (0x061C, 0x061C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xE0001, 0xE0001),
    (0xE0020, 0xE007F),
)
INVISIBLE_MARKS = frozenset(
    chr(code) for first, last in _MARK_RANGES for code in range(first, last + 1)
)
# Letters, marks and a symbol that are drawn as nothing: grapheme joiner, Hangul fillers, Khmer
# inherent vowels, Mongolian and emoji variation selectors, the empty Braille pattern.
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

_ENDS = _WHITE_SPACE + "".join(sorted(INVISIBLE_MARKS))
_BLACK_FLAG = "\U0001f3f4"
# The flags of England, Scotland and Wales are a black flag spelt out in invisible tags.
_FLAG_TAGS = re.compile("[\U000e0020-\U000e007e]+\U000e007f")

_SURROGATES = r"\ud800-\udfff"
_BAD_IN_ONE_LINE = re.compile(
    rf"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069{_SURROGATES}]"
)
_BAD_IN_MANY_LINES = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_SURROGATES}]")

_LINE_BREAKS = frozenset("\n\v\f\r\x85\u2028\u2029")
# unicodedata has no names for control characters.
_C0_NAMES = (
    "NULL|START OF HEADING|START OF TEXT|END OF TEXT|END OF TRANSMISSION|ENQUIRY|ACKNOWLEDGE|BELL|"
    "BACKSPACE|TAB|LINE FEED|LINE TABULATION|FORM FEED|CARRIAGE RETURN|SHIFT OUT|SHIFT IN|"
    "DATA LINK ESCAPE|DEVICE CONTROL ONE|DEVICE CONTROL TWO|DEVICE CONTROL THREE|"
    "DEVICE CONTROL FOUR|NEGATIVE ACKNOWLEDGE|SYNCHRONOUS IDLE|END OF TRANSMISSION BLOCK|CANCEL|"
    "END OF MEDIUM|SUBSTITUTE|ESCAPE|INFORMATION SEPARATOR FOUR|INFORMATION SEPARATOR THREE|"
    "INFORMATION SEPARATOR TWO|INFORMATION SEPARATOR ONE"
)
_C1_NAMES = (
    "DELETE|PADDING CHARACTER|HIGH OCTET PRESET|BREAK PERMITTED HERE|NO BREAK HERE|INDEX|NEXT LINE|"
    "START OF SELECTED AREA|END OF SELECTED AREA|CHARACTER TABULATION SET|"
    "CHARACTER TABULATION WITH JUSTIFICATION|LINE TABULATION SET|PARTIAL LINE FORWARD|"
    "PARTIAL LINE BACKWARD|REVERSE LINE FEED|SINGLE SHIFT TWO|SINGLE SHIFT THREE|"
    "DEVICE CONTROL STRING|PRIVATE USE ONE|PRIVATE USE TWO|SET TRANSMIT STATE|CANCEL CHARACTER|"
    "MESSAGE WAITING|START OF GUARDED AREA|END OF GUARDED AREA|START OF STRING|"
    "SINGLE GRAPHIC CHARACTER INTRODUCER|SINGLE CHARACTER INTRODUCER|CONTROL SEQUENCE INTRODUCER|"
    "STRING TERMINATOR|OPERATING SYSTEM COMMAND|PRIVACY MESSAGE|APPLICATION PROGRAM COMMAND"
)
_CONTROL_NAMES = dict(enumerate(_C0_NAMES.split("|"))) | dict(
    enumerate(_C1_NAMES.split("|"), start=0x7F)
)


def trim(text: str) -> str:
    """Take white space and invisible format marks off both ends, without cutting an emoji."""
    trimmed = text.strip(_ENDS)
    if trimmed.endswith(_BLACK_FLAG):
        end = text.rindex(_BLACK_FLAG) + 1
        if tags := _FLAG_TAGS.match(text, end):
            return trimmed + tags[0]
    return trimmed


def has_visible(text: str) -> bool:
    """Whether anything of the text would be seen on a page."""
    return trim(_BLANKS.sub("", text)) != ""


def clean_lines(text: str) -> str:
    """Bring line breaks to "\\n": browsers post "\\r\\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def one_line_problem(text: str) -> str | None:
    """Say which forbidden character a one-line value holds, and where; None when it holds none."""
    return _problem(_BAD_IN_ONE_LINE.search(text))


def multi_line_problem(text: str) -> str | None:
    """The same for notes, which may hold tabs, line breaks and the marks of mixed directions."""
    return _problem(_BAD_IN_MANY_LINES.search(text))


def _problem(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    character = found[0]
    code = f"U+{ord(character):04X}"
    name = _CONTROL_NAMES.get(ord(character)) or unicodedata.name(character, "")
    label = f"{_kind(character)} ({code} {name})" if name else f"{_kind(character)} ({code})"
    return f"contains {label} at position {found.start() + 1}: remove it"


def _kind(character: str) -> str:
    if character in _LINE_BREAKS:
        return "a line break"
    category = unicodedata.category(character)
    kinds = {"Cc": "a control character", "Cf": "an invisible direction mark"}
    return kinds.get(category, "half of a broken character")
