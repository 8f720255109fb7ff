"""What counts as equal: search text, sort keys and match keys. Pure.

Stored in the database and compared there byte by byte, so that SQLite and PostgreSQL find and
sort alike. A change here makes what is stored stale: raise VERSION, and `manage.py rebuild_search`
(a check asks for it) makes it anew.
"""

import re
import unicodedata

from contacts.values import EMAIL_MAX, INVISIBLE_MARKS, trim

# Stored beside the search index. 2: a search text ends with two empty lines.
VERSION = 2
KEY_MAX = 200

_INVISIBLE = re.compile(f"[{''.join(sorted(INVISIBLE_MARKS))}\ufe00-\ufe0f]")
# Accents, Hebrew and Arabic points, the Arabic lengthening stroke. Not every combining mark:
# Japanese and Indic scripts cannot be read without theirs.
_POINTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]"
)


def fold(text: str) -> str:
    """The form in which texts are compared: no case, accents, points, widths or invisible marks."""
    if text.isascii():
        return text.lower()
    folded = _fold_once(text)
    # One step can lay bare what an earlier step would have folded.
    while folded != text:
        text, folded = folded, _fold_once(folded)
    return folded


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    # Turkish: ISTANBUL, İstanbul, istanbul and ıstanbul are one word to who searches.
    text = text.replace("ı", "i")
    return unicodedata.normalize("NFC", _POINTS.sub("", unicodedata.normalize("NFD", text)))


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
