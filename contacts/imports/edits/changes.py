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
from contacts.imports.edits.write import Edit
from contacts.imports.verdicts import Verdict

HEADER = BOM + b"line,id,version,name,field,old,new\r\n"
CELLS = 7


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
        named = (verdict.record.line, existing.id, existing.revision, guard(existing.name))
        for field, (old, new) in verdict.changes.items():
            writer.writerow((*named, field, guard(old), guard(new)))
    return text.getvalue().encode()


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
                edits.append(Edit(change.contact_id, change.version, {}))
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
