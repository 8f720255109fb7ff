"""Hits shown where they are: the found parts of a value between <mark> tags, all else escaped."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contacts import normal
from contacts.search.query import Query

# So much of what stands before a hit that is far behind is shown with it.
_LEAD = 10
_WORDS = re.compile(r"\s+|\S+")
# Letters to Unicode that are one with the letter before them: the vowels and ends of Korean
# syllables as macOS writes file names, the voiced marks of half-width katakana.
_FOLLOWING = frozenset(map(chr, range(0x1160, 0x1200))) | {"\uff9e", "\uff9f"}


def mark(value: str, query: Query | None) -> SafeString:
    """The value, escaped, with every part marked that a word of the query finds."""
    if query is None:
        return escape(value)
    pieces, text, owners = _folded(value)
    hits = {
        owner
        for word in query.words
        for start in _finds(text, word)
        for owner in owners[start : start + len(word)]
    }
    return _marked(pieces, hits)


def cut(value: str, part: str) -> str:
    """What stands in the value for a folded part of it; nothing where it is not there."""
    pieces, text, owners = _folded(value)
    start = text.find(part)
    if start < 0:
        return ""
    return "".join(pieces[owners[start] : owners[start + len(part) - 1] + 1])


def is_seen(marked: str, most: int) -> bool:
    """Whether all hits of a marked value are among its first characters, up to so many."""
    before, _, _ = marked.rpartition("</mark>")
    return len(_plain(before)) <= most


def led_up(marked: SafeString, most: int) -> SafeString:
    """The marked value; where its first hit is further behind, what leads up to it is .skipped: it
    is there to be heard, and seen where there is room."""
    before, tag, rest = marked.partition("<mark>")
    hit, _, _ = rest.partition("</mark>")
    value = _plain(before)
    if not tag or len(value) <= _LEAD or len(value) + len(_plain(hit)) <= most:
        return marked
    cut = len(value) - _LEAD
    while cut < len(value) and unicodedata.category(value[cut])[0] not in "LN":
        cut += 1  # no sign, and no mark without its letter, stands at the beginning
    skipped, lead = escape(value[:cut]), escape(value[cut:])
    return mark_safe(f'<span class="skipped">{skipped}</span>{lead}<mark>{rest}')  # noqa: S308  both are escaped


def _plain(marked: str) -> str:
    return unescape(marked.replace("<mark>", "").replace("</mark>", ""))


def mark_phone(shown: str, query: Query | None) -> SafeString:
    """A phone in either form, with the searched digits marked across its spaces and dashes."""
    if query is None:
        return escape(shown)
    positions = [position for position, letter in enumerate(shown) if letter.isdecimal()]
    digits = "".join(shown[position] for position in positions)
    hits: set[int] = set()
    for run in query.digit_runs or [word for word in query.words if word.isdecimal()]:
        for start in _finds(digits, run):
            hits.update(range(positions[start], positions[start + len(run) - 1] + 1))
    return _marked(shown, hits)


def _folded(value: str) -> tuple[list[str], str, list[int]]:
    """The value's pieces, their folded text, and for each of its letters the piece it is from."""
    pieces = _pieces(value)
    owners = [number for number, (_, letters) in enumerate(pieces) for _ in letters]
    return [piece for piece, _ in pieces], "".join(letters for _, letters in pieces), owners


def _pieces(value: str) -> list[tuple[str, str]]:
    """Letters with what belongs to them, as written and folded. A word whose letters fold together
    only as neighbours stays whole."""
    pieces = [(cluster, normal.fold(cluster)) for cluster in _clusters(value)]
    whole = normal.fold(value)
    if "".join(letters for _, letters in pieces) == whole:
        return pieces
    words = _WORDS.findall(value)
    if len(words) == 1:
        return [(value, whole)]
    return [piece for word in words for piece in _pieces(word)]


def _clusters(value: str) -> list[str]:
    """Letters, each with the combining and invisible marks that follow it."""
    if value.isascii():
        return list(value)
    clusters: list[str] = []
    for letter in value:
        marks = unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") or letter in _FOLLOWING
        if clusters and marks:
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _finds(text: str, part: str) -> Iterable[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def _marked(pieces: Sequence[str], hits: set[int]) -> SafeString:
    html = []
    for hit, numbers in groupby(range(len(pieces)), hits.__contains__):
        text = escape("".join(pieces[number] for number in numbers))
        html.append(f"<mark>{text}</mark>" if hit else text)
    return mark_safe("".join(html))  # noqa: S308  every piece is escaped above
