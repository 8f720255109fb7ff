"""Where the files of past imports hold what a search does not find, and what became of it there.

Bounded: newest imports first, a block at a time, until so many bytes are read or traces found. What
was refused is looked for in all of them before anything else.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from contacts.imports import storage
from contacts.imports.csv_file import RECORD_MAX
from contacts.models import CSV_FIELDS, ContactImport, ImportKind, ImportState
from contacts.normal import fold
from contacts.search import Query
from workspaces.models import Workspace

BUDGET = 12_000_000
# Anything but ASCII takes so many times as long.
FOLDING = 10
IMPORTS_TRIED = 30
SHOWN = 5
_BLOCK = 65_536
# What may stand between the digits of a number as people write them.
_BETWEEN = r"[ \t\u00a0().\-/]{0,3}"
# So many last digits make a number known whose country code is missing or differs.
_TAIL = 8
_ERRORS = re.compile(r"line (\d+): (.*)", re.DOTALL)
# What parts the cells of a header, also of those that the review rejects.
_CELL_ENDS = re.compile(r'[,;|\t"]')

# What an import in this state says of a row that it did not refuse.
_FATES = {
    ImportState.UPLOADED: "waiting",
    ImportState.VALIDATING: "waiting",
    ImportState.READY: "waiting",
    ImportState.IMPORTING: "importing",
    ImportState.COMPLETED: "gone",
    ImportState.UNDOING: "undone",
    ImportState.UNDONE: "undone",
    ImportState.REJECTED: "rejected",
    ImportState.FAILED: "failed",
    ImportState.CANCELLED: "cancelled",
}


@dataclass(frozen=True)
class Trace:
    """A row of a file: `fate` is "refused", then with its `reason`, or says how the import stands.

    "gone": the import brought the row in, and the contact was deleted or changed since.
    """

    contact_import: ContactImport
    line: int
    fate: str
    reason: str = ""


@dataclass
class Traces:
    """What was found; `complete` unless files or parts of them were not looked at."""

    found: list[Trace] = field(default_factory=list)
    complete: bool = True


def find_traces(workspace: Workspace, query: Query, budget: int = BUDGET) -> Traces:
    """The rows that the query would find, in the kept files of the workspace's imports."""
    kept = (
        workspace.imports.filter(kind=ImportKind.CREATE)
        .exclude(stored_file="")
        .defer("problems", "sample", "updates")
    )
    imports = list(kept[: IMPORTS_TRIED + 1])
    traces = Traces(complete=len(imports) <= IMPORTS_TRIED)
    reading = _Reading(query, budget)
    traces.found = list(islice(_all_of(imports[:IMPORTS_TRIED], reading), SHOWN))
    traces.complete = traces.complete and reading.complete and len(traces.found) < SHOWN
    return traces


def _all_of(imports: list[ContactImport], reading: "_Reading") -> Iterator[Trace]:
    """Refused rows; of imports that refused none of them, a row of the uploaded file itself."""
    refusing = set()
    for contact_import in imports:
        if contact_import.problems_file:
            path = storage.folder(contact_import) / contact_import.problems_file
            for line, reason in reading.refused(path):
                refusing.add(contact_import)
                yield Trace(contact_import, line, "refused", reason)
    for contact_import in imports:
        fate = _FATES.get(ImportState(contact_import.state))
        if fate and contact_import not in refusing:
            for line in islice(reading.lines(storage.upload_path(contact_import)), 1):
                yield Trace(contact_import, line, fate)


class _Reading:
    """Looks through files for one query, as far as the budget goes."""

    def __init__(self, query: Query, budget: int) -> None:
        self.words, self.budget, self.complete = query.words, budget, True
        runs = {run[-_TAIL:] for run in query.digit_runs if len(run) >= _TAIL} or set(
            query.digit_runs
        )
        self.numbers = [re.compile(_BETWEEN.join(run)) for run in runs]

    def refused(self, path: Path) -> Iterator[tuple[int, str]]:
        """Line and reason of the matching rows of a file of problem rows."""
        for _, text, folded in self._blocks(path, whole_records=True):
            if not self._matches(folded):
                continue
            for cells in csv.reader(io.StringIO(text, newline="")):
                errors = _ERRORS.fullmatch(cells[-1]) if cells else None
                if errors and self._matches(fold("\n".join(cells[:-1]))):
                    yield int(errors[1]), errors[2]

    def lines(self, path: Path) -> Iterator[int]:
        """The physical lines of an uploaded file that match, but for its header."""
        for before, _, folded in self._blocks(path):
            if self._matches(folded):
                for number, line in enumerate(_unified(folded).split("\n"), before + 1):
                    if self._matches(line) and not (number == 1 and _is_header(line)):
                        yield number

    def _matches(self, folded: str) -> bool:
        return all(word in folded for word in self.words) or any(
            number.search(folded) for number in self.numbers
        )

    def _blocks(self, path: Path, whole_records: bool = False) -> Iterator[tuple[int, str, str]]:
        """The file in pieces of whole lines: the lines before it, its text, and the same folded.

        With `whole_records` none ends within quotes. No file takes more than half of what is left
        to read, so that a large one leaves something to the others.
        """
        before, rest, ended = 0, b"", False
        left_to_others = self.budget // 2
        try:
            with path.open("rb") as file:
                while self.budget > left_to_others:
                    read = file.read(_BLOCK)
                    if ended := not read:
                        break
                    rest += read
                    end = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1)) + 1
                    if whole_records and rest.count(b'"', 0, end) % 2:
                        end = 0
                    if not end and len(rest) > RECORD_MAX:
                        break
                    block, rest = rest[:end], rest[end:]
                    if block:
                        yield self._folded(before, block)
                        before += _line_ends(block)
                if ended and rest and len(rest) <= RECORD_MAX:
                    yield self._folded(before, rest)
                else:
                    self.complete = self.complete and ended and not rest
        except FileNotFoundError:
            # Housekeeping was quicker: what is gone cannot be told of.
            self.complete = False

    def _folded(self, before: int, block: bytes) -> tuple[int, str, str]:
        self.budget -= len(block) * (1 if block.isascii() else FOLDING)
        text = block.decode(errors="replace")
        return before, text, _quickly_folded(text)


class _Letters(dict[int, str]):
    """Each letter folded by itself, once."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold(chr(code))
        return folded


_LETTERS = _Letters()


def _quickly_folded(text: str) -> str:
    """As `normal.fold`, but for letters that only fold together with their neighbours."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.translate(_LETTERS))


def _is_header(line: str) -> bool:
    """Whether a folded line names a column: a rejected file may begin with a person instead."""
    return any(cell.strip() in CSV_FIELDS for cell in _CELL_ENDS.split(line))


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line_ends(block: bytes) -> int:
    return block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
