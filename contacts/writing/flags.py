"""Flags themselves: saved, and taken off all their contacts when they go."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contacts.models import ChangeKind, Contact, ContactChange, ContactFlag, Flag, SuppressedNumber
from contacts.writing.journal import flag_changes, name_of
from workspaces.models import AuditEntry, User

# Contacts changed in one transaction: short enough that nobody else's save waits long.
BATCH = 1_000


def save_flag(flag: Flag, actor: User | None) -> Flag:
    """Create or change a flag; marking it as suppressing, or no longer, is audited.

    Un-marked, it is no reason any more to remember numbers: those are forgotten.
    Raises IntegrityError when another flag of the workspace took the name meanwhile.
    """
    with transaction.atomic():
        before = Flag.objects.select_for_update(no_key=True).filter(pk=flag.pk).first()
        was_suppressing = before.suppressing if before else False
        if flag.pk is None:
            flag.created_by = actor
        flag.save()
        if not flag.suppressing:
            SuppressedNumber.objects.filter(flag=flag).delete()
        if flag.suppressing != was_suppressing:
            AuditEntry.record(
                "flag.marked_suppressing" if flag.suppressing else "flag.unmarked_suppressing",
                actor=actor,
                workspace=flag.workspace,
                flag=flag.name,
                contacts=flag.links.count(),
            )
    return flag


def delete_flag(flag: Flag, actor: User | None) -> int:
    """Delete a flag and take it off every contact; returns how many lost it.

    Only an owner may, and the view has asked; a suppressing flag is no exception here. Contacts
    lose it a batch at a time, so that nobody else's save waits long; what is cut off half-way is
    finished by deleting the flag again.
    """
    lost = 0
    while batch := _take_off(flag, actor):
        lost += batch
    with transaction.atomic():
        AuditEntry.record(
            "flag.deleted",
            actor=actor,
            workspace=flag.workspace,
            flag=flag.name,
            suppressing=flag.suppressing,
            contacts=lost,
        )
        flag.delete()
    return lost


def _take_off(flag: Flag, actor: User | None) -> int:
    """Take a flag that is being deleted off its next contacts; returns off how many."""
    with transaction.atomic():
        carriers = list(
            Contact.objects.select_for_update(no_key=True, of=("self",))
            .filter(workspace_id=flag.workspace_id, flag_links__flag=flag)
            .order_by("pk")
            .only("workspace_id", "revision")[:BATCH]
        )
        pks, now = [contact.pk for contact in carriers], timezone.now()
        Contact.objects.filter(pk__in=pks).update(
            revision=F("revision") + 1, updated_at=now, updated_by=actor
        )
        ContactFlag.objects.filter(flag=flag, contact__in=pks).delete()
        ContactChange.objects.bulk_create(
            ContactChange(
                workspace_id=flag.workspace_id,
                contact_id=contact.pk,
                actor=actor,
                actor_name=name_of(actor),
                at=now,
                kind=ChangeKind.UNFLAGGED,
                values=flag_changes(removed=[flag]),
                reason="The flag was deleted.",
                revision=contact.revision + 1,
            )
            for contact in carriers
        )
    return len(carriers)
