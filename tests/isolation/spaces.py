"""A workspace with one of everything in it, and a text in every field that must not get out."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone

from contacts import api_tokens, bulk_actions, flag_distinctions, interactions, jobs, writing
from contacts.bulk.selection import Selection
from contacts.imports import storage
from contacts.models import (
    FIELDS,
    ApiToken,
    Audience,
    Contact,
    ContactImport,
    Distinction,
    Flag,
    FlagDistinction,
    FrozenList,
    ImportKind,
    Interaction,
    Job,
    JobKind,
    Merge,
)
from tests import factories
from workspaces.models import Invitation, Membership, Role, User, Workspace

# The second row's phone is no number, so that there are problem rows too.
FILE = """name,phone,email,state,brokerage
Imported {canary},{phone},{canary}@example.org,{canary},{canary}
Broken {canary},0000,{canary}@example.org,,
"""


@dataclass
class Space:
    """`canary` is in every text of the workspace's data, `name_canary` in its own name.

    Every name of a contact also holds "Zebulon", every workspace's alike: a search for it finds
    somebody in each.
    """

    canary: str
    name_canary: str
    workspace: Workspace
    contact: Contact
    flag: Flag
    interaction: Interaction
    member: Membership
    invitation: Invitation
    ready: ContactImport
    edits: ContactImport
    audience: Audience
    frozen: FrozenList
    twins: list[Contact]
    merge: Merge
    distinction: Distinction
    flag_distinction: FlagDistinction
    merge_job: Job
    job: Job
    bulk: Job
    api_token: ApiToken
    secret: str

    @property
    def slug(self) -> str:
        return self.workspace.slug


def make_space(name: str, phone: str, owner: User) -> Space:
    """The workspace with its owner; `phone` and the number after it are in no other."""
    canary, name_canary = f"canary{name.lower()}", f"Nameof{name}"
    workspace = factories.make_workspace(f"{name} {name_canary}", owner=owner)
    stop = workspace.flags.get(suppressing=True)
    flag = factories.make_flag(workspace, f"Flag {canary}", description=f"Means {canary}")
    values = {
        "name": f"Zebulon {canary}",
        "phone": phone,
        "email": f"{canary}@example.com",
        "state": canary,
        "brokerage": canary,
        "notes": f"Notes {canary}",
    }
    contact = writing.create(workspace, owner, values, [flag, stop])
    changed = {"notes": f"More notes {canary}"}
    contact = writing.change(
        contact, owner, changed, [flag], revision=contact.revision, reason=f"Why {canary}"
    )
    interaction = factories.make_interaction(
        contact,
        owner,
        kind="appointment",
        at=timezone.now() + timedelta(days=9),
        text=f"About {canary}",
        outcome=f"Outcome {canary}",
    )
    audience = factories.make_audience(
        workspace,
        f"flags={flag.pk}&q={canary}",
        owner,
        name=f"Audience {canary}",
        description=f"For {canary}",
    )
    api_token, secret = api_tokens.make(workspace, owner, f"Token {canary}", may_log=True)
    posted = {"kind": "call", "at": None, "text": f"Posted {canary}", "outcome": canary}
    interactions.post(contact, api_token, canary, posted)
    member = factories.make_user(f"member-{canary}", first_name=f"Member {canary}")
    bulk = bulk_actions.start(
        JobKind.ADD_FLAGS,
        Selection(QueryDict(f"all=1&query=q%3D{canary}"), workspace),
        owner,
        promised=1,
        flags=[factories.make_flag(workspace, f"Bulk {canary}")],
    )
    # Behind the bulk action: they would be found by its search as well.
    twins, merge, distinction = make_twins(workspace, owner, canary, phone)
    return Space(
        canary=canary,
        name_canary=name_canary,
        workspace=workspace,
        contact=contact,
        flag=flag,
        interaction=interaction,
        member=factories.add_member(workspace, member, Role.VIEWER),
        invitation=Invitation.objects.create(
            workspace=workspace, email=f"invited-{canary}@example.org", invited_by=owner
        ),
        twins=twins,
        merge=merge,
        distinction=distinction,
        flag_distinction=tell_flags_apart(workspace, owner, flag),
        merge_job=factories.make_job(workspace, kind=JobKind.MERGE),
        ready=reviewed_import(workspace, owner, canary, f"+{int(phone[1:]) + 1}"),
        edits=reviewed_edits(workspace, owner, contact, canary),
        audience=audience,
        frozen=factories.make_frozen_list(audience, owner),
        job=factories.make_job(workspace, actor=owner, state="failed", reason=f"Why {canary}"),
        bulk=bulk,
        api_token=api_token,
        secret=secret,
    )


def tell_flags_apart(workspace: Workspace, owner: User, flag: Flag) -> FlagDistinction:
    """The flag and one that looks like it, which is another one."""
    alike = factories.make_flag(workspace, f"{flag}s")
    flag_distinctions.tell_apart(workspace, owner, [flag, alike])
    return workspace.flag_distinctions.get()


def make_twins(
    workspace: Workspace, owner: User, canary: str, phone: str
) -> tuple[list[Contact], Merge, Distinction]:
    """Two contacts with the e-mail of the space's own, told apart; the first is made of two."""
    twins = [
        writing.create(
            workspace,
            owner,
            {
                "name": f"Zebulon {name} {canary}",
                "phone": f"+{int(phone[1:]) + 50 + number}",
                "email": f"{canary}@example.com",
                "notes": f"Notes {name} {canary}",
            },
        )
        for number, name in enumerate(("Twin", "Merged", "Other"))
    ]
    kept, merged, other = twins
    merge = writing.merge(
        workspace,
        owner,
        kept.pk,
        {kept.pk: kept.revision, merged.pk: merged.revision},
        {field: getattr(kept, field) for field in FIELDS},
    )
    kept.refresh_from_db()
    return [kept, other], merge, writing.tell_apart(workspace, owner, [kept.pk, other.pk])


def reviewed_import(workspace: Workspace, owner: User, canary: str, phone: str) -> ContactImport:
    """An upload that waits to be confirmed."""
    content = FILE.format(canary=canary, phone=phone)
    return _reviewed(workspace, owner, f"{canary}.csv", content, ImportKind.CREATE)


def reviewed_edits(
    workspace: Workspace, owner: User, contact: Contact, canary: str
) -> ContactImport:
    """A file of edited contacts that waits: one row changes the contact, one names none."""
    contact.refresh_from_db()
    content = (
        "id,version,name,phone,email,state,brokerage\n"
        f"{contact.pk},{contact.revision},{contact.name},{contact.phone},,State {canary},\n"
        f"999999999,1,Nobody {canary},{contact.phone},,,\n"
    )
    return _reviewed(workspace, owner, f"edited-{canary}.csv", content, ImportKind.UPDATE)


def _reviewed(
    workspace: Workspace, owner: User, name: str, content: str, kind: ImportKind
) -> ContactImport:
    contact_import = ContactImport(
        workspace=workspace,
        created_by=owner,
        created_by_name=owner.username,
        original_name=name,
        kind=kind,
    )
    storage.store(contact_import, [content.encode()])
    contact_import.save()
    jobs.advance(jobs.start(JobKind.REVIEW, workspace, owner, contact_import).pk)
    contact_import.refresh_from_db()
    assert (contact_import.state, contact_import.valid_rows) == ("ready", 1), contact_import.reason
    return contact_import
