"""The words of a text as people see them, whatever the script."""

import re
import unicodedata
from collections.abc import Iterator

# Signs of their own that make one letter with that before them, such as Indic vowels and Thai
# tones; and the joiners between letters, which show nothing.
_MARKS = "\u200c\u200d" + "".join(
    mark for mark in map(chr, range(0x300, 0x3100)) if unicodedata.category(mark)[0] == "M"
)
_LETTERS = re.compile(rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*")
# Beira-Mar, O'Neill, an e-mail.
_LINKED = re.compile(rf"[\w{_MARKS}]+(?:[^\w\s{_MARKS}]+[\w{_MARKS}]+)+")
_THREE = re.compile(rf"[\w{_MARKS}]{{3}}")


def words(text: str) -> Iterator[str]:
    """Letters in a row; and what stands without a space, where there are signs within."""
    yield from _LETTERS.findall(text)
    yield from _LINKED.findall(text)


def has_three_letters(text: str) -> bool:
    """Whether three letters or digits stand in a row: what every index of trigrams knows."""
    return _THREE.search(text) is not None
