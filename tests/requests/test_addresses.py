"""Addresses that others supply: where a sign-in leads, hosts, and what lands in the log."""

import logging

import pytest

from tests.isolation.matrix import ROUTES
from tests.isolation.people import EDITOR, OWNER, REMOVED, STRANGER
from tests.isolation.route import Route
from tests.isolation.world import World

ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "http:evil",
    "\\\\evil.example", "javascript:alert(1)", "https:/evil.example", "/%0D%0ALocation:%20//evil",
    " //evil.example", "\t//evil.example", "http://testserver@evil.example/",
)  # fmt: skip
PASSWORD = "correct horse battery"


@pytest.fixture
def with_password(world: World) -> str:
    user = world.acme.member.user
    user.set_password(PASSWORD)
    user.save()
    return user.username


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_sign_in_never_leads_to_another_site(target: str, with_password: str, world: World):
    client = world.client(STRANGER)

    response = client.post(
        "/accounts/login/", {"username": with_password, "password": PASSWORD, "next": target}
    )

    assert response.status_code == 302
    assert response.url in ("/", "/%0D%0ALocation:%20//evil")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_signed_in_is_sent_to_another_site(target: str, world: World):
    for path in ("/accounts/login/", "/admin/login/"):
        answer = world.ask(OWNER, "GET", path, {"next": target})

        location = answer.headers.get("Location", "/")
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_another_host_is_refused_everywhere(route: Route, world: World):
    for headers in ({"Host": "evil.example"}, {"Host": "testserver:80@evil.example"}):
        for person in (STRANGER, OWNER):
            answer = world.ask(person, "GET", route.path(world.acme), headers=headers)

            assert answer.status == 400


def test_a_forwarded_host_is_not_believed(world: World):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example"}
    answer = world.ask(OWNER, "GET", f"/w/{world.acme.slug}/members/", headers=headers)

    assert f"http://testserver/accounts/invitations/{world.acme.invitation.token}/" in answer.text
    assert "evil.example" not in answer.text


def test_nobody_writes_lines_into_the_log(world: World, caplog):
    forged = "x\r\n2026-01-01 WARNING forged"
    logging.getLogger("django.request").setLevel(logging.NOTSET)
    client = world.client(STRANGER)
    for _ in range(6):
        client.post("/accounts/login/", {"username": forged, "password": forged})
    client.get("/nothing/%0D%0A2026-01-01 WARNING forged/")
    client.get("/", headers={"Host": f"evil.example{forged}"})
    world.client(OWNER).delete(f"/w/{world.acme.slug}/%0D%0AWARNING forged/")

    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) >= 3
    assert [line for line in lines if "\n" in line or "\r" in line] == []


@pytest.mark.parametrize("person", [STRANGER, REMOVED], ids=lambda person: person.name)
def test_htmx_never_gets_a_page_into_its_fragment(person, world: World):
    """An ended sign-in reloads the whole page; other refusals are no success to htmx."""
    answer = world.ask(
        person, "GET", f"/w/{world.acme.slug}/contacts/", {"q": "a"}, headers={"HX-Request": "true"}
    )

    if person is STRANGER:
        assert (answer.status, answer.headers["HX-Refresh"], answer.body) == (204, "true", b"")
    else:
        assert answer.status == 404
        assert "HX-Refresh" not in answer.headers


def test_an_editor_who_is_made_a_viewer_changes_nothing_more(world: World):
    path = f"/w/{world.acme.slug}/contacts/new/"
    assert world.ask(EDITOR, "GET", path).status == 200

    membership = world.acme.workspace.memberships.get(user__username="editor")
    membership.role = "viewer"
    membership.save()

    assert world.ask(EDITOR, "GET", path).status == 403
