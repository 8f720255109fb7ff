"""`manage.py seed_demo`: two workspaces with people and contacts, to try everything with."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from contacts import demo, demo_audiences, demo_import, demo_interactions
from contacts.models import Colour
from workspaces.demo_password import DEMO_PASSWORD
from workspaces.models import Membership, Role, User, Workspace


@dataclass(frozen=True)
class Office:
    """A workspace of the demonstration: its contacts at the start, and its members' roles."""

    slug: str
    name: str
    time_zone: str
    contacts: int
    roles: dict[str, Role]


PEOPLE = {"ada": "Ada Okafor", "eve": "Eve Lindgren", "vic": "Vic Moreau", "gus": "Gus Tanaka"}
ADMIN = "admin"
ACME = Office(
    "acme",
    "Acme Realty",
    "America/New_York",
    270,
    {"ada": Role.OWNER, "eve": Role.EDITOR, "vic": Role.VIEWER},
)
GLOBEX = Office("globex", "Globex", "Europe/London", 40, {"gus": Role.OWNER, "ada": Role.OWNER})
# More than a year: some contacts are as old as that and nobody has touched them.
SINCE_DAYS = 430
# Room for what acme gets beside its generated contacts: an import, and some entered twice.
MADE_LATER = 33
FLAGS = (
    ("Past Client", Colour.BLUE, "Bought or sold with us before."),
    # Somebody made it once more: the page of flags offers to merge the two.
    ("Past clients", Colour.TEAL, ""),
    ("Investor", Colour.INDIGO, "Buys to let: send new listings early."),
)


class Command(BaseCommand):
    help = "Make demo workspaces with people and contacts; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--contacts",
            type=int,
            default=0,
            metavar="N",
            help="fill acme up with generated contacts until it has N",
        )

    def handle(self, *, contacts: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "seed_demo makes accounts with a password that everybody knows: "
                "it runs only with DEBUG=true, on a development machine."
            )
        news = [
            *make_people(),
            *make_office(GLOBEX, GLOBEX.contacts),
            *make_office(ACME, max(contacts - MADE_LATER, ACME.contacts)),
            *import_file(ACME),
            *fill_up(ACME, contacts),
            *save_audiences(ACME),
        ]
        self.stdout.write("\n".join(news) or "The demo data is there already: nothing changed.")
        self.stdout.write(f"\nSign in with the password {DEMO_PASSWORD} as")
        for username in (*PEOPLE, ADMIN):
            self.stdout.write(f"  {username:6} {reach(username)}")


def make_people() -> list[str]:
    """Make the accounts that are missing; those that exist keep their password."""
    missing = {*PEOPLE, ADMIN} - set(User.objects.values_list("username", flat=True))
    for username in missing - {ADMIN}:
        first_name, last_name = PEOPLE[username].split()
        User.objects.create_user(
            username,
            f"{username}@example.com",
            DEMO_PASSWORD,
            first_name=first_name,
            last_name=last_name,
        )
    if ADMIN in missing:
        User.objects.create_superuser(ADMIN, f"{ADMIN}@example.com", DEMO_PASSWORD)
    return [f"Made the accounts {', '.join(sorted(missing))}."] if missing else []


@transaction.atomic
def make_office(office: Office, contacts: int) -> list[str]:
    """Make the workspace with its members, flags and contacts, unless its slug is taken."""
    if Workspace.objects.filter(slug=office.slug).exists():
        return []
    workspace = Workspace.objects.create(
        name=office.name, slug=office.slug, time_zone=office.time_zone
    )
    for username, role in office.roles.items():
        Membership.objects.create(
            workspace=workspace, user=User.objects.get(username=username), role=role
        )
    for name, colour, description in FLAGS:
        workspace.flags.create(name=name, colour=colour, description=description)
    authors = writers(workspace)
    demo.fill(workspace, authors, contacts, since=timezone.now() - timedelta(days=SINCE_DAYS))
    demo.live_in(workspace, authors[0])
    demo_interactions.log_some(workspace, authors)
    return [f"Made the workspace {office.name} with {workspace.contacts.count():,} contacts."]


def import_file(office: Office) -> list[str]:
    """Import a file with some mistakes in it, unless the workspace has seen an import."""
    workspace = Workspace.objects.get(slug=office.slug)
    if workspace.imports.exists():
        return []
    actor = writers(workspace)[0]
    done = demo_import.import_visitors(workspace, actor)
    demo.follow_up(workspace, actor)
    return [f"Imported {done.created_count} contacts from {done} into {workspace}."]


def fill_up(office: Office, wanted: int) -> list[str]:
    """Add contacts until the workspace has `wanted`."""
    workspace = Workspace.objects.get(slug=office.slug)
    missing = wanted - workspace.contacts.count()
    if missing <= 0:
        return []
    # Newer than all there are: the order of adding is the order of the ids.
    newest = workspace.contacts.order_by("-id").values_list("created_at", flat=True).first()
    demo.fill(workspace, writers(workspace), missing, since=newest or timezone.now())
    return [f"Filled {workspace.name} up with {missing:,} contacts."]


def save_audiences(office: Office) -> list[str]:
    """Save some lists as audiences, unless the workspace has any."""
    workspace = Workspace.objects.get(slug=office.slug)
    if workspace.audiences.exists():
        return []
    saved = demo_audiences.save_some(workspace, writers(workspace)[0])
    return [f"Saved the audiences {' and '.join(map(str, saved))} in {workspace}."]


def writers(workspace: Workspace) -> list[User]:
    """The members who may add contacts."""
    memberships = workspace.memberships.select_related("user")
    return [membership.user for membership in memberships if membership.can_edit]


def reach(username: str) -> str:
    """In words, what the person may do: "owner of Acme Realty, owner of Globex"."""
    if username == ADMIN:
        return "site admin, at /admin/"
    memberships = Membership.objects.filter(user__username=username).select_related("workspace")
    return ", ".join(
        f"{membership.get_role_display().lower()} of {membership.workspace}"
        for membership in memberships.order_by("workspace")
    )
