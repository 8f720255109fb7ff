"""Which rows a review let through: kept beside the upload, so that a commit imports just these."""

from array import array
from pathlib import Path

from contacts.imports.verdicts import Seen, Verdict, phone_number

# Two numbers a row: the phone's digits, and the line twice, plus one where a contact is to be made.
NUMBER = "Q"


def encode(verdicts: list[Verdict]) -> bytes:
    """The first valid row of each phone, a new one or a contact's, as bytes for the spool."""
    numbers: array[int] = array(NUMBER)
    for verdict in verdicts:
        if verdict.contact is not None and not verdict.repeats_a_line:
            numbers.append(phone_number(verdict.contact.phone))
            numbers.append(verdict.record.line * 2 + (not verdict.is_duplicate))
    return numbers.tobytes()


def load_seen(path: Path) -> Seen:
    """Phone to line of its first valid row, as the review knew it."""
    numbers = _read(path)
    return dict(zip(numbers[::2], (line // 2 for line in numbers[1::2]), strict=True))


def load_lines(path: Path, size: int) -> "tuple[array[int], array[int]]":
    """The lines that make contacts, and those of a contact's phone, each ascending.

    Only the first `size` bytes of the file count.
    """
    lines = _read(path, size)[1::2]
    to_create = array(NUMBER, (line // 2 for line in lines if line % 2))
    return to_create, array(NUMBER, (line // 2 for line in lines if not line % 2))


def _read(path: Path, size: int | None = None) -> "array[int]":
    numbers: array[int] = array(NUMBER)
    numbers.frombytes(path.read_bytes()[:size])
    return numbers
