"""Plain functions that make what tests need; every argument has a sensible default."""

import itertools
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from contacts import audiences, frozen_lists, interactions, writing
from contacts.filters import ContactFilter
from contacts.models import (
    FIELDS,
    Audience,
    Contact,
    ContactImport,
    Flag,
    FrozenList,
    Interaction,
    Job,
    JobKind,
    JobState,
    Merge,
)
from workspaces.models import Membership, Role, User, Workspace

_numbers = itertools.count(1)


def make_user(username: str = "", **fields: Any) -> User:
    username = username or f"person{next(_numbers)}"
    fields.setdefault("email", f"{username}@example.org")
    return User.objects.create_user(username=username, **fields)


def make_workspace(name: str = "", **members: User) -> Workspace:
    """A workspace; members by role: make_workspace("Acme", owner=ada)."""
    workspace = Workspace.objects.create(name=name or f"Workspace {next(_numbers)}")
    for role, user in members.items():
        add_member(workspace, user, Role(role))
    return workspace


def add_member(workspace: Workspace, user: User, role: Role = Role.VIEWER) -> Membership:
    return Membership.objects.create(workspace=workspace, user=user, role=role)


def make_contact(workspace: Workspace, flags: list[Flag] | None = None, **fields: Any) -> Contact:
    """A contact written as the product writes it, with a phone that no other has."""
    number = next(_numbers)
    fields.setdefault("name", f"Contact {number}")
    fields.setdefault("phone", f"+1202555{number:04d}")
    return writing.create(workspace, None, fields, flags or [])


def make_merge(survivor: Contact, *others: Contact, actor: User | None = None) -> Merge:
    """The others merged into the survivor, which keeps its own values."""
    current = Contact.objects.in_bulk([contact.pk for contact in (survivor, *others)])
    revisions = {pk: contact.revision for pk, contact in current.items()}
    values = {field: getattr(current[survivor.pk], field) for field in FIELDS}
    return writing.merge(survivor.workspace, actor, survivor.pk, revisions, values)


def make_flag(workspace: Workspace, name: str = "", **fields: Any) -> Flag:
    return Flag.objects.create(workspace=workspace, name=name or f"Flag {next(_numbers)}", **fields)


def make_import(workspace: Workspace, **fields: Any) -> ContactImport:
    fields.setdefault("original_name", "people.csv")
    return ContactImport.objects.create(workspace=workspace, **fields)


def make_job(workspace: Workspace, **fields: Any) -> Job:
    """Long work that is done and belongs to no import, unless told otherwise."""
    fields = {"kind": JobKind.UNDO, "state": JobState.DONE} | fields
    return Job.objects.create(workspace=workspace, **fields)


def make_interaction(contact: Contact, author: User, **values: Any) -> Interaction:
    """A note of just now, unless told otherwise."""
    values = {"kind": "note", "at": timezone.now(), "text": "Likes tea.", "outcome": ""} | values
    return interactions.log(contact, author, values)


def make_audience(
    workspace: Workspace, query_string: str = "", actor: User | None = None, **fields: Any
) -> Audience:
    """A list saved as an audience, as the product saves it."""
    fields.setdefault("name", f"Audience {next(_numbers)}")
    audience = Audience(workspace=workspace, **fields)
    audiences.save(audience, ContactFilter(QueryDict(query_string), workspace), actor)
    return audience


def make_frozen_list(audience: Audience, actor: User) -> FrozenList:
    """The audience as it is now, written down to the end."""
    job = frozen_lists.freeze(audience, actor)
    return FrozenList.objects.get(pk=job.options["frozen_list"])
