"""The order of refusals, and what the decorators give to a view."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from tests import factories
from workspaces.access import REACH, may_create_workspace
from workspaces.models import Membership, Role

PAGES = {
    "member_list": Role.VIEWER,
    "member_leave": Role.VIEWER,
    "invitation_create": Role.OWNER,
    "workspace_settings": Role.OWNER,
    "workspace_delete": Role.OWNER,
}


def without_csrf(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page_and_back(client, acme, name):
    url = reverse(name, args=["acme"])
    for response in (client.get(url), client.post(url), client.delete(url)):
        assert response.status_code == 302
        assert response.url == f"{reverse('login')}?next={url}"


@pytest.mark.parametrize("name", PAGES)
def test_no_member_gets_the_answer_of_a_workspace_that_does_not_exist(as_gus, as_admin, acme, name):
    for outsider in (as_gus, as_admin):
        for method in ("get", "post", "delete"):
            theirs = getattr(outsider, method)(reverse(name, args=["acme"]))
            nowhere = getattr(outsider, method)(reverse(name, args=["nowhere"]))
            assert theirs.status_code == nowhere.status_code == 404
            assert without_csrf(theirs) == without_csrf(nowhere)


@pytest.mark.parametrize(("name", "role"), PAGES.items())
def test_the_role_decides_before_the_method(as_vic, as_eve, as_ada, name, role):
    url = reverse(name, args=["acme"])
    for browser, own in ((as_vic, Role.VIEWER), (as_eve, Role.EDITOR), (as_ada, Role.OWNER)):
        reaches = own in REACH[role]
        assert browser.get(url).status_code == (200 if reaches else 403)
        assert browser.delete(url).status_code == (405 if reaches else 403)


def test_the_method_decides_before_the_object(as_ada, acme):
    missing = {"invitation_revoke": [1], "member_edit": [1_000_000]}
    for name, ids in missing.items():
        url = reverse(name, args=["acme", *ids])
        assert as_ada.delete(url).status_code == 405
        assert as_ada.post(url).status_code == 404


@pytest.mark.parametrize("bad_id", [2**31, 2**63, 10**4000])
def test_an_id_beyond_the_database_is_no_such_object(as_ada, acme, bad_id):
    assert as_ada.get(f"/w/acme/members/{bad_id}/edit/").status_code == 404


def test_a_removed_member_loses_access_at_the_next_request(as_vic, vic, acme):
    assert as_vic.get("/w/acme/members/").status_code == 200

    vic.memberships.all().delete()

    assert as_vic.get("/w/acme/members/").status_code == 404


def test_the_last_used_workspace_is_remembered_by_pages_not_by_posts(as_ada, ada, acme, globex):
    as_ada.get("/w/globex/members/")
    ada.refresh_from_db()
    assert ada.last_workspace == globex

    as_ada.post("/w/acme/members/")
    ada.refresh_from_db()
    assert ada.last_workspace == globex


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_keeps_nobody_from_reading(as_ada, ada, acme, globex):
    as_ada.get("/w/acme/")

    def full(execute, sql, params, many, context):
        if sql.startswith('UPDATE "workspaces_user"'):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full):
        page = as_ada.get("/w/globex/contacts/")

    assert page.status_code == 200
    ada.refresh_from_db()
    assert ada.last_workspace_id == acme.pk
    as_ada.get("/w/globex/contacts/")
    ada.refresh_from_db()
    assert ada.last_workspace_id == globex.pk


def test_a_page_of_the_same_workspace_writes_nothing(as_vic, acme, django_assert_max_num_queries):
    as_vic.get("/w/acme/members/")
    with django_assert_max_num_queries(10) as queries:
        as_vic.get("/w/acme/members/")
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_times_are_in_the_workspaces_zone_until_the_person_chooses_one(as_vic, vic, acme):
    acme.time_zone = "Pacific/Kiritimati"
    acme.save()
    joined = Membership.objects.get(user=vic, workspace=acme)
    joined.created_at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    joined.save()
    assert "2 March 2026" in as_vic.get("/w/acme/members/").text

    vic.time_zone = "America/New_York"
    vic.save()
    assert "1 March 2026" in as_vic.get("/w/acme/members/").text
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


@pytest.mark.parametrize(
    ("creation", "is_staff", "may"),
    [
        ("anyone", False, True),
        ("anyone", True, True),
        ("admins", False, False),
        ("admins", True, True),
    ],
)
def test_who_may_create_a_workspace(db, settings, creation, is_staff, may):
    settings.WORKSPACE_CREATION = creation
    assert may_create_workspace(factories.make_user(is_staff=is_staff)) is may
