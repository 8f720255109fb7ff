"""What site admins change in members, workspaces and accounts is audited, with no secret in it."""

import pytest

from tests import factories
from tests.workspaces.test_admin_owners import ADMIN, inline, person
from workspaces.audit_words import sentence
from workspaces.models import AuditEntry, Role, User, Workspace

PASSWORD = "correct horse battery"
NEW = "a better phrase 7"


@pytest.fixture
def ivy(db) -> User:
    return factories.make_user("ivy", password=PASSWORD)


def told() -> list[AuditEntry]:
    return list(AuditEntry.objects.exclude(action="user.signed_in").order_by("pk"))


def said() -> list[tuple[str, str]]:
    return [(entry.actor_name, sentence(entry)) for entry in told()]


def membership_form(*rows: dict) -> dict:
    data = {
        "memberships-TOTAL_FORMS": str(len(rows)),
        "memberships-INITIAL_FORMS": str(sum("id" in row for row in rows)),
    }
    for number, row in enumerate(rows):
        data |= {f"memberships-{number}-{key}": value for key, value in row.items()}
    return data


def test_an_admins_changes_of_members_are_seen_by_the_owners(as_admin, as_ada, acme, vic, gus):
    vics = acme.memberships.get(user=vic)
    adas = acme.memberships.exclude(user=vic).get()
    url = f"/admin/workspaces/workspace/{acme.pk}/change/"
    row = {"workspace": acme.pk}
    form = {"name": "Acme", "time_zone": "UTC"}
    kept = row | {"id": adas.pk, "user": adas.user_id, "role": "owner"}
    viewer = row | {"id": vics.pk, "user": vic.pk}

    promoted = membership_form(
        kept, viewer | {"role": "owner"}, row | {"user": gus.pk, "role": "viewer"}
    )
    assert as_admin.post(url, form | promoted).status_code == 302
    gone = membership_form(kept, viewer | {"role": "owner", "DELETE": "on"})
    assert as_admin.post(url, form | gone).status_code == 302

    rows = as_ada.get("/w/acme/audit/").context["rows"]
    assert [(who, what) for _, who, what, _ in rows] == [
        ("admin", "removed vic"),
        ("admin", "changed the role of vic from viewer to owner"),
        ("admin", "added Gus as viewer"),
    ]


def test_memberships_changed_one_by_one_are_audited(as_admin, acme, vic, gus):
    url = "/admin/workspaces/membership/"
    form = {"workspace": acme.pk, "user": gus.pk, "role": "viewer"}
    assert as_admin.post(f"{url}add/", form).status_code == 302
    pk = acme.memberships.get(user=gus).pk
    assert as_admin.post(f"{url}{pk}/change/", form | {"role": "editor"}).status_code == 302
    assert as_admin.post(f"{url}{pk}/delete/", {"post": "yes"}).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": acme.memberships.get(user=vic).pk}
    assert as_admin.post(url, chosen | {"post": "yes"}).status_code == 302

    assert [sentence(entry) for entry in acme.audit_entries.all()] == [
        "removed vic",
        "removed gus",
        "changed the role of gus from viewer to editor",
        "added gus as viewer",
    ]


@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_deleted_account_is_a_member_removed(as_admin, acme, vic, one_by_one):
    url = "/admin/workspaces/user/"
    if one_by_one:
        answer = as_admin.post(f"{url}{vic.pk}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": vic.pk}
        answer = as_admin.post(url, chosen | {"post": "yes"})
    assert answer.status_code == 302

    assert not User.objects.filter(pk=vic.pk).exists()
    assert [sentence(entry) for entry in acme.audit_entries.all()] == ["removed vic"]
    assert AuditEntry.objects.get(action="user.deleted").detail == {"member": "vic"}


def test_a_changed_workspace_is_read_of_by_its_owners(as_admin, as_ada, acme, ada):
    owner = acme.memberships.get(user=ada)
    form = inline(owner) | {"name": "Acme Ltd", "second_factor_required": "on", "slug": "other"}

    as_admin.post(f"{ADMIN}/workspace/{acme.pk}/change/", form)

    acme.refresh_from_db()
    assert (acme.name, acme.slug, acme.second_factor_required) == ("Acme Ltd", "acme", True)
    entry = acme.audit_entries.get()
    assert (entry.action, entry.actor_name) == ("workspace.changed", "admin")
    assert entry.detail == {"name": ["Acme", "Acme Ltd"], "second_factor_required": [False, True]}


