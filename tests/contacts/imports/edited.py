"""Contacts exported, edited as in a spreadsheet, and brought back."""

import csv
import io

from contacts import uploads
from contacts.exports import csv_bytes
from contacts.models import CSV_FIELDS, Contact, ContactImport, ImportKind
from contacts.paging import DEFAULT_ORDER
from tests.contacts.imports.files import confirm, work_off
from workspaces.models import User, Workspace

HEADER = "id,version,name,phone,email,state,brokerage\r\n"
Rows = list[dict[str, str]]


def exported(workspace: Workspace) -> Rows:
    """All contacts as the file to edit, a row each, oldest first."""
    content = b"".join(csv_bytes(workspace.contacts.all(), DEFAULT_ORDER, "edit"))
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert ",".join(rows.fieldnames or ()) == HEADER.strip()
    return list(rows)[::-1]


def file_of(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER.strip().split(","))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bring_back(workspace: Workspace, actor: User, content: "bytes | Rows") -> ContactImport:
    """Receive and review a file of edited contacts; the record as it is then."""
    if isinstance(content, list):
        content = file_of(content)
    contact_import = uploads.receive(workspace, actor, "people.csv", [content], ImportKind.UPDATE)
    work_off(contact_import)
    return contact_import


def change(workspace: Workspace, actor: User, rows: Rows) -> ContactImport:
    """The same, and confirmed."""
    return confirm(bring_back(workspace, actor, rows), actor)


def counts(contact_import: ContactImport) -> tuple[int, ...]:
    """Total, valid, unchanged among them, duplicates, errors."""
    return (
        contact_import.total_rows,
        contact_import.valid_rows,
        contact_import.unchanged_rows,
        contact_import.duplicate_rows,
        contact_import.error_rows,
    )


def values(contact: Contact) -> tuple[str, ...]:
    contact.refresh_from_db()
    return tuple(getattr(contact, field) for field in CSV_FIELDS)


def messages(contact_import: ContactImport) -> dict[str, list[tuple[int, str]]]:
    """By kind of problem: line and message of the first rows."""
    return {
        kind: [(example["line"], example["message"]) for example in known["examples"]]
        for kind, known in contact_import.problems.items()
    }
