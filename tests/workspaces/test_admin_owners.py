"""No page of the admin leaves a workspace without an owner who can sign in."""

import pytest
from django.contrib.admin.models import LogEntry

from workspaces.models import AuditEntry, Membership, Role, User

ADMIN = "/admin/workspaces"


@pytest.fixture
def owner(acme, ada, eve) -> Membership:
    return Membership.objects.get(workspace=acme, user=ada)


def inline(*memberships: Membership, **changes: str) -> dict[str, object]:
    """What the workspace's page sends; `changes` are of the first row."""
    data: dict[str, object] = {
        "name": "Acme",
        "time_zone": "UTC",
        "memberships-TOTAL_FORMS": len(memberships),
        "memberships-INITIAL_FORMS": len(memberships),
    }
    for number, row in enumerate(memberships):
        values = {"id": row.pk, "user": row.user_id, "workspace": row.workspace_id}
        values |= {"role": row.role} | (changes if number == 0 else {})
        data |= {f"memberships-{number}-{name}": value for name, value in values.items()}
    return data


def person(user: User, **changes: str) -> dict[str, str]:
    return {
        "username": user.username,
        "is_active": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    } | changes


def requests(owner: Membership) -> dict[str, tuple[str, dict[str, object]]]:
    workspace = f"{ADMIN}/workspace/{owner.workspace_id}/change/"
    membership, user = f"{ADMIN}/membership/{owner.pk}", f"{ADMIN}/user/{owner.user_id}"
    row = {"user": owner.user_id, "workspace": owner.workspace_id}
    chosen = {"action": "delete_selected", "post": "yes"}
    return {
        "inline downgrade": (workspace, inline(owner, role="viewer")),
        "inline delete": (workspace, inline(owner, DELETE="on")),
        "downgrade": (f"{membership}/change/", row | {"role": "editor"}),
        "delete membership": (f"{membership}/delete/", {"post": "yes"}),
        "delete memberships": (f"{ADMIN}/membership/", chosen | {"_selected_action": [owner.pk]}),
        "delete user": (f"{user}/delete/", {"post": "yes"}),
        "delete users": (f"{ADMIN}/user/", chosen | {"_selected_action": [owner.user_id]}),
        "deactivate user": (f"{user}/change/", person(owner.user, is_active="")),
    }


@pytest.mark.parametrize(
    "way",
    ["inline downgrade", "inline delete", "downgrade", "delete membership", "delete memberships",
     "delete user", "delete users", "deactivate user"],
)  # fmt: skip
def test_the_last_owner_stays(as_admin, owner, acme, way):
    url, data = requests(owner)[way]

    page = as_admin.post(url, data, follow=True)

    assert "Nothing was changed: “Acme” would have no owner who can sign in." in page.text
    assert "successfully" not in page.text
    owner.refresh_from_db()
    assert (owner.role, owner.user.is_active) == (Role.OWNER, True)
    assert not AuditEntry.objects.filter(action__startswith="member.").exists()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    "way",
    ["inline downgrade", "inline delete", "downgrade", "delete membership", "delete memberships",
     "delete user", "delete users", "deactivate user"],
)  # fmt: skip
def test_one_of_two_owners_may_go(as_admin, owner, acme, eve, way):
    acme.memberships.filter(user=eve).update(role=Role.OWNER)
    url, data = requests(owner)[way]

    page = as_admin.post(url, data, follow=True)

    assert "successfully" in page.text.lower()
    owners = acme.memberships.filter(role=Role.OWNER, user__is_active=True)
    assert [membership.user for membership in owners] == [eve]


def test_ownership_is_handed_over_in_one_step(as_admin, owner, acme, eve):
    other = acme.memberships.get(user=eve)
    data = inline(owner, other, role="viewer") | {"memberships-1-role": "owner"}

    as_admin.post(f"{ADMIN}/workspace/{acme.pk}/change/", data)

    assert acme.memberships.get(role=Role.OWNER).user == eve
