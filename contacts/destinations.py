"""The pages of a workspace that the finder leads to by their names."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from contacts import normal
from workspaces.access import REACH
from workspaces.models import Membership, Role

# Name on screen, URL name, who may, and further words by which people look for it.
_PAGES = (
    ("Contacts", "contact_list", Role.VIEWER, "list people all"),
    ("Add Contact", "contact_create", Role.EDITOR, "new create person"),
    ("Bulk Import", "import_create", Role.EDITOR, "csv upload file"),
    ("Imports", "import_list", Role.VIEWER, "csv files past"),
    ("Download Template", "import_template", Role.VIEWER, "csv import"),
    ("Flags", "flag_list", Role.VIEWER, "labels tags segments"),
    ("States", "contact_states", Role.VIEWER, "regions"),
    ("Brokerages / Companies", "contact_brokerages", Role.VIEWER, "organizations"),
    ("Home", "workspace_home", Role.VIEWER, "overview numbers"),
    ("Members", "member_list", Role.VIEWER, "people team invite"),
    ("Audit", "audit_list", Role.OWNER, "log who did what"),
    ("Settings", "workspace_settings", Role.OWNER, "workspace name time zone"),
)


@dataclass(frozen=True)
class Destination:
    """A page and its address."""

    name: str
    url: str


def destinations(membership: Membership, typed: str = "") -> list[Destination]:
    """The pages that the member may open and whose name or nature holds every word typed."""
    return list(_destinations(membership, normal.fold(typed).split()))


def _destinations(membership: Membership, words: list[str]) -> Iterator[Destination]:
    for name, url_name, least, nature in _PAGES:
        found = normal.fold(f"{name} {nature}")
        if membership.role in REACH[least] and all(word in found for word in words):
            yield Destination(name, reverse(url_name, args=[membership.workspace.slug]))
    if all(word in "help documentation" for word in words):
        yield Destination("Help", reverse("help"))
