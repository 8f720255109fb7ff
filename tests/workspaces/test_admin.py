"""The admin's pages about people and workspaces open, search, and show no secret."""

import pytest

from tests import factories
from workspaces import invitations
from workspaces.models import AuditEntry, Membership, Role, User, Workspace

MODELS = ["user", "workspace", "membership", "invitation", "auditentry"]


@pytest.fixture
def invitation(acme, ada):
    return invitations.invite(acme, "new@example.org", Role.VIEWER, ada)


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_and_searches(as_admin, acme, eve, invitation, model):
    url = f"/admin/workspaces/{model}/"
    assert as_admin.get(url).status_code == 200
    assert as_admin.get(url, {"q": "a"}).status_code == 200


@pytest.mark.parametrize("model", ["user", "workspace", "membership"])
def test_forms_open(as_admin, acme, eve, model):
    rows = {"user": eve, "workspace": acme, "membership": Membership.objects.get(user=eve)}
    url = f"/admin/workspaces/{model}/"
    assert as_admin.get(f"{url}{rows[model].pk}/change/").status_code == 200
    assert as_admin.get(f"{url}add/").status_code == 200


def test_people_are_no_matter_for_those_who_are_no_site_admin(as_ada, acme):
    assert as_ada.get("/admin/workspaces/user/").status_code == 302


def test_the_link_of_an_invitation_is_never_shown(as_admin, invitation):
    page = as_admin.get(f"/admin/workspaces/invitation/{invitation.pk}/change/")
    assert page.status_code == 200
    assert str(invitation.uuid) not in page.text


@pytest.mark.parametrize("model", ["invitation", "auditentry"])
def test_records_are_read_only(as_admin, invitation, model):
    assert as_admin.get(f"/admin/workspaces/{model}/add/").status_code == 403
    pk = invitation.pk if model == "invitation" else AuditEntry.objects.first().pk
    assert as_admin.post(f"/admin/workspaces/{model}/{pk}/change/", {}).status_code == 403


def test_the_audit_and_workspaces_are_not_deleted_here(as_admin, acme, invitation):
    entry = AuditEntry.objects.first()
    for url in (f"auditentry/{entry.pk}", f"workspace/{acme.pk}"):
        assert as_admin.post(f"/admin/workspaces/{url}/delete/").status_code == 403


def test_the_number_of_members_is_shown(as_admin, acme, eve, vic):
    response = as_admin.get("/admin/workspaces/workspace/")
    assert '<td class="field-member_count">3</td>' in response.text


def test_an_admin_makes_a_person_with_an_address_nobody_has(as_admin, ada):
    data = {
        "username": "new",
        "email": "ADA@example.org",
        "usable_password": "true",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    url = "/admin/workspaces/user/add/"
    assert "Another person already has this e-mail address." in as_admin.post(url, data).text

    assert as_admin.post(url, data | {"email": "new@example.org"}).status_code == 302
    assert User.objects.get(username="new").email == "new@example.org"


def test_an_admin_makes_a_workspace_with_its_members(as_admin, ada):
    data = {
        "name": "Initech",
        "time_zone": "UTC",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": ada.pk,
        "memberships-0-role": "owner",
    }
    assert as_admin.post("/admin/workspaces/workspace/add/", data).status_code == 302

    workspace = Workspace.objects.get(name="Initech")
    assert workspace.memberships.get().role == Role.OWNER
    assert workspace.flags.count() == 5


def test_rows_are_few_queries_however_many_there_are(
    as_admin, acme, eve, django_assert_num_queries, django_assert_max_num_queries
):
    as_admin.get("/admin/workspaces/membership/")
    with django_assert_max_num_queries(20) as few:
        as_admin.get("/admin/workspaces/membership/")
    for _ in range(3):
        factories.add_member(acme, factories.make_user())
    with django_assert_num_queries(len(few)):
        as_admin.get("/admin/workspaces/membership/")
