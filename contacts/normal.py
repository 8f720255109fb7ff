"""What counts as equal: search text, sort keys and match keys. Pure.

Stored in the database and compared there byte by byte, so that SQLite and PostgreSQL find and
sort alike. A change here makes what is stored stale: raise VERSION, and migrating makes it anew (as
does `manage.py rebuild_search`, which a check asks for until then).
"""

import re
import unicodedata

from contacts.values import EMAIL_MAX, INVISIBLE_MARKS, trim

# Stored beside the search index. 2: a search text ends with two empty lines. 3: letters as they are
# typed on another keyboard, one apostrophe, one double quote, one hyphen.
VERSION = 3
KEY_MAX = 200

_INVISIBLE = re.compile(f"[{''.join(sorted(INVISIBLE_MARKS))}\ufe00-\ufe0f]")
# Accents, Hebrew and Arabic points, the Arabic lengthening stroke. Not every combining mark:
# Japanese and Indic scripts cannot be read without theirs.
_POINTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]"
)
# What is no letter with an accent to Unicode, as it is typed on a keyboard that lacks it. Turkish:
# ISTANBUL, İstanbul, istanbul and ıstanbul are one word to who searches.
_LETTERS = {
    "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n",
    "œ": "oe", "ŧ": "t", "ǥ": "g", "ɓ": "b", "ɔ": "o", "ɖ": "d", "ɗ": "d", "ɛ": "e", "ƙ": "k",
    "ƴ": "y",
}  # fmt: skip
_APOSTROPHES = "`‘’‛′ʹʻʼʾʿ׳ꞌ"
_QUOTES = "“”„‟״〝〞〟«»"
_HYPHENS = "‐‑‒–—―−־"
_PLAIN = (
    _LETTERS
    | dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys(_HYPHENS, "-")
)
_NOT_PLAIN = re.compile(f"[{''.join(_PLAIN)}]")
# NFKC would make a space of an accent that stands alone, and two signs of a double prime.
_BROKEN_UP = {"\u00b4": "'", "\u0384": "'", "\u1ffd": "'", "\u2033": '"'}
_BREAKING_UP = re.compile(f"[{''.join(_BROKEN_UP)}]")


def fold(text: str) -> str:
    """The form in which texts are compared: no case, accents, points, widths or invisible marks,
    and of letters, quotes and hyphens those that everybody's keyboard has."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = _fold_once(text)
    # One step can lay bare what an earlier step would have folded, but nothing in plain letters.
    while folded != text and not folded.isascii():
        text, folded = folded, _fold_once(folded)
    return folded


def _fold_once(text: str) -> str:
    text = _BREAKING_UP.sub(lambda found: _BROKEN_UP[found[0]], _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _POINTS.sub("", unicodedata.normalize("NFD", text))
    text = _NOT_PLAIN.sub(lambda found: _PLAIN[found[0]], text)
    return unicodedata.normalize("NFC", text)


def key(text: str) -> str:
    """The sort and match key of a one-line value, at most `KEY_MAX` characters."""
    return " ".join(fold(text).split())[:KEY_MAX]


def email_key(email: str) -> str:
    """Addresses that differ in case only are one; accents make another address."""
    return trim(email).lower()[:EMAIL_MAX]


def search_text(*values: str) -> str:
    """The one column that is searched: a line each, so that no match spans two values.

    Two characters follow upon each: so each begins a trigram, as the shortest searches need it.
    """
    return fold("\n".join(values) + "\n\n")
