"""What is wrong with rows: each problem, its kind, and the bounded account that a page can show."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

EXAMPLES = 5
# Longer values are cut on the page; the file with the problem rows has them whole.
SHOWN = 120

DUPLICATE_IN_FILE = "duplicate_in_file"
DUPLICATE_CONTACT = "duplicate_contact"
PHONE_SHORTENED = "phone_scientific"
# Of files of edited contacts.
UNKNOWN_CONTACT = "contact_unknown"
VERSION = "version"
CHANGED_SINCE = "changed_since"
REPEATED_CONTACT = "repeated_contact"
PHONE_ROUNDED = "phone_rounded"
# The same, found out only when they were confirmed.
SKIPPED_CHANGED = "skipped_changed"
SKIPPED_DELETED = "skipped_deleted"
# Beside the kinds below: what is worth a look in a row that is imported, and what a repair mended.
WARNING = "warning_"
REPAIRED = "repaired_"

# How each kind is headed on the review page, and what to do about all of it; where that is empty,
# each row's own message says it.
KINDS: dict[str, tuple[str, str]] = {
    "cells": ("Wrong number of cells", ""),
    UNKNOWN_CONTACT: (
        "No contact with this id",
        "It was deleted since the export, or the id was altered. Rows for new contacts have none:"
        " bring these in with Bulk Import.",
    ),
    VERSION: (
        "Version altered",
        "It says how the contact was when it was exported. Leave the column as it is.",
    ),
    CHANGED_SINCE: ("Changed since the export", ""),
    SKIPPED_CHANGED: ("Changed after the review (skipped)", ""),
    SKIPPED_DELETED: ("Deleted after the review (skipped)", ""),
    "name_missing": ("Name missing", "Every row needs a name."),
    "phone_missing": ("Phone number missing", "Every row needs a phone number."),
    "phone_needs_cleaning": ("Phone with spaces, dashes or parentheses", ""),
    "phone_double_zero": ("Phone with 00 in place of +", ""),
    "phone_fullwidth": ("Phone with digits of another script or width", ""),
    "phone_no_plus": (
        "Phone without + and country code",
        "Spreadsheets drop the leading +. Format the column as text, add + and the country code,"
        " and save again.",
    ),
    PHONE_SHORTENED: (
        "Phone shortened by a spreadsheet",
        "Its digits are lost. Format the column as text and enter the numbers again.",
    ),
    PHONE_ROUNDED: (
        "Phone rounded by the spreadsheet",
        "It showed a long number as 4.13156E+10 and saved it so: the last digits are lost. Export"
        " the contacts again and, before you save them, format the column phone as text, or as a"
        " number without decimals. The column has to stay in the file.",
    ),
    "phone_letters": ("Phone with letters", "Write the number in digits."),
    "phone_extension": ("Phone with an extension", "Remove the extension."),
    "phone_too_short": ("Phone too short", "A number has 7 to 15 digits with its country code."),
    "phone_too_long": ("Phone too long", "A number has 7 to 15 digits with its country code."),
    "phone_leading_zero": ("Country code that begins with 0", "No country code begins with 0."),
    "phone_invalid": ("Not a phone number", ""),
    "email_invalid": (
        "E-mail is not an address",
        "Leave the cell empty when there is none.",
    ),
    "too_long": ("Value too long", ""),
    "character": ("Forbidden character", ""),
    DUPLICATE_CONTACT: ("Already a contact", ""),
    DUPLICATE_IN_FILE: ("Same phone as an earlier line (skipped)", ""),
    REPEATED_CONTACT: ("Same contact as an earlier line (skipped)", ""),
}
ORDER = list(KINDS)


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a row out; `suggestion` is the value that would certainly be right."""

    kind: str
    field: str
    value: str
    message: str
    suggestion: str = ""
    contact_id: int = 0

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


class Account:
    """Problems by kind: how many rows, and the first few of each. Never grows with the file."""

    def __init__(self) -> None:
        self.kinds: dict[str, Any] = {}

    @classmethod
    def of(cls, kinds: dict[str, Any] | None) -> "Account":
        """Go on from an account that was stored; that one stays as it is."""
        account = cls()
        account.kinds = copy.deepcopy(kinds or {})
        return account

    def add(self, line: int, cells: list[str], problems: Sequence[Problem]) -> None:
        for problem in problems:
            known = self.kinds.setdefault(problem.kind, {"count": 0, "repairs": 0, "examples": []})
            known["count"] += 1
            known["repairs"] += bool(problem.suggestion)
            if len(known["examples"]) < EXAMPLES:
                known["examples"].append(_example(line, cells, problem))

    def as_json(self) -> dict[str, Any]:
        return self.kinds


def _shown(value: str) -> str:
    # PostgreSQL stores no NUL in JSON; the symbol stands for it, as on the page.
    return (value if len(value) <= SHOWN else value[: SHOWN - 1] + "…").replace("\0", "␀")


def _example(line: int, cells: list[str], problem: Problem) -> dict[str, Any]:
    return {
        "line": line,
        "field": problem.field,
        "value": _shown(problem.value),
        # The whole row, so that the page can show the cell in its place.
        "cells": [_shown(cell) for cell in cells] if problem.field else [],
        # The suggestion is shown beside it.
        "message": problem.message.removesuffix(f": {problem.suggestion}"),
        "suggestion": problem.suggestion,
        "contact_id": problem.contact_id,
    }


def wrong_number_of_cells(cells: list[str], wanted: int, lines: int) -> Problem:
    """The problem of a row that has not exactly one cell for each column."""
    count = len(cells)
    counted = "1 cell" if count == 1 else f"{count} cells"
    if count > wanted:
        remedy = f'put quotes around a cell that holds a comma, such as "{"Smith, Jane"}"'
    elif lines > 1:
        remedy = "check the quotes: a cell of this row runs over several lines"
    else:
        remedy = f"keep {wanted - 1} commas in every row, also where cells are empty"
    return Problem("cells", "", ",".join(cells), f"has {counted}, expected {wanted}: {remedy}")
