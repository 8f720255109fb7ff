"""A workspace is created, set up, deleted."""

import re

import pytest

from contacts.models import Contact
from tests import factories
from workspaces.models import AuditEntry, Role, Workspace

NEW = "/workspaces/new/"
BAD_NAMES = ["", "   ", "\x00", "a\nb", "\u200b", "x" * 101]


def audit(action: str) -> list[dict]:
    return [entry.detail for entry in AuditEntry.objects.filter(action=action)]


def test_whoever_creates_a_workspace_owns_it(db, sign_in):
    ivy = factories.make_user("ivy", time_zone="Europe/Paris")
    browser = sign_in(ivy)
    assert browser.get(NEW).context["form"]["time_zone"].value() == "Europe/Paris"

    response = browser.post(NEW, {"name": " Hill & Co ", "time_zone": "Asia/Tokyo"})

    workspace = Workspace.objects.get()
    assert workspace.name == "Hill & Co"
    assert workspace.time_zone == "Asia/Tokyo"
    assert ivy.memberships.get(workspace=workspace).role == Role.OWNER
    assert workspace.flags.count() == 5
    assert response.url == f"/w/{workspace.slug}/"
    assert audit("workspace.created") == [{}]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_creates_nothing(as_ada, name):
    response = as_ada.post(NEW, {"name": name, "time_zone": "UTC"})
    assert list(response.context["form"].errors) == ["name"]
    assert Workspace.objects.count() == 0


def test_an_empty_post_names_what_is_missing(as_ada):
    assert list(as_ada.post(NEW).context["form"].errors) == ["name", "time_zone"]


def test_only_site_admins_create_workspaces_where_the_site_is_set_so(as_ada, as_admin, settings):
    settings.WORKSPACE_CREATION = "admins"
    assert as_ada.get(NEW).status_code == as_ada.delete(NEW).status_code == 403
    assert as_ada.post(NEW, {"name": "Mine", "time_zone": "UTC"}).status_code == 403
    assert as_admin.get(NEW).status_code == 200
    assert as_admin.delete(NEW).status_code == 405


@pytest.mark.parametrize(
    ("name", "slug"), [("Acme", "acme-2"), ("New", "new-2"), ("株式会社", "workspace")]
)
def test_each_workspace_that_is_made_by_a_site_admin_has_a_plain_slug(acme, name, slug):
    assert Workspace.objects.create(name=name).slug == slug


@pytest.mark.parametrize(("name", "base"), [("Hill & Co", "hill-co"), ("株式会社", "workspace")])
def test_a_slug_does_not_tell_whether_others_have_such_a_workspace(as_ada, as_gus, name, base):
    factories.make_workspace(name)
    slugs = []
    for browser in (as_ada, as_gus, as_gus):
        slugs.append(browser.post(NEW, {"name": name, "time_zone": "UTC"}).url.split("/")[2])

    assert all(re.fullmatch(f"{base}-[b-z2-9]{{6}}", slug) for slug in slugs)
    assert len(set(slugs)) == 3


def test_settings_change_name_and_zone_and_never_the_slug(as_ada, acme):
    url = "/w/acme/settings/"
    assert as_ada.get(url).context["form"]["name"].value() == "Acme"

    response = as_ada.post(url, {"name": "Acme Ltd", "time_zone": "Asia/Tokyo"})

    acme.refresh_from_db()
    assert (acme.name, acme.slug, acme.time_zone) == ("Acme Ltd", "acme", "Asia/Tokyo")
    assert response.url == url
    assert audit("workspace.changed") == [
        {"name": ["Acme", "Acme Ltd"], "time_zone": ["UTC", "Asia/Tokyo"]}
    ]


def test_settings_saved_unchanged_are_not_audited(as_ada, acme):
    as_ada.post("/w/acme/settings/", {"name": "Acme", "time_zone": "UTC"})
    assert audit("workspace.changed") == []


@pytest.mark.parametrize("name", BAD_NAMES)
def test_settings_refuse_a_bad_name(as_ada, acme, name):
    response = as_ada.post("/w/acme/settings/", {"name": name, "time_zone": "UTC"})
    assert list(response.context["form"].errors) == ["name"]
    assert response.context["workspace"].name == "Acme"


def test_deleting_needs_the_name_typed(as_ada, acme):
    url = "/w/acme/settings/delete/"
    assert as_ada.get(url).status_code == 200
    for name in ("", "acme", "Globex", "\x00"):
        assert as_ada.post(url, {"name": name}).context["form"].errors
    assert Workspace.objects.filter(pk=acme.pk).exists()


def test_deleting_takes_all_of_the_workspace_and_nothing_else(as_ada, acme, globex):
    factories.make_contact(acme, flags=list(acme.flags.all()[:2]))
    factories.make_import(acme)
    kept = factories.make_contact(globex)

    response = as_ada.post("/w/acme/settings/delete/", {"name": "Acme"})

    assert response.url == "/"
    assert list(Workspace.objects.all()) == [globex]
    assert list(Contact.objects.all()) == [kept]
    entry = AuditEntry.objects.get(action="workspace.deleted")
    assert (entry.workspace, entry.workspace_name, entry.actor_name) == (None, "Acme", "ada")
    assert as_ada.get("/w/acme/members/").status_code == 404
