"""Contacts deleted for good, one or many: each with its history and its interactions."""

from collections.abc import Sequence

from django.db import transaction

from contacts.models import Contact, ContactChange, Job
from contacts.writing import suppression
from workspaces.models import AuditEntry, User, Workspace


def delete(contact: Contact, actor: User | None) -> None:
    """Delete one contact; the audit keeps who and when, no more.

    Raises Contact.DoesNotExist when somebody else deleted it meanwhile.
    """
    with transaction.atomic():
        if not delete_batch(contact.workspace, [contact.pk], actor):
            raise Contact.DoesNotExist
        AuditEntry.record(
            "contact.deleted", actor=actor, workspace=contact.workspace, contact=contact.pk
        )


def delete_batch(
    workspace: Workspace, contact_ids: Sequence[int], actor: User | None, job: Job | None = None
) -> int:
    """Delete these contacts of the workspace; returns how many there were.

    Every deletion by a person comes through here, single or bulk. A number that must not be called
    is remembered, as a keyed hash. Call it in a transaction, with no more contacts than one should
    last, and before it holds any contact unless it has called `numbers_go`; the caller writes the
    audit.
    """
    suppression.numbers_go(workspace.pk)
    suppression.hold(workspace.pk, contact_ids)
    # Whoever is saving one right now finishes first, or his journal entry would outlive it.
    doomed = Contact.objects.select_for_update(of=("self",)).filter(
        workspace=workspace, pk__in=contact_ids
    )
    ids = list(doomed.order_by("pk").values_list("pk", flat=True))
    suppression.remember(workspace.pk, ids, actor, job)
    ContactChange.objects.filter(workspace=workspace, contact_id__in=ids).delete()
    Contact.objects.filter(pk__in=ids).delete()
    return len(ids)
