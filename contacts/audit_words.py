"""What the audit calls the actions of this application; see `workspaces.audit_words`."""

from workspaces.audit_words import Words

WORDS: dict[str, Words] = {
    "contact.deleted": Words("Contact deleted", "deleted the contact no. {contact}"),
    "contacts.exported": Words("Export", "exported {contacts:contact}"),
    "flag.marked_suppressing": Words(
        "Flag made suppressing", "made the flag “{flag}” suppressing, on {contacts:contact}"
    ),
    "flag.unmarked_suppressing": Words(
        "Flag no longer suppressing",
        "made the flag “{flag}” suppressing no longer, on {contacts:contact}",
    ),
    "flag.deleted": Words("Flag deleted", "deleted the flag “{flag}” of {contacts:contact}"),
    "import.uploaded": Words("Import uploaded", "uploaded the import no. {contact_import}"),
    "import.rejected": Words("Import rejected", "uploaded a file that was rejected: {code}"),
    "import.confirmed": Words(
        "Import confirmed", "confirmed the import no. {contact_import} of {rows:row}"
    ),
    "import.completed": Words(
        "Import completed", "imported {created:contact} by the import no. {contact_import}"
    ),
    "import.cancelled": Words("Import cancelled", "cancelled the import no. {contact_import}"),
    "import.failed": Words("Import failed", "began the import no. {contact_import}, which failed"),
    "import.file_downloaded": Words(
        "Import's file downloaded", "downloaded the file of the import no. {contact_import}"
    ),
    "import.problems_downloaded": Words(
        "Problem rows downloaded", "downloaded the problem rows of the import no. {contact_import}"
    ),
}
