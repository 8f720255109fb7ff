"""What the audit calls the actions of this application; see `workspaces.audit_words`."""

from workspaces.audit_words import Words

WORDS: dict[str, Words] = {
    "api_token.created": Words("API token", "made the API token “{token}”"),
    "api_token.created_to_log": Words(
        "API token that logs", "made the API token “{token}”, which may log interactions"
    ),
    "api_token.revoked": Words("API token revoked", "revoked the API token “{token}”"),
    "audience.created": Words("Audience saved", "saved the audience “{audience}”"),
    "audience.changed": Words("Audience changed", "changed the audience “{audience}”"),
    "audience.deleted": Words("Audience deleted", "deleted the audience “{audience}”"),
    "audience.exported": Words(
        "Audience exported", "exported {contacts:contact} of the audience “{audience}”"
    ),
    "audience.frozen": Words("Audience frozen", "froze the audience “{audience}”"),
    "audience.thawed": Words(
        "Frozen list deleted", "deleted a frozen list of the audience “{audience}”"
    ),
    "frozen.exported": Words(
        "Frozen list exported", "exported {contacts:contact} of a list frozen of “{audience}”"
    ),
    "calling.changed": Words("Rules of calling", "set who can be called: {required} is required"),
    "contact.deleted": Words("Contact deleted", "deleted the contact no. {contact}"),
    "contacts.merged": Words("Contacts merged", "merged {merged} into the contact no. {contact}"),
    "contacts.unmerged": Words("Merge undone", "undid a merge of the contact no. {contact}"),
    "contacts.told_apart": Words("Not the same", "said that {contacts:contact} are not the same"),
    "contacts.not_told_apart": Words(
        "Not the same, taken back", "took back that {contacts:contact} are not the same"
    ),
    "merges.started": Words("Merge of duplicates", "began to merge {groups:group} of duplicates"),
    "merges.ended": Words("Merge of duplicates ended", "merged {groups:group} of duplicates"),
    "merges.failed": Words(
        "Merge of duplicates failed",
        "merged {groups:group} of duplicates before that failed half-way",
    ),
    "unmerges.started": Words("Undo of merges", "began to undo {groups:merge}"),
    "unmerges.ended": Words("Undo of merges ended", "undid {groups:merge}"),
    "unmerges.failed": Words(
        "Undo of merges failed", "undid {groups:merge} before that failed half-way"
    ),
    "contacts.exported": Words("Export", "exported {contacts:contact}"),
    "contacts.deleted": Words("Contacts deleted", "deleted {contacts:contact} in one go"),
    "contacts.deleted_cancelled": Words(
        "Deletion stopped", "deleted {contacts:contact} before the deletion was stopped"
    ),
    "contacts.deleted_failed": Words(
        "Deletion failed", "deleted {contacts:contact} before the deletion failed half-way"
    ),
    "flags.added": Words("Flags added", "added {flags} to {contacts:contact}"),
    "flags.added_cancelled": Words(
        "Adding flags stopped", "added {flags} to {contacts:contact} before it was stopped"
    ),
    "flags.added_failed": Words(
        "Adding flags failed", "added {flags} to {contacts:contact} before that failed half-way"
    ),
    "flags.removed": Words("Flags removed", "took {flags} off {contacts:contact}"),
    "flags.removed_cancelled": Words(
        "Removing flags stopped", "took {flags} off {contacts:contact} before it was stopped"
    ),
    "flags.removed_failed": Words(
        "Removing flags failed", "took {flags} off {contacts:contact} before that failed half-way"
    ),
    "flags.undone": Words("Flags given back", "undid a bulk change of flags on {contacts:contact}"),
    "flags.undone_cancelled": Words(
        "Undo of flags stopped",
        "undid a bulk change of flags on {contacts:contact} before the undo was stopped",
    ),
    "flags.undone_failed": Words(
        "Undo of flags failed",
        "undid a bulk change of flags on {contacts:contact} before the undo failed half-way",
    ),
    "flag.marked_suppressing": Words(
        "Flag made suppressing", "made the flag “{flag}” suppressing, on {contacts:contact}"
    ),
    "flag.unmarked_suppressing": Words(
        "Flag no longer suppressing",
        "made the flag “{flag}” suppressing no longer, on {contacts:contact}",
    ),
    "flag.deleted": Words("Flag deleted", "deleted the flag “{flag}” of {contacts:contact}"),
    "flag.delete_cancelled": Words(
        "Deletion of a flag stopped",
        "took the flag “{flag}” off {contacts:contact}, and stopped there",
    ),
    "flag.delete_failed": Words(
        "Deletion of a flag failed", "began to delete the flag “{flag}”, which failed"
    ),
    "flag.merged": Words(
        "Flags merged", "merged the flag “{flag}” into “{into}”, which changed {contacts:contact}"
    ),
    "flag.merge_cancelled": Words(
        "Merge of flags stopped",
        "merged the flag “{flag}” into “{into}” on {contacts:contact}, and stopped there",
    ),
    "flag.merge_failed": Words(
        "Merge of flags failed", "began to merge the flag “{flag}” into “{into}”, which failed"
    ),
    "import.uploaded": Words("Import uploaded", "uploaded the import no. {contact_import}"),
    "import.rejected": Words(
        "Import rejected", "uploaded the import no. {contact_import}, which was rejected"
    ),
    "import.confirmed": Words(
        "Import confirmed", "confirmed the import no. {contact_import} of {rows:row}"
    ),
    "import.completed": Words(
        "Import completed", "imported {created:contact} by the import no. {contact_import}"
    ),
    "import.edited": Words(
        "Edited contacts brought back",
        "changed {updated:contact} by the import no. {contact_import}",
    ),
    "import.cancelled": Words("Import cancelled", "cancelled the import no. {contact_import}"),
    "import.expired": Words("Import expired", "let the import no. {contact_import} expire"),
    "import.failed": Words("Import failed", "began the import no. {contact_import}, which failed"),
    "import.repaired": Words(
        "Repairs chosen", "chose which repairs the import no. {contact_import} uses"
    ),
    "import.kept_downloaded": Words(
        "Kept contacts downloaded", "downloaded what the undo of import no. {contact_import} kept"
    ),
    "import.undo_confirmed": Words(
        "Undo of an import", "began to undo the import no. {contact_import}"
    ),
    "import.undo_cancelled": Words(
        "Undo of an import stopped", "stopped the undo of the import no. {contact_import}"
    ),
    "import.undo_failed": Words(
        "Undo of an import failed", "began to undo the import no. {contact_import}, which failed"
    ),
    "import.undone": Words("Import undone", "undid the import no. {contact_import}"),
    "interaction.logged": Words(
        "Interaction logged", "logged an interaction ({kind}) with contact no. {contact}"
    ),
    "interaction.posted": Words(
        "Interaction posted",
        "logged an interaction ({kind}) with contact no. {contact} for “{token}”",
    ),
    "interaction.changed": Words(
        "Interaction changed", "changed an interaction ({kind}) with contact no. {contact}"
    ),
    "interaction.deleted": Words(
        "Interaction deleted", "deleted an interaction ({kind}) with contact no. {contact}"
    ),
    "import.file_downloaded": Words(
        "Import's file downloaded", "downloaded the file of the import no. {contact_import}"
    ),
    "import.problems_downloaded": Words(
        "Problem rows downloaded", "downloaded the problem rows of the import no. {contact_import}"
    ),
    "import.changes_downloaded": Words(
        "Changes downloaded", "downloaded the changes of the import no. {contact_import}"
    ),
    "import.repairs_downloaded": Words(
        "Repairs downloaded", "downloaded the suggested repairs of the import no. {contact_import}"
    ),
}
