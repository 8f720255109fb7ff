"""An office in use: something to see on every page."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from contacts import api_tokens, writing
from contacts.models import FIELDS, Contact, ContactImport, Job, JobKind, Merge
from tests import factories
from tests.contacts.bulk.acting import begun, everybody
from tests.contacts.imports import edited, files
from workspaces.models import Invitation, PersonSession, Role, User, Workspace

MIXED = files.csv_bytes(
    "Ana Lopez,+34911555010,ana@example.org,Madrid,Casas del Olivar",
    "Ben Lopez,+34 911 555 011,ben@example.org,,",
    ",+34911555012,,,",
    "Cem Lopez,5550100,cem(at)example.org,,",
    "Dov Lopez,+34911555010,,,",
    "Eli Lopez,+3491,,,",
    "Fay Lopez,+12025550,,,",
    ",,,,",
)
SECOND = files.csv_bytes("Gil Lopez,+34911555020,,Sevilla,", "Hal Lopez,+34911555021,,,")


@dataclass(frozen=True)
class Office:
    """The workspace, its people, and the keys of what `pages.py` shows of it."""

    workspace: Workspace
    owner: User
    other: User
    invitation: Invitation
    contact: int
    call: int
    flag: int
    member: int
    ready: int
    completed: int
    edits: int
    edited: int
    job: int
    rejected: int
    audience: int
    broken: int
    frozen: int
    twins: str
    merge: int
    merged: int
    merge_job: int
    api_token: int
    elsewhere: int

    def path(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.workspace.slug, *args])


def furnish(workspace: Workspace, owner: User) -> Office:
    """Fill the workspace of the owner with contacts, flags, people and imports."""
    flags = list(workspace.flags.all())
    for number in range(60):
        factories.make_contact(
            workspace,
            flags[number % 5 : number % 5 + number % 4],
            name=f"Person Number {number}",
            email=f"person.number.{number}@example.org" if number % 3 else "",
            state=("New York", "", "Baden-Württemberg")[number % 3],
            brokerage=("", "Copper Canyon Estates")[number % 2],
            notes="Prefers calls in the morning.\nAsk for the garden.",
        )
    other = factories.make_user("otto", first_name="Otto")
    membership = factories.add_member(workspace, other, Role.EDITOR)
    invitation = Invitation.objects.create(
        workspace=workspace, email="new@example.org", invited_by=owner
    )
    completed = files.confirm(files.upload(workspace, owner, SECOND, "second.csv"), owner)
    ready = files.upload(workspace, owner, MIXED, "mixed.csv")
    edits, edits_done = bring_back_edits(workspace, owner)
    rejected = files.upload(workspace, owner, b"Name;Phone\nAna;+34911555010\n", "semicolons.csv")
    somebody = workspace.contacts.exclude(flags=None).latest("id")
    factories.make_interaction(somebody, other, kind="appointment", text="Viewing in the garden.")
    called = factories.make_interaction(somebody, owner, kind="call", outcome="wants to see it")
    audience = factories.make_audience(
        workspace, f"flags={flags[0].pk}", owner, name="Spring open house", description="In May"
    )
    gone = factories.make_flag(workspace, "Gone soon")
    broken = factories.make_audience(workspace, f"flags={gone.pk}", owner, name="Broken")
    gone.delete()
    merge_job = factories.make_job(workspace, kind=JobKind.MERGE, counts={"groups": 1})
    merge, twins = meet_twice(workspace, owner, merge_job)
    return Office(
        workspace,
        owner,
        other,
        invitation,
        contact=somebody.pk,
        call=called.pk,
        flag=flags[0].pk,
        member=membership.pk,
        ready=ready.pk,
        completed=completed.pk,
        edits=edits.pk,
        edited=edits_done.pk,
        job=begun(JobKind.ADD_FLAGS, everybody(workspace, "q=number 1"), owner, flags[1]).pk,
        rejected=rejected.pk,
        audience=audience.pk,
        broken=broken.pk,
        frozen=factories.make_frozen_list(audience, owner).pk,
        twins="?" + "&".join(f"contacts={contact.pk}" for contact in twins),
        merge=merge.pk,
        merged=merge.survivor_id,
        merge_job=merge_job.pk,
        api_token=api_tokens.make(workspace, owner, "Campaign dialler")[0].pk,
        elsewhere=sign_in_elsewhere(owner).pk,
    )


def sign_in_elsewhere(owner: User) -> PersonSession:
    Client().force_login(owner, backend="workspaces.backends.NameOrEmailBackend")
    return owner.sessions.latest("id")


def bring_back_edits(workspace: Workspace, owner: User) -> tuple[ContactImport, ContactImport]:
    """Two files of edited contacts: one to be confirmed, of every kind of row, and one that was."""
    rows = edited.exported(workspace)[:8]
    for row in rows[:3]:
        row |= {"state": "Ontario", "email": ""}
    rows[1]["name"] = "Persona with a new name that is rather long for a table of a telephone"
    rows[2]["phone"] = rows[4]["phone"]
    rows[3] |= {"id": "999999999"}
    rows[4]["name"] = ""
    rows[5]["phone"] = "(212) 555-0147"
    rows[6] = rows[0] | {"state": "Quebec"}
    done = files.confirm(
        edited.bring_back(workspace, owner, [rows[7] | {"state": "Ontario", "email": ""}]), owner
    )
    return edited.bring_back(workspace, owner, rows), done


def meet_twice(workspace: Workspace, owner: User, job: Job) -> tuple[Merge, list[Contact]]:
    """Duplicates: two that were merged, two told apart, three of one number left."""
    stop = workspace.flags.get(suppressing=True)
    made = [
        factories.make_contact(
            workspace,
            [stop] if number % 3 == 1 else [],
            name=name,
            phone=f"+1415555012{number // 3}",
            email=f"{name.split()[0].lower()}@example.org" if number % 2 else "",
            brokerage="Copper Canyon Estates" if number > 5 else "",
            notes="Call after five." if number % 3 == 2 else "",
        )
        for number, name in enumerate(
            (
                *("Ida Berg", "Ida Bergh", "I. Berg", "Kai Ode", "Kai Ode", "Kai Oden"),
                *("Lou Fox", "Lou Fox", "Lucy Fox"),
            )
        )
    ]
    writing.tell_apart(workspace, owner, [contact.pk for contact in made[6:]])
    gone = made[3:5]
    merge = writing.merge(
        workspace,
        owner,
        gone[1].pk,
        {contact.pk: contact.revision for contact in gone},
        {field: getattr(gone[1], field) for field in FIELDS} | {"name": "Kai Odé"},
        job=job,
    )
    return merge, made[:3]
