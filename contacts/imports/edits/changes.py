"""The file of changes: every value that edited contacts get, old and new, in the file's order."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from contacts.csv_cells import guard, unguard
from contacts.imports.csv_file import BOM
from contacts.imports.edits.outcomes import outcomes
from contacts.imports.edits.write import Edit
from contacts.imports.verdicts import Verdict
from contacts.models import ContactImport

HEADER = BOM + b"line,id,version,name,field,old,new\r\n"
CELLS = 7
# Changes whose contacts are looked up at a time.
BATCH = 1_000


@dataclass(frozen=True)
class Change:
    """One value of one contact."""

    line: int
    contact_id: int
    version: int
    name: str
    field: str
    old: str
    new: str


def encode(verdicts: list[Verdict]) -> bytes:
    """Every change as CSV that is safe to open in a spreadsheet, a value a row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for verdict in verdicts:
        existing = verdict.existing
        if existing is None or not verdict.acts:
            continue
        named = (verdict.record.line, existing.id, existing.revision, existing.name)
        for field, (old, new) in verdict.changes.items():
            writer.writerow(_cells(Change(*named, field, old, new)))
    return text.getvalue().encode()


def with_outcomes(contact_import: ContactImport, path: Path) -> Iterator[bytes]:
    """The file of a confirmed import, with what became of each change in a column of its own.

    Raises FileNotFoundError at once, before anything is sent.
    """
    return _with_outcomes(contact_import, path.open("rb"))


def _with_outcomes(contact_import: ContactImport, file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield HEADER.removesuffix(b"\r\n") + b",outcome\r\n"
        listed = (change for change, _ in _changes(file, len(HEADER)))
        while batch := list(islice(listed, BATCH)):
            became = outcomes(contact_import, {change.contact_id for change in batch})
            text = io.StringIO(newline="")
            csv.writer(text).writerows(
                (*_cells(change), became[change.contact_id]) for change in batch
            )
            yield text.getvalue().encode()


def _cells(change: Change) -> tuple[object, ...]:
    """The row as `encode` wrote it."""
    named = (change.line, change.contact_id, change.version, guard(change.name))
    return *named, change.field, guard(change.old), guard(change.new)


def read_page(path: Path, place: int, size: int) -> tuple[list[Change], int]:
    """Up to `size` changes from a byte offset on, and the offset of the next; 0 where none is.

    What is no beginning of a row is taken for the first.
    """
    with path.open("rb") as file:
        file.seek(max(place - 1, 0))
        if place < len(HEADER) or file.read(1) != b"\n":
            place = len(HEADER)
        found = []
        for change, end in islice(_changes(file, place), size):
            found.append(change)
            place = end
        file.seek(place)
        return found, place if file.read(1) else 0


def read_edits(path: Path, place: int, size: int, count: int) -> tuple[list[Edit], int]:
    """The edits of up to `count` contacts from an offset on, and the offset behind them.

    Only the first `size` bytes of the file count.
    """
    edits: list[Edit] = []
    place = max(place, len(HEADER))
    with path.open("rb") as file:
        for change, end in _changes(file, place):
            if end > size:
                break
            if not edits or edits[-1].contact_id != change.contact_id:
                if len(edits) == count:
                    break
                edits.append(Edit(change.contact_id, change.version, {}, change.line, change.name))
            edits[-1].changes[change.field] = [change.old, change.new]
            place = end
    return edits, place


def _changes(file: BinaryIO, place: int) -> Iterator[tuple[Change, int]]:
    """Each change with the offset behind it."""

    def lines() -> Iterator[str]:
        nonlocal place
        for line in file:
            place += len(line)
            yield line.decode()

    file.seek(place)
    for cells in csv.reader(lines()):
        if len(cells) != CELLS:
            # The place was made up.
            return
        line, contact_id, version, name, field, old, new = cells
        change = Change(
            int(line),
            int(contact_id),
            int(version),
            unguard(name),
            field,
            unguard(old),
            unguard(new),
        )
        yield change, place
