"""Where the front door leads."""

from tests import factories
from workspaces.models import Role


def test_home_is_the_workspace_that_was_open_last(as_ada, ada, acme, globex):
    as_ada.get("/w/globex/members/")
    assert as_ada.get("/").url == "/w/globex/"
    as_ada.get("/w/acme/members/")
    assert as_ada.get("/").url == "/w/acme/"


def test_home_is_the_first_workspace_by_name_before_any_was_open(as_ada, acme, globex):
    assert as_ada.get("/").url == "/w/acme/"


def test_home_never_leads_into_a_workspace_one_was_removed_from(as_ada, ada, acme, globex):
    as_ada.get("/w/globex/members/")
    ada.memberships.filter(workspace=globex).delete()
    assert as_ada.get("/").url == "/w/acme/"


def test_home_without_a_workspace_offers_to_create_one(db, sign_in, settings):
    browser = sign_in(factories.make_user())
    assert "/workspaces/new/" in browser.get("/").text

    settings.WORKSPACE_CREATION = "admins"
    response = browser.get("/")
    assert "/workspaces/new/" not in response.text
    assert "Ask an owner" in response.text


def test_home_asks_a_stranger_to_sign_in(client, db):
    assert client.get("/").url == "/accounts/login/?next=/"


def test_a_viewer_sees_no_link_to_the_settings(as_vic, as_ada, vic, globex):
    factories.add_member(globex, vic, Role.OWNER)
    assert "/w/acme/settings/" not in as_vic.get("/w/acme/members/").text
    assert "/w/globex/settings/" in as_vic.get("/w/globex/members/").text
    assert "/w/acme/settings/" in as_ada.get("/w/acme/members/").text
