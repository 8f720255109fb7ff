"""The memory of numbers that must not be called, kept right whenever contacts come and go.

What always holds: of a number that is remembered under a flag, every contact of the workspace
carries the flag. Whoever lets numbers go (deletes contacts, changes their phone, merges them away)
calls `numbers_go` first in the transaction, holds the contacts by `hold`, and calls `remember`
while they are still there. Whoever brings numbers (creates or restores contacts, changes their
phone) calls `numbers_come` first, and `keep` when the contacts are there. Who does both calls
`numbers_go`.
"""

from collections.abc import Collection, Iterable, Mapping

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from contacts.models import (
    ChangeKind,
    Contact,
    ContactChange,
    ContactFlag,
    Flag,
    FormerValue,
    Job,
    SuppressedNumber,
)
from contacts.models.suppressed_number import digest, digests
from contacts.writing.journal import flag_changes, name_of
from contacts.writing.links import link, living
from workspaces.models import User

KEPT_REASON = "Its number had this flag before."
# PostgreSQL's advisory locks go by number: these are the workspaces'.
_LOCKS = 0x5EED << 40

# Flags by the numbers of those who carry them, or are to.
FlagsOfPhones = dict[str, set[int]]
# Which contact, by its id, was given which flag.
Given = list[tuple[int, Flag]]


def numbers_come(workspace_id: int) -> None:
    """Let no number go until the transaction ends; others may come meanwhile.

    Call it before any contact is held. SQLite has no second writer anyway.
    """
    _lock(workspace_id, "pg_advisory_xact_lock_shared")


def numbers_go(workspace_id: int) -> None:
    """Let no number come or go until the transaction ends. Call it before any contact is held.

    Without it a contact that is being created right now would not be seen here, and would not see
    what is remembered.
    """
    _lock(workspace_id, "pg_advisory_xact_lock")


def hold(workspace_id: int, contact_ids: Collection[int], *, former: bool = True) -> None:
    """Hold contacts whose numbers go, and with them those that `remember` is to write to.

    All in the order of their ids, as everybody holds contacts: who held the first kind alone and
    then one of the second with a lower id would wait for a bulk action that waits for him.
    """
    if not connection.features.has_select_for_update:
        return
    carried = _carried(workspace_id, contact_ids, former)
    of_workspace = Contact.objects.filter(workspace_id=workspace_id)
    sharing = of_workspace.filter(phone__in=carried).values_list("pk", flat=True)
    held = of_workspace.filter(pk__in={*contact_ids, *sharing}).order_by("pk")
    list(held.select_for_update().values_list("pk", flat=True))


def remember(
    workspace_id: int,
    contact_ids: Collection[int],
    actor: User | None,
    job: Job | None = None,
    *,
    former: bool = True,
) -> int:
    """Remember the numbers of those contacts that carry a suppressing flag; returns how many.

    Other contacts that share such a number, and stay, are given the flag. With `former` the
    numbers that the contacts had before merges go as well.
    """
    carried = _carried(workspace_id, contact_ids, former)
    if not carried:
        return 0
    sharing = Contact.objects.filter(workspace_id=workspace_id, phone__in=carried)
    held = sharing.order_by("pk").select_for_update(no_key=True).values_list("pk", "phone")
    gone = set(contact_ids)
    staying = {pk: phone for pk, phone in held if pk not in gone}
    flags = _hold(carried)
    SuppressedNumber.objects.bulk_create(
        (
            SuppressedNumber(workspace_id=workspace_id, digest=number, flag_id=flag_id)
            for number, phone in digests(workspace_id, carried).items()
            for flag_id in carried[phone] & set(flags)
        ),
        ignore_conflicts=True,
    )
    if given := _missing(staying, carried, flags):
        Contact.objects.filter(pk__in={pk for pk, _ in given}).update(
            revision=F("revision") + 1, updated_at=timezone.now(), updated_by=actor
        )
        _give(workspace_id, given, actor, job)
    return len(carried)


def keep(
    workspace_id: int,
    phones: Mapping[int, str],
    actor: User | None,
    job: Job | None = None,
    *,
    sharing: bool = True,
) -> Given:
    """Give contacts the suppressing flags that their numbers had; returns which got which.

    `phones` is by the ids of the contacts. With `sharing` the flags of other contacts with the
    same number, also of those that had it before a merge, count as remembered ones do. The
    revision is not raised: this is a part of what the caller writes.
    """
    numbers = set(phones.values())
    if sharing:
        wanted = of_numbers(workspace_id, numbers)
    else:
        wanted = SuppressedNumber.objects.flag_ids(workspace_id, numbers)
    given = _missing(phones, wanted, _hold(wanted)) if wanted else []
    if given:
        _give(workspace_id, given, actor, job)
    return given


