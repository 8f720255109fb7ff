"""Which rows a review let through: kept beside the upload, so that a commit imports just these."""

from array import array
from pathlib import Path

from contacts.imports.verdicts import Seen, Verdict

# Two numbers a row: its key, and the line twice, plus one where a contact is to be made or edited.
NUMBER = "Q"


def encode(verdicts: list[Verdict]) -> bytes:
    """The first valid row of each key, whatever is done with it, as bytes for the spool."""
    numbers: array[int] = array(NUMBER)
    for verdict in verdicts:
        if verdict.contact is not None and not verdict.repeats_a_line:
            numbers.append(verdict.key)
            numbers.append(verdict.record.line * 2 + verdict.acts)
    return numbers.tobytes()


def load_seen(path: Path) -> Seen:
    """Key to line of its first valid row, as the review knew it."""
    numbers = _read(path)
    return dict(zip(numbers[::2], (line // 2 for line in numbers[1::2]), strict=True))


def load_lines(path: Path, size: int) -> "tuple[array[int], array[int]]":
    """The lines that make or edit contacts, and the others that were let through, each ascending.

    The others have a contact's phone or, in a file of edited contacts, change nothing. Only the
    first `size` bytes of the file count.
    """
    lines = _read(path, size)[1::2]
    acting = array(NUMBER, (line // 2 for line in lines if line % 2))
    return acting, array(NUMBER, (line // 2 for line in lines if not line % 2))


def _read(path: Path, size: int | None = None) -> "array[int]":
    numbers: array[int] = array(NUMBER)
    numbers.frombytes(path.read_bytes()[:size])
    return numbers
