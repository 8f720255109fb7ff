"""The file of problem rows: the original cells and what is wrong with them, in the file's order."""

import csv
import io
from collections.abc import Sequence

from contacts.csv_cells import guard
from contacts.imports.cells import read_cell
from contacts.imports.csv_file import BOM
from contacts.imports.verdicts import Verdict


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
    # A cell that was guarded already stays as it is: corrected, the file can be imported again.
    return [cell if read_cell(cell) != cell else guard(cell) for cell in cells]
