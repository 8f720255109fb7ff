"""An import to be undone: its file, and what the workspace was before."""

from contacts.models import ContactImport
from tests.contacts.imports.files import csv_bytes
from workspaces.models import Workspace

NEW = [f"New {n},+1415555020{n},,CA," for n in range(7)]
KNOWN = [f"Known {n} by file,+1415555030{n},file@example.com,," for n in range(5)]
FILE = csv_bytes(*NEW, *KNOWN)
ORIGINAL = [(f"Known {n}", "own@example.com") for n in range(5)]


def numbers(contact_import: ContactImport) -> tuple[str, int, int, int]:
    return (
        contact_import.state,
        contact_import.deleted_count,
        contact_import.restored_count,
        contact_import.kept_count,
    )


def names(workspace: Workspace) -> list[tuple[str, str]]:
    return sorted(workspace.contacts.values_list("name", "email"))
