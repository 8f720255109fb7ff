"""The file of problem rows: the original cells and what is wrong with them, in the file's order."""

import csv
import io
from collections.abc import Sequence

from contacts.csv_cells import guard, unguard
from contacts.imports.csv_file import BOM
from contacts.imports.verdicts import Verdict
from contacts.values import trim


def header(columns: Sequence[str]) -> bytes:
    return BOM + (",".join((*columns, "errors")) + "\r\n").encode()


def encode(verdicts: list[Verdict], columns: Sequence[str]) -> bytes:
    """The rows that make or edit no contact, as CSV that is safe to open in a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for verdict in verdicts:
        if verdict.problems:
            record, errors = verdict.record, "; ".join(map(str, verdict.problems))
            # Surplus cells stand before the errors: joined, they would pass for a good row.
            writer.writerow(
                (*_cells(record.cells, len(columns)), guard(f"line {record.line}: {errors}"))
            )
    return text.getvalue().encode()


def _cells(cells: list[str], wanted: int) -> list[str]:
    """The original cells; a row that has too few is filled up, so that the errors align."""
    cells = [*cells, *[""] * (wanted - len(cells))]
    return [_safe(cell) for cell in cells]


def _safe(cell: str) -> str:
    """A cell that was guarded already stays as it is: corrected, the file can be imported again.

    What could run loses the space around it, which a spreadsheet may take away, and so does ours.
    """
    text = trim(cell)
    if unguard(text) != text or (guard(cell), guard(text)) == (cell, text):
        return cell
    return guard(text)
