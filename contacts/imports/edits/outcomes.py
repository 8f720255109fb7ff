"""What became of the contacts that a file of edited contacts names, as the journal has it."""

from collections.abc import Collection

from contacts.models import ChangeKind, ContactChange, ContactImport

CHANGED, UNDONE = "changed", "changed, then undone"
SKIPPED, NOT_REACHED, GONE = "skipped", "not changed", "no contact any more"
DONE = (CHANGED, UNDONE)


def outcomes(contact_import: ContactImport, contact_ids: Collection[int]) -> dict[int, str]:
    """One of the words above for each of these contacts; two queries.

    A contact that was deleted takes its journal along: nobody can say any more which it was.
    """
    entries = ContactChange.objects.filter(
        workspace_id=contact_import.workspace_id,
        contact_id__in=contact_ids,
        job__contact_import=contact_import,
    )
    done = set(entries.values_list("contact_id", "kind"))
    contacts = contact_import.workspace.contacts.filter(pk__in=contact_ids)
    there = set(contacts.values_list("pk", flat=True))
    left = NOT_REACHED if contact_import.not_reached_rows else SKIPPED
    found = {}
    for contact_id in contact_ids:
        if contact_id not in there:
            found[contact_id] = GONE
        elif (contact_id, ChangeKind.UNDONE) in done:
            found[contact_id] = UNDONE
        elif (contact_id, ChangeKind.IMPORTED) in done:
            found[contact_id] = CHANGED
        else:
            found[contact_id] = left
    return found
