"""Flags themselves: saved, and taken off their contacts, or replaced by another, when they go."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contacts.models import (
    ChangeKind,
    Contact,
    ContactChange,
    ContactFlag,
    Flag,
    Job,
    SuppressedNumber,
)
from contacts.writing.journal import flag_changes, name_of
from contacts.writing.links import link, living
from workspaces.models import AuditEntry, User

# Contacts changed in one transaction: short enough that nobody else's save waits long.
BATCH = 500


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


def replace_flags(
    workspace_id: int,
    contact_ids: Iterable[int],
    gone: Collection[int],
    into: int | None,
    actor: User | None,
    job: Job | None,
    reason: str,
) -> int:
    """Take the flags that are about to go off those of the contacts that carry any of them.

    They are given the flag `into` instead, if there is one. Call it in a transaction; returns how
    many contacts it changed. Raises Flag.DoesNotExist when `into` was deleted meanwhile, or when
    it suppresses no more although one of the others does.
    """
    held = Contact.objects.select_for_update(no_key=True, of=("self",)).filter(
        workspace_id=workspace_id, pk__in=list(contact_ids)
    )
    revisions = dict(held.order_by("pk").values_list("pk", "revision"))
    flags = hold_for_replacing(workspace_id, gone, into)
    carried: dict[int, set[int]] = {}
    links = ContactFlag.objects.filter(contact__in=revisions, flag__in=flags)
    for contact_id, flag_id in links.values_list("contact_id", "flag_id"):
        carried.setdefault(contact_id, set()).add(flag_id)
    changed = sorted(pk for pk, flag_ids in carried.items() if flag_ids - {into})
    now = timezone.now()
    Contact.objects.filter(pk__in=changed).update(
        revision=F("revision") + 1, updated_at=now, updated_by=actor
    )
    ContactFlag.objects.filter(contact__in=changed, flag__in=set(flags) - {into}).delete()
    given = [pk for pk in changed if into is not None and into not in carried[pk]]
    link(workspace_id, [(pk, into) for pk in given if into is not None], now)
    has_now = set(given)
    ContactChange.objects.bulk_create(
        ContactChange(
            workspace_id=workspace_id,
            contact_id=pk,
            actor=actor,
            actor_name=name_of(actor),
            job=job,
            at=now,
            kind=ChangeKind.FLAGGED if pk in has_now else ChangeKind.UNFLAGGED,
            values=flag_changes(
                added=[flags[into]] if into is not None and pk in has_now else [],
                removed=[flags[flag_id] for flag_id in sorted(carried[pk] - {into})],
            ),
            reason=reason,
            revision=revisions[pk] + 1,
        )
        for pk in changed
    )
    return len(changed)


def hold_for_replacing(
    workspace_id: int, gone: Collection[int], into: int | None
) -> dict[int, Flag]:
    """The flags that are there still, held until the transaction ends, by their ids.

    Raises Flag.DoesNotExist as `replace_flags` does.
    """
    wanted = {*gone} if into is None else {*gone, into}
    flags = {flag.pk: flag for flag in living(wanted).filter(workspace_id=workspace_id)}
    if into is not None:
        survivor = flags.get(into)
        if survivor is None or not can_merge(flags.values(), survivor):
            raise Flag.DoesNotExist
    return flags


def can_merge(flags: Iterable[Flag], into: Flag) -> bool:
    """Nobody may be called again because of a merge: suppressing flags go into such a one only."""
    return into.suppressing or not any(flag.suppressing for flag in flags)


def move_memory(workspace_id: int, gone: Collection[int], into: int | None) -> int:
    """Let some of the numbers remembered under flags that go be remembered under the other one.

    Where there is none, forget them. Returns how many; 0 when all is done.
    """
    remembered = SuppressedNumber.objects.filter(workspace_id=workspace_id, flag__in=gone)
    batch = list(remembered.order_by("pk")[:BATCH])
    if into is not None:
        SuppressedNumber.objects.bulk_create(
            (
                SuppressedNumber(
                    workspace_id=workspace_id,
                    digest=row.digest,
                    key=row.key,
                    flag_id=into,
                    created_at=row.created_at,
                )
                for row in batch
            ),
            ignore_conflicts=True,
        )
    SuppressedNumber.objects.filter(pk__in=[row.pk for row in batch]).delete()
    return len(batch)
