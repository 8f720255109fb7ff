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
    ("Audiences", "audience_list", Role.VIEWER, "saved lists filters campaigns frozen"),
    ("Flags", "flag_list", Role.VIEWER, "labels tags segments"),
    ("New flag", "flag_create", Role.EDITOR, "add create label tag"),
    ("Duplicates", "duplicate_list", Role.VIEWER, "double same twice merge"),
    ("Not the same", "distinction_list", Role.VIEWER, "duplicates told apart"),
    ("Why can't I find this person?", "contact_missing", Role.VIEWER, "missing lost contact"),
    ("States", "contact_states", Role.VIEWER, "regions"),
    ("Brokerages / Companies", "contact_brokerages", Role.VIEWER, "organizations"),
    ("Home", "workspace_home", Role.VIEWER, "overview numbers"),
    ("Members", "member_list", Role.VIEWER, "people team invite"),
    ("Invite a member", "invitation_create", Role.OWNER, "people team add new"),
    ("Audit", "audit_list", Role.OWNER, "log who did what"),
    ("Settings", "workspace_settings", Role.OWNER, "workspace name time zone"),
    ("Who can be called", "calling_policy", Role.OWNER, "settings rules calling do not call"),
    ("API tokens", "api_token_list", Role.OWNER, "settings key dialler assistant integration"),
)
# The same, of the person and not of a workspace.
_OWN_PAGES = (
    ("Account", "account", "profile name e-mail time zone shortcuts"),
    ("Second factor", "second_factor", "two-factor 2fa code authenticator security account"),
    ("Change password", "password_change", "account security"),
    ("Help", "help", "documentation"),
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
    for name, url_name, nature in _OWN_PAGES:
        found = normal.fold(f"{name} {nature}")
        if all(word in found for word in words):
            yield Destination(name, reverse(url_name))
