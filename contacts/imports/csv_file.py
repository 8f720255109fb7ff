"""Stored bytes to numbered rows, or RejectedFile. Never the whole file in memory.

Reading can stop behind any record and go on from that `Place` in another process.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from contacts import values
from contacts.imports.encodings import not_utf8, refuse_wide_encodings
from contacts.imports.formats import HEAD, refuse_other_formats
from contacts.imports.header import refuse_other_headers
from contacts.imports.rejection import RejectedFile
from contacts.models import ImportKind

BOM = b"\xef\xbb\xbf"
# A record is at most this many characters, so that a quote which is never closed, or a file
# without line ends, cannot fill the memory.
RECORD_MAX = 1_000_000
# Blank lines are skipped at once, but a chunk that consists of them must end too.
CHUNK_LINES = 200_000

# The module's own limit (131,072) counts per cell and would hide ours.
csv.field_size_limit(2 * RECORD_MAX)


@dataclass(frozen=True)
class Place:
    """Where a record begins: byte offset, and how many physical lines lie before it."""

    offset: int = 0
    lines: int = 0

    def as_cursor(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def from_cursor(cls, cursor: dict[str, Any]) -> "Place":
        return cls(cursor["offset"], cursor["lines"])


@dataclass(frozen=True)
class Record:
    """A row of the file as it stands there; `line` is the physical line it begins on."""

    line: int
    cells: list[str]
    last_line: int


@dataclass(frozen=True)
class Chunk:
    """Some records, those with only blank cells left out and counted, and where the next begins."""

    records: list[Record]
    empty: int
    place: Place
    at_end: bool


def open_file(path: Path, kind: ImportKind = ImportKind.CREATE) -> Place:
    """Check format, encoding and header; returns where the data begins. Raises RejectedFile."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    refuse_other_formats(path, head)
    refuse_wide_encodings(head)
    reader = _Reader(path, Place(len(BOM) if head.startswith(BOM) else 0, 0))
    with reader:
        cells = next(reader, None)
        refuse_other_headers(cells.cells if cells else [], kind)
        return reader.place


def read_chunk(path: Path, place: Place, size: int) -> Chunk:
    """The next `size` records from `place` on. Raises RejectedFile."""
    records: list[Record] = []
    empty = 0
    with _Reader(path, place) as reader:
        last = place.lines + CHUNK_LINES
        for record in reader:
            if is_empty(record.cells):
                empty += 1
            else:
                records.append(record)
            if len(records) == size or reader.lines >= last:
                return Chunk(records, empty, reader.place, at_end=False)
        return Chunk(records, empty, reader.place, at_end=True)


def is_empty(cells: list[str]) -> bool:
    """Whether every cell is blank: nothing, white space or invisible marks."""
    return not any(cells) or not any(map(values.trim, cells))


class _Reader(Iterator[Record]):
    """The csv module over physical lines whose bytes and number are counted.

    The module's lenient mode is what spreadsheets do: a quote inside an unquoted cell is literal.
    It asks for one line at a time and only for lines of the record it is reading, so what was
    counted is exactly what was consumed.
    """

    def __init__(self, path: Path, place: Place) -> None:
        self.path = path
        self.offset, self.lines = place.offset, place.lines
        self.ended = False
        self.record_size = 0
        self.record_line = place.lines + 1
        file = path.open("rb")
        file.seek(place.offset)
        self.text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        self.rows = csv.reader(self._counted_lines())

    def __enter__(self) -> "_Reader":
        return self

    def __exit__(self, *exception: object) -> None:
        self.text.close()

    @property
    def place(self) -> Place:
        return Place(self.offset, self.lines)

    def __next__(self) -> Record:
        self.record_size = 0
        self.record_line = line = self.lines + 1
        try:
            cells = next(self.rows)
        except UnicodeDecodeError:
            raise not_utf8(self.path) from None
        if self.ended:
            raise self._never_closed()
        return Record(line, cells, self.lines)

    def _counted_lines(self) -> Iterator[str]:
        for line in iter(partial(self.text.readline, RECORD_MAX), ""):
            self.record_size += len(line)
            if self.record_size >= RECORD_MAX:
                raise self._never_closed() if self.lines >= self.record_line else self._no_lines()
            self.offset += len(line) if line.isascii() else len(line.encode())
            self.lines += 1
            yield line
        self.ended = True

    def _never_closed(self) -> RejectedFile:
        return RejectedFile(
            "quote",
            f"A quote in the record that begins on line {self.record_line:,} is never closed.",
            'Close the quote, or write a quote inside a quoted cell twice ("").',
            line=self.record_line,
            found='one " without its partner',
            expected='quotes in pairs: "Smith, Jane"',
        )

    def _no_lines(self) -> RejectedFile:
        return RejectedFile(
            "line_length",
            f"Line {self.record_line:,} is longer than {RECORD_MAX:,} characters.",
            "Check that this is a CSV file with one contact a line.",
            line=self.record_line,
            found=f"a line of more than {RECORD_MAX:,} characters",
            expected="one contact a line",
        )
