"""Many contacts at once, within a transaction of the caller: flags added, taken off, given back.

Each changed contact gets a higher revision and its entry in the journal, as if a person had saved
it. The contacts must be held: nobody else may write to them before the transaction ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from contacts.models import ChangeKind, Contact, ContactChange, ContactFlag, Flag, Job
from contacts.writing.journal import flag_changes, name_of
from contacts.writing.links import link, living

# Per contact: the flags that come, and those that go.
Changes = Mapping[int, tuple[list[Flag], list[Flag]]]


def add_flags(job: Job, contact_ids: Sequence[int], flag_ids: Iterable[int]) -> int:
    """Give the contacts the flags that they lack; returns how many lacked one.

    A flag that was deleted meanwhile is left out.
    """
    flags = _living(job, flag_ids)
    carried = _links(contact_ids, flags)
    changes: dict[int, tuple[list[Flag], list[Flag]]] = {}
    for pk in contact_ids:
        if missing := [flag for flag in flags if (pk, flag.pk) not in carried]:
            changes[pk] = (missing, [])
    return _write(job, changes)


def remove_flags(job: Job, contact_ids: Sequence[int], flag_ids: Iterable[int]) -> int:
    """Take the flags off the contacts; returns how many carried one. Suppressing ones stay."""
    flags = [flag for flag in _living(job, flag_ids) if not flag.suppressing]
    carried = _links(contact_ids, flags)
    changes: dict[int, tuple[list[Flag], list[Flag]]] = {}
    for pk in contact_ids:
        if present := [flag for flag in flags if (pk, flag.pk) in carried]:
            changes[pk] = ([], present)
    return _write(job, changes)


def undo_flags(job: Job, entries: Sequence[ContactChange], reason: str) -> tuple[int, int]:
    """Take back what the entries say, where the contact is as the entry left it.

    Suppressing flags are given back, never taken off. Returns how many contacts were changed, and
    how many were left because somebody has changed them since.
    """
    held = Contact.objects.select_for_update(no_key=True, of=("self",)).filter(
        workspace_id=job.workspace_id, pk__in=[entry.contact_id for entry in entries]
    )
    revisions = dict(held.order_by("pk").values_list("pk", "revision"))
    wanted = {pk for entry in entries for pk, _ in _pairs(entry)}
    flags = {flag.pk: flag for flag in _living(job, wanted)}
    changes: dict[int, tuple[list[Flag], list[Flag]]] = {}
    kept = 0
    for entry in entries:
        if revisions.get(entry.contact_id) != entry.revision:
            kept += entry.contact_id in revisions
            continue
        back = [flags[pk] for pk, _ in entry.values.get("removed", ()) if pk in flags]
        off = [flags[pk] for pk, _ in entry.values.get("added", ()) if pk in flags]
        off = [flag for flag in off if not flag.suppressing]
        if back or off:
            changes[entry.contact_id] = (back, off)
    return _write(job, changes, reason), kept


def _pairs(entry: ContactChange) -> list[list[Any]]:
    return [*entry.values.get("added", ()), *entry.values.get("removed", ())]


def _living(job: Job, flag_ids: Iterable[int]) -> list[Flag]:
    """The flags that are there; they stay until we commit."""
    return sorted(living(flag_ids).filter(workspace_id=job.workspace_id), key=str)


def _links(contact_ids: Sequence[int], flags: Sequence[Flag]) -> set[tuple[int, int]]:
    links = ContactFlag.objects.filter(contact__in=contact_ids, flag__in=flags)
    return set(links.values_list("contact", "flag"))


def _write(job: Job, changes: Changes, reason: str = "") -> int:
    """Write the links, the revisions and the journal; returns the number of contacts."""
    pks, now = list(changes), timezone.now()
    revisions = dict(Contact.objects.filter(pk__in=pks).values_list("pk", "revision"))
    given = [(pk, flag.pk) for pk, (added, _) in changes.items() for flag in added]
    if given:
        link(job.workspace_id, given, now)
    losers = defaultdict(list)
    for pk, (_, removed) in changes.items():
        for flag in removed:
            losers[flag.pk].append(pk)
    for flag_id, contact_ids in losers.items():
        ContactFlag.objects.filter(flag=flag_id, contact__in=contact_ids).delete()
    Contact.objects.filter(pk__in=pks).update(
        revision=F("revision") + 1, updated_at=now, updated_by=job.actor
    )
    ContactChange.objects.bulk_create(
        ContactChange(
            workspace_id=job.workspace_id,
            contact_id=pk,
            actor=job.actor,
            actor_name=name_of(job.actor),
            job=job,
            at=now,
            kind=ChangeKind.FLAGGED if added else ChangeKind.UNFLAGGED,
            values=flag_changes(added, removed),
            reason=reason,
            revision=revisions[pk] + 1,
        )
        for pk, (added, removed) in changes.items()
    )
    return len(changes)