def test_a_workspace_saved_unchanged_is_not_audited(as_admin, acme, ada):
    as_admin.post(f"{ADMIN}/workspace/{acme.pk}/change/", inline(acme.memberships.get(user=ada)))

    assert said() == []


def test_a_workspace_made_by_an_admin_is_audited(as_admin, ada):
    form = {
        "name": "Initech", "time_zone": "UTC",
        "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0,
        "memberships-0-user": ada.pk, "memberships-0-role": Role.OWNER,
    }  # fmt: skip

    as_admin.post(f"{ADMIN}/workspace/add/", form)

    assert said() == [("admin", "created the workspace"), ("admin", "added ada as owner")]
    assert {entry.workspace for entry in told()} == {Workspace.objects.get()}


@pytest.mark.parametrize(
    ("stored", "changes", "expected"),
    [
        ({}, {"is_staff": "on"}, ["made ivy a site admin"]),
        ({"is_staff": True}, {}, ["made ivy a site admin no more"]),
        ({}, {"is_superuser": "on"}, ["gave ivy all rights on the site"]),
        ({"is_superuser": True}, {}, ["took all rights on the site from ivy"]),
        ({}, {"is_active": ""}, ["let ivy sign in no more"]),
        ({"is_active": False}, {}, ["let ivy sign in again"]),
        ({}, {"email": "other@example.org"}, ["changed the e-mail address of ivy"]),
        ({}, {"username": "ivan"}, ["gave the account ivy the name ivan"]),
        ({}, {"first_name": "Ivy"}, []),
    ],
)
def test_what_an_admin_changes_on_an_account_is_audited(as_admin, ivy, stored, changes, expected):
    User.objects.filter(pk=ivy.pk).update(**stored)

    form = person(ivy, **({"email": ivy.email} | changes))
    assert as_admin.post(f"{ADMIN}/user/{ivy.pk}/change/", form).status_code == 302

    assert said() == [("admin", text) for text in expected]
    assert "example.org" not in str([entry.detail for entry in told()])


def test_an_account_made_by_an_admin_is_audited(as_admin, db):
    form = person(User(username="new"), usable_password="true", password1=NEW, password2=NEW)

    assert as_admin.post(f"{ADMIN}/user/add/", form).status_code == 302

    assert said() == [("admin", "added the account new")]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"usable_password": "true", "password1": NEW, "password2": NEW, "set-password": "1"},
         "set another password for ivy"),
        ({"usable_password": "false", "unset-password": "1"}, "took the password from ivy"),
        ({"usable_password": "true", "password1": NEW, "password2": "x"}, None),
    ],
)  # fmt: skip
def test_a_password_set_by_an_admin_is_audited(as_admin, ivy, form, expected):
    as_admin.post(f"{ADMIN}/user/{ivy.pk}/password/", form)

    assert said() == ([("admin", expected)] if expected else [])
    assert NEW not in str([entry.detail for entry in told()])


def test_an_account_that_is_not_there_has_no_password(as_admin):
    assert as_admin.get(f"{ADMIN}/user/999999/password/").status_code == 404


@pytest.mark.parametrize("path", ["/admin/password_change/", "{user}", "{user_with_a_zero}"])
def test_ones_own_password_is_changed_on_ones_own_page(as_admin, site_admin, path):
    own = f"{ADMIN}/user/{{}}{site_admin.pk}/password/"
    path = path.format(user=own.format(""), user_with_a_zero=own.format("0"))
    form = {"usable_password": "true", "password1": NEW, "password2": NEW, "set-password": "1"}

    for answer in (as_admin.get(path), as_admin.post(path, form)):
        assert (answer.status_code, answer.url) == (302, "/accounts/password/")

    assert not User.objects.get(pk=site_admin.pk).check_password(NEW)
