"""The ten persons that every page is tried with."""

from dataclasses import dataclass

from django.test import Client

from tests import factories
from tests.isolation.spaces import Space
from workspaces.models import Role, User

BACKEND = "workspaces.backends.NameOrEmailBackend"


@dataclass(frozen=True)
class Person:
    """`role` is the one in the workspace whose pages are opened."""

    name: str
    role: Role | None = None
    signed_in: bool = True
    staff: bool = False
    has_workspace: bool = True


STRANGER = Person("stranger", signed_in=False)
LONER = Person("person without a workspace", has_workspace=False)
VIEWER = Person("viewer", Role.VIEWER)
EDITOR = Person("editor", Role.EDITOR)
OWNER = Person("owner", Role.OWNER)
FOREIGNER = Person("owner of another workspace")
BOTH = Person("person of both", Role.EDITOR)
REMOVED = Person("person removed while signed in", has_workspace=False)
INACTIVE = Person("inactive person", signed_in=False)
ADMIN = Person("site admin", staff=True, has_workspace=False)

PERSONS = (
    STRANGER,
    LONER,
    VIEWER,
    EDITOR,
    OWNER,
    FOREIGNER,
    BOTH,
    REMOVED,
    INACTIVE,
    ADMIN,
)
OUTSIDERS = tuple(person for person in PERSONS if person.signed_in and person.role is None)
MEMBERS = tuple(person for person in PERSONS if person.role is not None)


def make_people(acme: Space, globex: Space, acme_owner: User, globex_owner: User) -> dict[str, str]:
    """Sign everybody in, then remove who is to be removed; returns session keys by name."""
    users = {
        person: factories.make_user(person.name.replace(" ", "-"))
        for person in PERSONS
        if person not in (STRANGER, OWNER, FOREIGNER)
    }
    users |= {OWNER: acme_owner, FOREIGNER: globex_owner}
    for person in (VIEWER, EDITOR, BOTH):
        factories.add_member(acme.workspace, users[person], person.role)
    factories.add_member(globex.workspace, users[BOTH], Role.OWNER)
    removed = factories.add_member(acme.workspace, users[REMOVED], Role.OWNER)
    factories.add_member(acme.workspace, users[INACTIVE], Role.OWNER)
    admin = users[ADMIN]
    admin.is_staff = admin.is_superuser = True
    admin.save()

    keys = {STRANGER.name: ""}
    for person, user in users.items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        assert client.session.session_key
        keys[person.name] = client.session.session_key
    removed.delete()
    users[INACTIVE].is_active = False
    users[INACTIVE].save()
    return keys
