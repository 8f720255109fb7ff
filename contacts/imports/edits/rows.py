"""The rows of a file of edited contacts: which contact each means, and whether it is still so."""

import re
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from contacts import phones
from contacts.csv_cells import guard
from contacts.imports.cells import read_cell
from contacts.imports.csv_file import Record
from contacts.imports.problems import (
    CHANGED_SINCE,
    PHONE_ROUNDED,
    PHONE_SHORTENED,
    UNKNOWN_CONTACT,
    VERSION,
    Problem,
)
from contacts.imports.resource import CheckedRows, ContactResource
from contacts.imports.verdicts import Existing
from contacts.models import CSV_FIELDS, EDIT_COLUMNS
from workspaces.models import User, Workspace

# An id or a version as the export writes it; no database knows longer ones.
_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


class EditResource(ContactResource):
    """Contacts of one workspace, found by their id. What it does not find, it never creates.

    A cell that is still as it was exported is not judged: it is the contact's own value. So is a
    phone that a spreadsheet only took for a number: it has the same digits.
    """

    columns: ClassVar[tuple[str, ...]] = EDIT_COLUMNS

    def __init__(self, workspace: Workspace, repairs: Sequence[str] = ()) -> None:
        super().__init__(workspace, repairs)
        self.existing: dict[int, Existing] = {}

    def check(self, records: Sequence[Record]) -> CheckedRows:
        """Validate rows against the contacts that they mean, which are read in one query."""
        ids = {number for record in records if (number := _number(record.cells[0]))}
        self.existing = contacts_by_id(self.workspace, ids)
        checked = super().check(records)
        self._say_who(checked)
        return checked

    def read(self, contact: dict[str, Any], row: dict[str, str], number: int) -> list[Problem]:
        """The row's cells, read beside the values that the contact has now."""
        existing = self.existing.get(_number(row["id"]))
        problems = [] if existing else [_unknown(row["id"])]
        if existing and (problem := _version_problem(row["version"], existing)):
            problems.append(problem)
        for field in CSV_FIELDS:
            if existing and _is_still(existing, field, row[field]):
                contact[field] = getattr(existing, field)
            elif problem := self.read_field(contact, field, row[field], number):
                problems.append(_rounded(problem) if problem.kind == PHONE_SHORTENED else problem)
        if existing:
            contact["id"] = existing.id
        return problems

    def _say_who(self, checked: CheckedRows) -> None:
        """Name in the problems of a chunk who changed the contacts since: one query."""
        stale = {
            problem.contact_id
            for problems in checked.problems.values()
            for problem in problems
            if problem.kind == CHANGED_SINCE
        }
        if not stale:
            return
        who = changed_by(self.workspace, stale)
        for number, problems in checked.problems.items():
            checked.problems[number] = [
                _changed_since(problem, who.get(problem.contact_id))
                if problem.kind == CHANGED_SINCE
                else problem
                for problem in problems
            ]


def contacts_by_id(
    workspace: Workspace, ids: "set[int] | Sequence[int]", *, hold: bool = False
) -> dict[int, Existing]:
    """The workspace's contacts with these ids; with `hold` nobody else can change them meanwhile.

    A contact of another workspace is simply not there.
    """
    contacts = workspace.contacts.filter(pk__in=ids).order_by("pk")
    if hold:
        contacts = contacts.select_for_update(no_key=True)
    rows = map(Existing._make, contacts.values_list(*Existing._fields)) if ids else ()
    return {contact.id: contact for contact in rows}


def changed_by(workspace: Workspace, ids: Collection[int]) -> dict[int, User | None]:
    """Who changed these contacts last, as far as that is known."""
    contacts = workspace.contacts.filter(pk__in=ids)
    who = dict(contacts.values_list("pk", "updated_by"))
    people = User.objects.in_bulk({pk for pk in who.values() if pk})
    return {contact_id: people.get(pk) for contact_id, pk in who.items()}


def _number(cell: str) -> int:
    """The number in the cell; 0 for what is none."""
    text = read_cell(cell)
    return int(text) if _NUMBER.fullmatch(text) else 0


def _is_still(existing: Existing, field: str, cell: str) -> bool:
    """Whether the cell is the contact's own value."""
    if cell == guard(getattr(existing, field)):
        return True
    return field == "phone" and phones.digit_run(read_cell(cell)) == existing.phone[1:]


def _rounded(problem: Problem) -> Problem:
    """The problem of a number such as 4.13156E+10: the spreadsheet dropped its last digits."""
    message = (
        "the spreadsheet rounded this number: export the contacts again and, before you save them,"
        " format the column phone as text, or as a number without decimals"
    )
    return Problem(PHONE_ROUNDED, problem.field, problem.value, message)


def _unknown(cell: str) -> Problem:
    return Problem(
        UNKNOWN_CONTACT, "id", read_cell(cell), "no contact of this workspace has this id"
    )


def _version_problem(cell: str, existing: Existing) -> Problem | None:
    version = _number(cell)
    if version == existing.revision:
        return None
    text = read_cell(cell)
    if not version or version > existing.revision:
        return Problem(VERSION, "version", text, "is not a version that the contact has had")
    return Problem(CHANGED_SINCE, "version", text, "", contact_id=existing.id)


def _changed_since(problem: Problem, person: User | None) -> Problem:
    by = f" by {person}" if person else ""
    message = f"was changed since the export{by}: export the contact again and edit that"
    return Problem(problem.kind, problem.field, problem.value, message, "", problem.contact_id)
