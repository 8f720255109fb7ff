"""Audiences for the demonstration: lists that a team of estate agents would call."""

from django.http import QueryDict

from contacts import audiences
from contacts.filters import ContactFilter
from contacts.models import Audience
from workspaces.models import User, Workspace

# Name, what it is for, and the names of the flags: any of these, all of these, none of these.
AUDIENCES = (
    (
        "Spring open house",
        "The campaign that invites to the open house on the first of May.",
        ("Hot Lead", "VIP"),
        (),
        ("Past Client",),
    ),
    (
        "Appointments to arrange",
        "Read by the assistant that offers dates on the phone.",
        (),
        ("Follow-up Needed", "Opt-in Verified"),
        ("Do Not Call",),
    ),
)


def save_some(workspace: Workspace, actor: User) -> list[Audience]:
    """Save the lists as audiences, as a person would."""
    flags = {flag.name: str(flag.pk) for flag in workspace.flags.all()}
    saved = []
    for name, description, any_of, all_of, none_of in AUDIENCES:
        data = QueryDict(mutable=True)
        data.setlist("flags", [flags[flag] for flag in any_of or all_of])
        data.setlist("without", [flags[flag] for flag in none_of])
        data["match"] = "any" if any_of else "all"
        audience = Audience(workspace=workspace, name=name, description=description)
        audiences.save(audience, ContactFilter(data, workspace), actor)
        saved.append(audience)
    return saved
