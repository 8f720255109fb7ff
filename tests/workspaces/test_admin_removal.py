"""Whoever stops being an owner in the admin loses what they could come back by, as everywhere."""

import pytest

from contacts import api_tokens
from contacts.models import ApiToken
from tests import factories
from tests.workspaces.test_admin_owners import ADMIN, inline, person
from workspaces import invitations, members
from workspaces.audit_words import sentence
from workspaces.models import AuditEntry, Invitation, Membership, Role, User, Workspace


@pytest.fixture
def otto(acme: Workspace, globex: Workspace) -> Membership:
    """An owner of two workspaces, who made an invitation and a token in each."""
    otto = factories.make_user("otto", first_name="Otto")
    factories.add_member(globex, otto, Role.OWNER)
    of_acme = factories.add_member(acme, otto, Role.OWNER)
    for workspace in (acme, globex):
        made_by(otto, workspace)
    return of_acme


def made_by(user: User, workspace: Workspace) -> None:
    invitations.invite(workspace, f"by-{user}@example.org", Role.OWNER, user)
    api_tokens.make(workspace, user, f"Token of {user}")


def kept(user: User, workspace: Workspace) -> tuple[int, int]:
    """The open invitations and the live tokens that somebody made there."""
    opened = Invitation.objects.open().filter(workspace=workspace, invited_by=user)
    return opened.count(), len(api_tokens.names_of(workspace, user))


def of_person(row: Membership, **changes: object) -> dict[str, object]:
    """What the person's page sends with one membership in it."""
    values = {"id": row.pk, "user": row.user_id, "workspace": row.workspace_id, "role": row.role}
    return person(row.user) | {
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        **{f"memberships-0-{name}": value for name, value in (values | changes).items()},
    }


def ways(owner: Membership, elsewhere: Workspace, other: User) -> dict[str, tuple[str, dict]]:
    workspace = f"{ADMIN}/workspace/{owner.workspace_id}/change/"
    membership, user = f"{ADMIN}/membership/{owner.pk}", f"{ADMIN}/user/{owner.user_id}"
    row = {"user": owner.user_id, "workspace": owner.workspace_id, "role": "owner"}
    chosen = {"action": "delete_selected", "post": "yes"}
    return {
        "downgrade in the workspace": (workspace, inline(owner, role="viewer")),
        "delete in the workspace": (workspace, inline(owner, DELETE="on")),
        "delete, with another role": (workspace, inline(owner, DELETE="on", role="viewer")),
        "delete, as another person": (workspace, inline(owner, DELETE="on", user=str(other.pk))),
        "another person in the workspace": (workspace, inline(owner, user=str(other.pk))),
        "downgrade of the person": (f"{user}/change/", of_person(owner, role="editor")),
        "delete of the person": (f"{user}/change/", of_person(owner, DELETE="on")),
        "move of the person": (f"{user}/change/", of_person(owner, workspace=elsewhere.pk)),
        "downgrade": (f"{membership}/change/", row | {"role": "editor"}),
        "move": (f"{membership}/change/", row | {"workspace": elsewhere.pk}),
        "another person": (f"{membership}/change/", row | {"user": other.pk}),
        "delete membership": (f"{membership}/delete/", {"post": "yes"}),
        "delete memberships": (f"{ADMIN}/membership/", chosen | {"_selected_action": [owner.pk]}),
        "deactivate": (f"{user}/change/", person(owner.user, is_active="")),
    }


WAYS = [
    "downgrade in the workspace", "delete in the workspace", "delete, with another role",
    "delete, as another person", "another person in the workspace", "downgrade of the person",
    "delete of the person", "move of the person", "downgrade", "move", "another person",
    "delete membership", "delete memberships", "deactivate",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_who_owns_no_more_keeps_no_way_back(as_admin, otto, acme, globex, ada, gus, way):
    made_by(ada, acme)
    elsewhere = factories.make_workspace("Initech", owner=gus)
    url, data = ways(otto, elsewhere, gus)[way]
    assert kept(otto.user, acme) == kept(ada, acme) == kept(otto.user, globex) == (1, 1)

    assert as_admin.post(url, data).status_code == 302

    assert kept(otto.user, acme) == (0, 0)
    assert kept(ada, acme) == (1, 1)
    assert kept(otto.user, globex) == ((0, 0) if way == "deactivate" else (1, 1))
    said = [sentence(entry) for entry in acme.audit_entries.filter(actor_name="admin")]
    assert "withdrew the invitation to by-Otto@example.org" in said
    assert "revoked the API token “Token of Otto”" in said


@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_deleted_account_leaves_no_way_back(as_admin, otto, acme, globex, one_by_one):
    url = f"{ADMIN}/user/"
    if one_by_one:
        answer = as_admin.post(f"{url}{otto.user_id}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": otto.user_id}
        answer = as_admin.post(url, chosen | {"post": "yes"})

    assert answer.status_code == 302
    assert not Invitation.objects.open().filter(email="by-Otto@example.org").exists()
    assert not ApiToken.objects.live().exists()


@pytest.mark.parametrize("change", [{"role": "owner"}, {"first_name": "Otto A."}])
def test_who_stays_an_owner_keeps_all(as_admin, otto, acme, change):
    assert as_admin.post(f"{ADMIN}/workspace/{acme.pk}/change/", inline(otto)).status_code == 302
    url = f"{ADMIN}/user/{otto.user_id}/change/"
    assert as_admin.post(url, person(otto.user, **change)).status_code == 302

    assert kept(otto.user, acme) == (1, 1)


def test_keys_that_were_left_to_a_former_owner_go_with_the_member(as_admin, otto, acme, ada):
    members.change_role(otto, Role.EDITOR, ada, revoke_keys=False)
    assert kept(otto.user, acme) == (0, 1)

    as_admin.post(f"{ADMIN}/membership/{otto.pk}/delete/", {"post": "yes"})

    assert kept(otto.user, acme) == (0, 0)


@pytest.mark.parametrize("way", ["move", "move of the person"])
def test_both_workspaces_read_of_a_member_who_was_moved(as_admin, otto, acme, gus, way):
    elsewhere = factories.make_workspace("Initech", owner=gus)

    as_admin.post(*ways(otto, elsewhere, gus)[way])

    assert otto.user.memberships.filter(workspace=elsewhere, role=Role.OWNER).exists()
    assert "removed otto" in [sentence(entry) for entry in acme.audit_entries.all()]
    assert [sentence(entry) for entry in elsewhere.audit_entries.all()] == ["added otto as owner"]


@pytest.mark.parametrize("way", ["another person", "another person in the workspace"])
def test_one_member_in_anothers_place_is_one_removed_and_one_added(
    as_admin, otto, acme, globex, gus, way
):
    before = AuditEntry.objects.latest("pk").pk

    as_admin.post(*ways(otto, globex, gus)[way])

    said = [sentence(entry) for entry in acme.audit_entries.filter(pk__gt=before)]
    assert said[-1] == "removed otto"
    assert said[0] == "added gus as owner"
