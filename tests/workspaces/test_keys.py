"""Tokens that a member made go on working without them: the pages say so, and can end them."""

import pytest
from django.test import Client

from contacts import api_tokens
from contacts.models import ApiToken
from tests import factories
from workspaces.models import AuditEntry, Membership, Role, User, Workspace


@pytest.fixture
def otto(acme: Workspace) -> User:
    """Another owner, who made two tokens; a third is revoked, and more are of others."""
    otto = factories.make_user("otto", first_name="Otto")
    factories.add_member(acme, otto, Role.OWNER)
    for name in ("Dialler", "Campaigns"):
        api_tokens.make(acme, otto, name)
    api_tokens.revoke(api_tokens.make(acme, otto, "Former")[0], otto)
    return otto


def page(user: User, workspace: Workspace, what: str) -> str:
    member = Membership.objects.get(user=user, workspace=workspace)
    return f"/w/{workspace.slug}/members/{member.pk}/{what}/"


def live(user: User) -> list[str]:
    return sorted(ApiToken.objects.live().filter(created_by=user).values_list("name", flat=True))


@pytest.mark.parametrize("what", ["remove", "edit"])
def test_the_pages_name_the_tokens_that_stay_alive(what, acme, ada, globex, otto, as_ada: Client):
    factories.add_member(globex, otto, Role.OWNER)
    api_tokens.make(globex, otto, "Elsewhere")
    api_tokens.make(acme, ada, "Of ada")

    text = " ".join(as_ada.get(page(otto, acme, what)).text.split())

    assert "2 API tokens that Otto made go on working" in text
    assert "Dialler" in text and "Campaigns" in text
    assert not any(name in text for name in ("Former", "Elsewhere", "Of ada"))
    assert (" checked" in text.split('name="revoke_keys"')[1].split(">")[0]) == (what == "remove")


def test_removing_revokes_them_when_told_so(acme, ada, globex, otto, as_ada: Client):
    api_tokens.make(globex, otto, "Elsewhere")
    api_tokens.make(acme, ada, "Of ada")

    as_ada.post(page(otto, acme, "remove"), {"revoke_keys": "on"})

    assert (live(otto), live(ada)) == (["Elsewhere"], ["Of ada"])
    revoked = AuditEntry.objects.filter(action="api_token.revoked", actor=ada, workspace=acme)
    assert sorted(entry.detail["token"] for entry in revoked) == ["Campaigns", "Dialler"]


def test_removing_leaves_them_when_not(acme, otto, as_ada: Client):
    as_ada.post(page(otto, acme, "remove"), {})

    assert not acme.memberships.filter(user=otto).exists()
    assert live(otto) == ["Campaigns", "Dialler"]


def test_an_owner_who_becomes_less_can_lose_them(acme, otto, as_ada: Client):
    as_ada.post(page(otto, acme, "edit"), {"role": "editor", "revoke_keys": "on"})

    assert live(otto) == []
    text = as_ada.get(page(otto, acme, "edit")).text
    assert "revoke_keys" not in text


def test_who_leaves_can_take_them_along(acme, otto, sign_in):
    sign_in(otto).post("/w/acme/members/leave/", {"revoke_keys": "on"})

    assert live(otto) == []
    revoked = AuditEntry.objects.filter(action="api_token.revoked", actor=otto)
    assert revoked.count() == 3  # with the former one


def test_the_last_owner_keeps_them(acme, ada, as_ada: Client):
    api_tokens.make(acme, ada, "Of ada")

    as_ada.post("/w/acme/members/leave/", {"revoke_keys": "on"})

    assert live(ada) == ["Of ada"]


def test_nothing_is_asked_where_there_is_none(acme, eve, as_ada: Client):
    for what in ("remove", "edit"):
        text = as_ada.get(page(eve, acme, what)).text
        assert "API token" not in text and "revoke_keys" not in text
