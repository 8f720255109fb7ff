"""Fills a workspace with generated contacts, fast: for demonstrations and measurements.

Written in bulk, so beside `writing`; what it writes looks as if people had typed it over time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts import writing
from contacts.demo_people import people
from contacts.imports.insert import COLUMNS, Row, insert
from contacts.models import (
    CSV_FIELDS,
    ChangeKind,
    ContactChange,
    ContactFlag,
    Flag,
    derived_values,
)
from contacts.writing.links import mark_used
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
    "Past clients": 2,
    "Investor": 6,
}


@dataclass(frozen=True)
class Draft:
    """A contact to be written: what was typed, by whom and when, and its flags."""

    values: dict[str, str]
    author: User
    moment: datetime
    flags: list[Flag]


def fill(workspace: Workspace, authors: Sequence[User], count: int, *, since: datetime) -> None:
    """Add `count` contacts, as if `authors` had typed them one by one from `since` until now.

    The same workspace with as many contacts gets the same people.
    """
    random = Random(f"{workspace.slug} {workspace.contacts.count()}")
    flags = [flag for flag in workspace.flags.all() if flag.name in FLAG_SHARES]
    made_up = people(random, set(workspace.contacts.values_list("phone", flat=True)))
    moments = _moments(random, since, count)
    while chunk := list(islice(moments, CHUNK)):
        drafts = [
            Draft(next(made_up), random.choice(authors), moment, _some(random, flags))
            for moment in chunk
        ]
        _write(workspace, drafts)


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
    _enter_again(workspace, actor)
    leave_a_number(workspace, actor)


def _enter_again(workspace: Workspace, actor: User) -> None:
    """For the page of duplicates: two exactly the same, two by e-mail, two by name and company."""
    complete = workspace.contacts.exclude(email="").exclude(brokerage="").filter(notes="")
    same, by_email, by_name = complete.order_by("pk")[:3]
    taken = set(workspace.contacts.values_list("phone", flat=True))
    new = (person["phone"] for person in people(Random(f"{workspace.slug} twins"), taken))
    again = {field: str(getattr(same, field)) for field in CSV_FIELDS}
    writing.create(workspace, actor, again | {"state": same.state.upper()})
    first_name = by_email.name.split()[0]
    values = {"name": first_name, "email": by_email.email.upper(), "phone": next(new)}
    writing.create(workspace, actor, values)
    values = {"name": by_name.name, "brokerage": by_name.brokerage, "phone": next(new)}
    writing.create(workspace, actor, values)


def leave_a_number(workspace: Workspace, actor: User) -> None:
    """Somebody who must not be called was deleted: only the number is remembered."""
    stop = workspace.flags.filter(suppressing=True)
    taken = set(workspace.contacts.values_list("phone", flat=True))
    person = next(people(Random(f"{workspace.slug} gone"), taken))
    writing.delete(writing.create(workspace, actor, person, stop), actor)


def follow_up(workspace: Workspace, actor: User) -> None:
    """Sort the contacts that an import brought by flags, as people do on the day after it."""
    random = Random(workspace.slug)
    flags = [flag for flag in workspace.flags.all() if flag.name in FLAG_SHARES]
    for contact in workspace.contacts.exclude(contact_import=None):
        writing.change(contact, actor, {}, _some(random, flags), revision=contact.revision)


def _moments(random: Random, since: datetime, count: int) -> Iterator[datetime]:
    """`count` moments in order, spread unevenly over the time from `since` until now."""
    step = (timezone.now() - since) / max(count, 1)
    for number in range(count):
        yield since + step * (number + random.random())


def _some(random: Random, flags: list[Flag]) -> list[Flag]:
    return [flag for flag in flags if random.randrange(100) < FLAG_SHARES[flag.name]]


def _write(workspace: Workspace, drafts: list[Draft]) -> None:
    """Write contacts with their flags and the journal of their creation."""
    rows = [_row(workspace, draft) for draft in drafts]
    with transaction.atomic():
        insert(workspace, rows)
        phones = [draft.values["phone"] for draft in drafts]
        found = workspace.contacts.filter(phone__in=phones).values_list("phone", "pk")
        pks = dict(found)
        ContactFlag.objects.bulk_create(
            ContactFlag(
                workspace_id=workspace.pk,
                contact_id=pks[draft.values["phone"]],
                flag=flag,
                created_at=draft.moment,
            )
            for draft in drafts
            for flag in draft.flags
        )
        # In order of time: the last one of all is the latest.
        last_used = {flag.pk: draft.moment for draft in drafts for flag in draft.flags}
        for flag_id, moment in last_used.items():
            mark_used([flag_id], moment)
        ContactChange.objects.bulk_create(
            ContactChange(
                workspace_id=workspace.pk,
                contact_id=pks[draft.values["phone"]],
                actor=draft.author,
                actor_name=draft.author.username,
                at=draft.moment,
                kind=ChangeKind.CREATED,
                values={"added": [[flag.pk, flag.name] for flag in draft.flags]}
                if draft.flags
                else {},
                revision=1,
            )
            for draft in drafts
        )


def _row(workspace: Workspace, draft: Draft) -> Row:
    """The contact as a row of its table."""
    author = draft.author.pk
    columns: dict[str, Any] = {
        **draft.values,
        **derived_values(draft.values),
        "workspace_id": workspace.pk,
        "contact_import_id": None,
        "import_line": None,
        "created_by_id": author,
        "updated_by_id": author,
        "created_at": draft.moment,
        "updated_at": draft.moment,
        "revision": 1,
    }
    return tuple(columns[name] for name in COLUMNS)
