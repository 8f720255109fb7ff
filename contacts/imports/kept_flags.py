"""Suppressing flags that a file of edited contacts brought with its numbers: undo leaves them.

Only a person takes one off, with a reason; this finds the contacts where somebody may have to.
"""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from contacts.imports.undo import not_restored
from contacts.models import (
    ChangeKind,
    Contact,
    ContactChange,
    ContactFlag,
    ContactImport,
    ImportState,
    JobKind,
)


def still_flagged(contact_import: ContactImport, *, half_undone: bool = False) -> QuerySet[Contact]:
    """The contacts that carry a suppressing flag which came with the import, oldest first.

    Once it is undone, as a whole or half (its undo has stopped), those that still have the number
    which brought the flag are none of them. Each has its suppressing flags in `suppressing`.
    """
    workspace = contact_import.workspace
    if not (contact_import.edits_contacts and contact_import.suppressed_count):
        return workspace.contacts.none()
    # A link and its entry in the journal are of one moment: one that was made later is another's.
    links = ContactFlag.objects.filter(
        contact_id=OuterRef("contact_id"), created_at=OuterRef("at"), flag__suppressing=True
    )
    # By number, so that no database begins with all that ever happened in the workspace.
    edits = list(contact_import.jobs.filter(kind=JobKind.EDIT).values_list("pk", flat=True))
    given = ContactChange.objects.filter(Exists(links), job__in=edits, kind=ChangeKind.FLAGGED)
    if half_undone or contact_import.state == ImportState.UNDONE:
        new_number = not_restored(contact_import).filter(values__has_key="phone")
        # Asked of the entries: PostgreSQL would ask it of all contacts, and flags thereafter.
        given = given.exclude(Exists(new_number.filter(contact_id=OuterRef("contact_id"))))
    flagged = workspace.contacts.filter(pk__in=given.values("contact_id"))
    suppressing = workspace.flags.filter(suppressing=True)
    return flagged.order_by("pk").prefetch_related(
        Prefetch("flags", suppressing, to_attr="suppressing")
    )
