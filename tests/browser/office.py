"""An office in use: something to see on every page."""

from dataclasses import dataclass

from django.urls import reverse

from contacts.models import JobKind
from tests import factories
from tests.contacts.bulk.acting import begun, everybody
from tests.contacts.imports import files
from workspaces.models import Invitation, Role, User, Workspace

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
    job: int
    rejected: int
    audience: int
    broken: int
    frozen: int

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
        job=begun(JobKind.ADD_FLAGS, everybody(workspace, "q=number 1"), owner, flags[1]).pk,
        rejected=rejected.pk,
        audience=audience.pk,
        broken=broken.pk,
        frozen=factories.make_frozen_list(audience, owner).pk,
    )
