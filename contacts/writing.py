"""The only way contacts are written: each change with its entry in the journal."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contacts.models import (
    FIELDS,
    ChangeKind,
    Contact,
    ContactChange,
    ContactFlag,
    Flag,
)
from workspaces.models import AuditEntry, User, Workspace

# Contacts changed in one transaction: short enough that nobody else's save waits long.
BATCH = 1_000


class StaleRevision(Exception):
    """Somebody saved the contact after the form was opened; `current` is what they saved."""

    def __init__(self, current: Contact) -> None:
        super().__init__(f"Contact {current.pk} is at revision {current.revision}.")
        self.current = current


class ReasonRequired(Exception):
    """Taking a suppressing flag off needs a reason; `flags` are those that would go."""

    def __init__(self, flags: list[Flag]) -> None:
        super().__init__("A reason is needed to take a suppressing flag off.")
        self.flags = flags


def create(
    workspace: Workspace,
    actor: User | None,
    values: Mapping[str, str],
    flags: Iterable[Flag] = (),
) -> Contact:
    """Create a contact from validated `values` (keys of FIELDS; a missing one is empty)."""
    with transaction.atomic():
        contact = Contact(
            workspace=workspace,
            created_by=actor,
            updated_by=actor,
            **{field: values.get(field, "") for field in FIELDS},
        )
        contact.save()
        chosen = _living(flags)
        _link(contact, chosen)
        journal(contact, actor, ChangeKind.CREATED, _flag_changes(added=chosen))
    return contact


def change(
    contact: Contact,
    actor: User | None,
    values: Mapping[str, str],
    flags: Iterable[Flag] | None = None,
    *,
    revision: int,
    reason: str = "",
) -> Contact:
    """Save what a person edited, made from `revision`; a change of nothing writes nothing.

    Fields missing from `values` stay, and so do the flags when `flags` is None. `reason` is
    demanded for taking a suppressing flag off.

    Raises StaleRevision when the contact was saved meanwhile, ReasonRequired, and
    Contact.DoesNotExist when it was deleted meanwhile. Nothing is written then.
    """
    with transaction.atomic():
        current = (
            Contact.objects.select_for_update(no_key=True, of=("self",))
            .select_related("workspace")
            .get(pk=contact.pk, workspace_id=contact.workspace_id)
        )
        if current.revision != revision:
            raise StaleRevision(current)
        changed = {
            field: [getattr(current, field), value]
            for field, value in values.items()
            if getattr(current, field) != value
        }
        added, removed = _flag_difference(current, flags)
        suppressing = [flag for flag in removed if flag.suppressing]
        if suppressing and not reason:
            raise ReasonRequired(suppressing)
        if not (changed or added or removed):
            return current
        for field, (_, value) in changed.items():
            setattr(current, field, value)
        current.revision += 1
        current.updated_at, current.updated_by = timezone.now(), actor
        current.save()
        _link(current, added)
        ContactFlag.objects.filter(contact=current, flag__in=removed).delete()
        if changed:
            journal(current, actor, ChangeKind.CHANGED, changed)
        if added:
            journal(current, actor, ChangeKind.FLAGGED, _flag_changes(added=added))
        if removed:
            journal(
                current,
                actor,
                ChangeKind.UNFLAGGED,
                _flag_changes(removed=removed),
                reason,
            )
    return current


def delete(contact: Contact, actor: User | None) -> None:
    """Delete the contact with its history, for good; the audit keeps who and when, no more.

    Raises Contact.DoesNotExist when somebody else deleted it meanwhile.
    """
    with transaction.atomic():
        # Whoever is saving it right now finishes first, or his journal entry would outlive it.
        Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        ContactChange.objects.filter(
            workspace_id=contact.workspace_id, contact_id=contact.pk
        ).delete()
        AuditEntry.record(
            "contact.deleted",
            actor=actor,
            workspace=contact.workspace,
            contact=contact.pk,
        )
        contact.delete()


def save_flag(flag: Flag, actor: User | None) -> Flag:
    """Create or change a flag; marking it as suppressing, or no longer, is audited.

    Raises IntegrityError when another flag of the workspace took the name meanwhile.
    """
    with transaction.atomic():
        before = Flag.objects.select_for_update(no_key=True).filter(pk=flag.pk).first()
        was_suppressing = before.suppressing if before else False
        if flag.pk is None:
            flag.created_by = actor
        flag.save()
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
                actor_name=_name(actor),
                at=now,
                kind=ChangeKind.UNFLAGGED,
                values=_flag_changes(removed=[flag]),
                reason="The flag was deleted.",
                revision=contact.revision + 1,
            )
            for contact in carriers
        )
    return len(carriers)


def journal(
    contact: Contact,
    actor: User | None,
    kind: ChangeKind,
    values: dict[str, Any],
    reason: str = "",
) -> None:
    """Write the contact's journal entry; call it in the transaction of the change itself."""
    ContactChange.objects.create(
        workspace_id=contact.workspace_id,
        contact_id=contact.pk,
        actor=actor,
        actor_name=_name(actor),
        kind=kind,
        values=values,
        reason=reason,
        revision=contact.revision,
    )


def _link(contact: Contact, flags: Iterable[Flag]) -> None:
    ContactFlag.objects.bulk_create(
        ContactFlag(workspace_id=contact.workspace_id, contact=contact, flag=flag) for flag in flags
    )


def _living(flags: Iterable[Flag]) -> list[Flag]:
    """The flags without those deleted since they were chosen; they stay until we commit."""
    chosen = [flag.pk for flag in flags]
    rows = Flag.objects.select_for_update(no_key=True).filter(pk__in=chosen)
    return sorted(rows.order_by("pk"), key=str)


def _flag_difference(
    contact: Contact, flags: Iterable[Flag] | None
) -> tuple[list[Flag], list[Flag]]:
    if flags is None:
        return [], []
    before, after = set(contact.flags.all()), set(_living(flags))
    return sorted(after - before, key=str), sorted(before - after, key=str)


def _flag_changes(added: Iterable[Flag] = (), removed: Iterable[Flag] = ()) -> dict[str, Any]:
    changes = {
        "added": [[flag.pk, flag.name] for flag in added],
        "removed": [[flag.pk, flag.name] for flag in removed],
    }
    return {name: flags for name, flags in changes.items() if flags}


def _name(actor: User | None) -> str:
    return actor.get_username() if actor else ""
