"""The only way contacts are written: each change with its entry in the journal."""

from collections.abc import Collection, Iterable, Mapping
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

# Rows written by one statement, below SQLite's limit of bound parameters.
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
        chosen = list(flags)
        _link(contact, chosen)
        journal(contact, actor, ChangeKind.CREATED, _flag_changes(added=chosen))
    return contact


def change(
    contact: Contact,
    actor: User | None,
    values: Mapping[str, str],
    flags: Collection[Flag] | None = None,
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
    """Delete the contact with its history, for good; the audit keeps who and when, no more."""
    with transaction.atomic():
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


def delete_flag(flag: Flag, actor: User | None) -> int:
    """Delete a flag and take it off every contact; returns how many lost it.

    Only an owner may, and the view has asked; a suppressing flag is no exception here.
    """
    now = timezone.now()
    with transaction.atomic():
        carriers = Contact.objects.filter(workspace_id=flag.workspace_id, flag_links__flag=flag)
        revisions = list(carriers.values_list("pk", "revision"))
        carriers.update(revision=F("revision") + 1, updated_at=now, updated_by=actor)
        ContactChange.objects.bulk_create(
            (
                ContactChange(
                    workspace_id=flag.workspace_id,
                    contact_id=contact_id,
                    actor=actor,
                    actor_name=_name(actor),
                    at=now,
                    kind=ChangeKind.UNFLAGGED,
                    values=_flag_changes(removed=[flag]),
                    reason="The flag was deleted.",
                    revision=revision + 1,
                )
                for contact_id, revision in revisions
            ),
            batch_size=BATCH,
        )
        AuditEntry.record(
            "flag.deleted",
            actor=actor,
            workspace=flag.workspace,
            flag=flag.name,
            suppressing=flag.suppressing,
            contacts=len(revisions),
        )
        flag.delete()
    return len(revisions)


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


def _flag_difference(
    contact: Contact, flags: Collection[Flag] | None
) -> tuple[list[Flag], list[Flag]]:
    if flags is None:
        return [], []
    before, after = set(contact.flags.all()), set(flags)
    return sorted(after - before, key=str), sorted(before - after, key=str)


def _flag_changes(added: Iterable[Flag] = (), removed: Iterable[Flag] = ()) -> dict[str, Any]:
    changes = {
        "added": [[flag.pk, flag.name] for flag in added],
        "removed": [[flag.pk, flag.name] for flag in removed],
    }
    return {name: flags for name, flags in changes.items() if flags}


def _name(actor: User | None) -> str:
    return actor.get_username() if actor else ""
