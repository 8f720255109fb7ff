"""Fills a workspace with generated contacts, fast: for demonstrations and measurements.

Written in bulk, so beside `writing`; what it writes looks as if people had typed it over time.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from random import Random

from django.db import transaction
from django.utils import timezone

from contacts import writing
from contacts.demo_people import people
from contacts.models import ChangeKind, Contact, ContactChange, ContactFlag, Flag
from workspaces.models import User, Workspace

# Contacts of one transaction: other writers wait no longer than for one of these.
CHUNK = 1_000

# How many of the newest contacts somebody has worked on.
TOUCHED = 24

# How many of a hundred contacts carry a flag of that name; flags of other names are not given.
FLAG_SHARES = {
    "Hot Lead": 11,
    "VIP": 7,
    "Follow-up Needed": 16,
    "Opt-in Verified": 34,
    "Do Not Call": 4,
    "Past Client": 12,
    "Investor": 6,
}


def fill(workspace: Workspace, authors: Sequence[User], count: int, *, since: datetime) -> None:
    """Add `count` contacts, as if `authors` had typed them one by one from `since` until now.

    The same workspace with as many contacts gets the same people.
    """
    random = Random(f"{workspace.slug} {workspace.contacts.count()}")
    flags = [flag for flag in workspace.flags.all() if flag.name in FLAG_SHARES]
    made_up = people(random, set(workspace.contacts.values_list("phone", flat=True)))
    moments = _moments(random, since, count)
    while chunk := list(islice(moments, CHUNK)):
        contacts = [
            Contact(
                workspace=workspace,
                created_by=author,
                updated_by=author,
                created_at=moment,
                updated_at=moment,
                **next(made_up),
            )
            for moment, author in zip(chunk, random.choices(authors, k=len(chunk)), strict=True)
        ]
        _write(contacts, [_some(random, flags) for _ in contacts])


def live_in(workspace: Workspace, actor: User) -> None:
    """What some weeks of work leave behind: edited contacts, and some that were entered twice."""
    newest_first = list(workspace.contacts.all()[:TOUCHED])
    follow_up = workspace.flags.filter(name="Follow-up Needed").first()
    for contact in newest_first[::2]:
        flags = {*contact.flags.all(), follow_up} - {None} if follow_up else None
        notes = f"{contact.notes}\nCalled: wants to hear from us next week.".strip()
        writing.change(contact, actor, {"notes": notes}, flags, revision=contact.revision)
    for contact in newest_first[1::6]:
        again = {"name": contact.name.upper(), "phone": str(contact.phone)}
        writing.create(workspace, actor, again)


def _moments(random: Random, since: datetime, count: int) -> Iterator[datetime]:
    """`count` moments in order, spread unevenly over the time from `since` until now."""
    step = (timezone.now() - since) / max(count, 1)
    for number in range(count):
        yield since + step * (number + random.random())


def _some(random: Random, flags: list[Flag]) -> list[Flag]:
    return [flag for flag in flags if random.randrange(100) < FLAG_SHARES[flag.name]]


def _write(contacts: list[Contact], flags: list[list[Flag]]) -> None:
    """Write contacts with their flags and the journal of their creation."""
    with transaction.atomic():
        Contact.objects.bulk_create(contacts)
        flagged = list(zip(contacts, flags, strict=True))
        ContactFlag.objects.bulk_create(
            ContactFlag(
                workspace_id=contact.workspace_id,
                contact=contact,
                flag=flag,
                created_at=contact.created_at,
            )
            for contact, chosen in flagged
            for flag in chosen
        )
        ContactChange.objects.bulk_create(
            ContactChange(
                workspace_id=contact.workspace_id,
                contact_id=contact.pk,
                actor=contact.created_by,
                actor_name=contact.created_by.username if contact.created_by else "",
                at=contact.created_at,
                kind=ChangeKind.CREATED,
                values={"added": [[flag.pk, flag.name] for flag in chosen]} if chosen else {},
                revision=contact.revision,
            )
            for contact, chosen in flagged
        )
