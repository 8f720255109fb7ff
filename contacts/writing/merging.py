"""Merges and their undo: several contacts become one, and are several again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.models import (
    FIELDS,
    ChangeKind,
    Contact,
    ContactChange,
    ContactFlag,
    DistinctContact,
    Flag,
    Interaction,
    Job,
    Merge,
    MergedContact,
)
from contacts.writing import suppression
from contacts.writing.former import lay_down, search_former
from contacts.writing.journal import flag_changes, journal, name_of
from contacts.writing.links import link, living
from workspaces.models import AuditEntry, User, Workspace

# Columns that follow from others, or that the restored contact gets anew.
NOT_KEPT = {
    "search_text", "name_key", "state_key", "brokerage_key", "email_key", "phone_warning",
    "trunk_phone",
}  # fmt: skip


class StaleContacts(Exception):
    """Somebody saved one of the contacts meanwhile; `current` are all of them as they are now."""

    def __init__(self, current: Sequence[Contact]) -> None:
        super().__init__("A contact was saved meanwhile.")
        self.current = current


def merge(
    workspace: Workspace,
    actor: User | None,
    survivor_id: int,
    revisions: Mapping[int, int],
    values: Mapping[str, str],
    *,
    job: Job | None = None,
) -> Merge:
    """Let the contacts of `revisions` (id: revision that was seen) become the survivor.

    It gets `values` (keys of FIELDS) and the flags, interactions and history of all. Values that
    lose are kept as former values; a suppressing flag of any of them stays.

    Raises StaleContacts when one was saved meanwhile and Contact.DoesNotExist when one is gone.
    Nothing is written then.
    """
    with transaction.atomic():
        # A number that goes is a former one of the survivor, whose flags it keeps: see `keep`.
        suppression.numbers_go(workspace.pk)
        contacts = _held(workspace, revisions)
        if any(contact.revision != revisions[contact.pk] for contact in contacts):
            raise StaleContacts(contacts)
        survivor = next(contact for contact in contacts if contact.pk == survivor_id)
        losers = [contact for contact in contacts if contact.pk != survivor_id]
        now = timezone.now()
        merge = Merge.objects.create(
            workspace=workspace,
            survivor=survivor,
            actor=actor,
            actor_name=name_of(actor),
            job=job,
            at=now,
            before={field: str(getattr(survivor, field)) for field in FIELDS},
            after={field: values[field] for field in FIELDS},
        )
        flags = _unite_flags(merge, survivor, losers, now)
        for loser in losers:
            _take_over(merge, survivor, loser)
        lay_down(merge, survivor, losers)
        _delete(losers)
        for field in FIELDS:
            setattr(survivor, field, values[field])
        survivor.former_text = search_former(survivor)
        # Above all of them: no entry that came with a loser may pass for the survivor's latest.
        survivor.revision = max(contact.revision for contact in contacts) + 1
        survivor.updated_at, survivor.updated_by = now, actor
        survivor.save()
        merge.save()
        changed = {
            field: [old, merge.after[field]]
            for field, old in merge.before.items()
            if old != merge.after[field]
        }
        went = {"merged": [[loser.pk, loser.name] for loser in losers]}
        journal(survivor, actor, ChangeKind.MERGED, changed | flag_changes(added=flags) | went)
        AuditEntry.record(
            "contacts.merged",
            actor=actor,
            workspace=workspace,
            contact=survivor.pk,
            merged=", ".join(f"no. {loser.pk}" for loser in losers),
        )
    return merge


def _held(workspace: Workspace, pks: Iterable[int]) -> list[Contact]:
    """The contacts, which nobody else can change until the transaction ends."""
    wanted = set(pks)
    rows = workspace.contacts.filter(pk__in=wanted).order_by("pk")
    contacts = list(rows.select_for_update(of=("self",)))
    if len(contacts) != len(wanted):
        raise Contact.DoesNotExist
    return contacts


def _unite_flags(
    merge: Merge, survivor: Contact, losers: Sequence[Contact], now: datetime
) -> list[Flag]:
    """Give the survivor the flags that only others had; returns them."""
    has = survivor.flag_links.values_list("flag_id", flat=True)
    links = ContactFlag.objects.filter(contact__in=losers).exclude(flag__in=list(has))
    flags = sorted(living(links.values_list("flag_id", flat=True)), key=str)
    link(survivor.workspace_id, [(survivor.pk, flag.pk) for flag in flags], now)
    merge.flags_added = [flag.pk for flag in flags]
    return flags


def _take_over(merge: Merge, survivor: Contact, loser: Contact) -> None:
    """Move to the survivor what hangs on the loser, and put down what the undo needs."""
    flags = [
        [flag_id, since.isoformat()]
        for flag_id, since in loser.flag_links.order_by("pk").values_list("flag_id", "created_at")
    ]
    changes = ContactChange.objects.filter(
        workspace_id=loser.workspace_id, contact_id=loser.pk
    ).order_by("pk")
    distinctions = list(loser.distinctions.order_by("pk").values_list("distinction_id", flat=True))
    known = survivor.distinctions.values_list("distinction_id", flat=True)
    new = sorted(set(distinctions) - set(known))
    merge.distinctions_added = [*merge.distinctions_added, *new]
    DistinctContact.objects.bulk_create(
        DistinctContact(
            workspace_id=loser.workspace_id, distinction_id=distinction_id, contact=survivor
        )
        for distinction_id in new
    )
    within = Merge.objects.filter(survivor=loser)
    MergedContact.objects.create(
        workspace_id=loser.workspace_id,
        merge=merge,
        contact_id=loser.pk,
        row=row_of(loser),
        flags=flags,
        interactions=_ids(Interaction.objects.filter(contact=loser)),
        changes=_ids(changes),
        former_values=_ids(loser.former_values.all()),
        merges=_ids(within.filter(within=None)),
        distinctions=distinctions,
    )
    Interaction.objects.filter(contact=loser).update(contact=survivor)
    changes.update(contact_id=survivor.pk)
    loser.former_values.update(contact=survivor)
    within.filter(within=None).update(within=merge)
    within.update(survivor=survivor)


def _ids(rows: Any) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def row_of(contact: Contact) -> dict[str, Any]:
    """The contact's columns as JSON keeps them."""
    row = {
        field.attname: getattr(contact, field.attname)
        for field in Contact._meta.concrete_fields
        if field.name not in NOT_KEPT
    }
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def _delete(losers: Sequence[Contact]) -> None:
    """Plain SQL: what Django's delete() would look for has moved already, the links go along."""
    doomed = Contact.objects.filter(pk__in=[loser.pk for loser in losers])
    doomed._raw_delete(doomed.db)