def of_numbers(workspace_id: int, phones: Collection[str]) -> FlagsOfPhones:
    """The suppressing flags of numbers: of those who have them now, and those left behind."""
    found = left_behind(workspace_id, phones)
    # The contacts' index of phones begins with their workspace: without it PostgreSQL goes through
    # all links there are.
    same_phone = ContactFlag.objects.filter(
        contact__workspace_id=workspace_id, contact__phone__in=phones
    )
    for phone, flag_ids in _suppressing(workspace_id, same_phone).items():
        found.setdefault(phone, set()).update(flag_ids)
    return found


def left_behind(workspace_id: int, phones: Collection[str]) -> FlagsOfPhones:
    """The suppressing flags of numbers that need not be a contact's any more.

    They are remembered, or a contact with such a flag had them before a merge.
    """
    found = SuppressedNumber.objects.flag_ids(workspace_id, phones)
    merged = FormerValue.objects.filter(workspace_id=workspace_id)
    if merged.filter(phone__gt="").exists():
        _add_former(merged.filter(phone__in=phones), found)
    return found


def forget(workspace_id: int, phone: str, flags: Iterable[Flag]) -> None:
    """A person has taken these flags off a contact with this number, and said why."""
    SuppressedNumber.objects.filter(
        workspace_id=workspace_id, digest=digest(workspace_id, phone), flag__in=list(flags)
    ).delete()


def _lock(workspace_id: int, function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_LOCKS + workspace_id])


def _carried(workspace_id: int, contact_ids: Collection[int], former: bool) -> FlagsOfPhones:
    """The suppressing flags of contacts by their numbers, with `former` before merges, too."""
    carried = _suppressing(workspace_id, ContactFlag.objects.filter(contact__in=contact_ids))
    if former and carried:
        _add_former(FormerValue.objects.filter(contact__in=contact_ids), carried)
    return carried


def _suppressing(workspace_id: int, links: QuerySet[ContactFlag]) -> FlagsOfPhones:
    """The suppressing flags among the links, by the phones of the contacts."""
    found: FlagsOfPhones = {}
    rows = links.filter(workspace_id=workspace_id, flag__suppressing=True)
    for phone, flag_id in rows.values_list("contact__phone", "flag_id"):
        found.setdefault(phone, set()).add(flag_id)
    return found


def _add_former(merged: QuerySet[FormerValue], found: FlagsOfPhones) -> None:
    """Add the suppressing flags of contacts by the numbers that they had before merges."""
    rows = merged.filter(contact__flag_links__flag__suppressing=True).exclude(phone="")
    for phone, flag_id in rows.values_list("phone", "contact__flag_links__flag_id"):
        found.setdefault(phone, set()).add(flag_id)


def _hold(wanted: FlagsOfPhones) -> dict[int, Flag]:
    """Those of the flags that are there and suppressing still, until the transaction ends."""
    held = living(set().union(*wanted.values())).filter(suppressing=True)
    return {flag.pk: flag for flag in held}


def _missing(phones: Mapping[int, str], wanted: FlagsOfPhones, flags: Mapping[int, Flag]) -> Given:
    """Which contact lacks which of the flags that are wanted for its number."""
    links = ContactFlag.objects.filter(contact__in=phones, flag__in=flags)
    has = set(links.values_list("contact_id", "flag_id"))
    return [
        (pk, flags[flag_id])
        for pk, phone in phones.items()
        for flag_id in sorted(wanted.get(phone, set()) & set(flags))
        if (pk, flag_id) not in has
    ]


def _give(workspace_id: int, given: Given, actor: User | None, job: Job | None) -> None:
    """Link the flags, and say why in the journal."""
    now = timezone.now()
    link(workspace_id, [(pk, flag.pk) for pk, flag in given], now)
    contacts = Contact.objects.filter(pk__in={pk for pk, _ in given})
    revisions = dict(contacts.values_list("pk", "revision"))
    ContactChange.objects.bulk_create(
        ContactChange(
            workspace_id=workspace_id,
            contact_id=pk,
            actor=actor,
            actor_name=name_of(actor),
            job=job,
            at=now,
            kind=ChangeKind.FLAGGED,
            values=flag_changes(added=[flag]),
            reason=KEPT_REASON,
            revision=revisions[pk],
        )
        for pk, flag in given
    )
