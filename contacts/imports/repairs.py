"""Values that are certainly meant otherwise than written: the list of all, and how it is read."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from contacts.csv_cells import guard, unguard
from contacts.imports.csv_file import BOM
from contacts.imports.problems import KINDS, Problem
from contacts.imports.verdicts import Verdict

HEADER = BOM + b"line,name,problem,found,suggested,used\r\n"


@dataclass(frozen=True)
class Repair:
    """A line's value as it was found, as it would be right, and whether that is used."""

    line: int
    name: str
    problem: str
    found: str
    suggested: str
    used: bool


def encode(verdicts: list[Verdict], columns: Sequence[str]) -> bytes:
    """Every suggested value, used or not, as CSV that is safe to open in a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    name_at = columns.index("name")
    for verdict in verdicts:
        for problem, used in _suggestions(verdict):
            line, name = verdict.record.line, verdict.record.cells[name_at]
            cells = (name, KINDS[problem.kind][0], problem.value, problem.suggestion)
            writer.writerow((line, *map(guard, cells), "yes" if used else "no"))
    return text.getvalue().encode()


def _suggestions(verdict: Verdict) -> Iterator[tuple[Problem, bool]]:
    if verdict.repaired is not None:
        yield verdict.repaired, True
    yield from ((problem, False) for problem in verdict.problems if problem.suggestion)


def first(path: Path, number: int) -> list[Repair]:
    """The first of the list."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = islice(csv.reader(file), 1, number + 1)
        return [_repair(*row) for row in rows]


def _repair(line: str, name: str, problem: str, found: str, suggested: str, used: str) -> Repair:
    return Repair(
        int(line), unguard(name), problem, unguard(found), unguard(suggested), used == "yes"
    )
