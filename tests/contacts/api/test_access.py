"""Who gets an answer: tokens, not cookies; not revoked; not too often."""

import pytest
from django.test import Client

from contacts import api_tokens
from contacts.models import ApiToken
from tests import factories
from workspaces.models import AuditEntry, Role

PATHS = ("/audiences", "/contacts?phone=%2B442079460001", "/contacts/1", "/numbers/%2B442079460001")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ct_wrong", "Basic YTpi", "Bearer " + "x" * 9_000]
)
def test_without_a_token_nobody_gets_in(client, db, path, header):
    response = client.get(f"/api/v1{path}", headers={"Authorization": header} if header else {})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json()["detail"].startswith("Send a token")


def test_a_signed_in_browser_is_no_token(as_ada, acme):
    contact = factories.make_contact(acme)
    assert as_ada.get(f"/api/v1/contacts/{contact.pk}").status_code == 401


def test_the_document_is_public(client, db):
    document = client.get("/api/v1/openapi.json").json()

    assert document["info"]["title"] == "Contacts"
    assert set(document["paths"]) == {
        "/api/v1/audiences",
        "/api/v1/audiences/{audience_id}",
        "/api/v1/audiences/{audience_id}/contacts",
        "/api/v1/contacts",
        "/api/v1/contacts/{contact_id}",
        "/api/v1/contacts/{contact_id}/interactions",
        "/api/v1/numbers/{phone}",
    }
    methods = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert {path for method, path in methods if method != "get"} == {
        "/api/v1/contacts/{contact_id}/interactions"
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "", 404, None),
        ("GET", "nothing", 404, None),
        ("POST", "nothing/here/", 404, None),
        ("DELETE", "contacts/1", 405, "GET"),
        ("GET", "contacts/1/interactions", 405, "POST"),
        ("HEAD", "audiences", 405, "GET"),
        ("POST", "openapi.json", 405, "GET, HEAD"),
    ],
)
def test_what_is_not_there_is_a_problem_in_json(client, db, method, path, status, allowed):
    response = client.generic(method, f"/api/v1/{path}")

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers.get("Allow") == allowed
    if method != "HEAD":
        assert list(response.json()) == ["detail"]
        assert response.headers["Content-Length"] == str(len(response.content))


def test_a_host_that_is_not_ours_is_a_problem_in_json(client, db):
    response = client.get("/api/v1/audiences", headers={"Host": "evil.example"})

    assert (response.status_code, list(response.json())) == (400, ["detail"])


def test_a_token_is_stored_as_a_hash_alone(system, acme):
    token = ApiToken.objects.get()
    assert system.secret.startswith(token.prefix)
    assert system.secret not in str(ApiToken.objects.values().get())


def test_a_revoked_token_is_refused_at_once(system, acme, ada):
    assert system.get("/audiences").status_code == 200

    api_tokens.revoke(ApiToken.objects.get(), ada)
    api_tokens.revoke(ApiToken.objects.get(), ada)

    assert system.get("/audiences").status_code == 401
    assert AuditEntry.objects.filter(action="api_token.revoked").count() == 1


def test_a_token_sleeps_while_the_account_of_its_maker_is_not_active(
    dialler, contact, ada, as_ada, sign_in, gus, acme
):
    """Whoever is deactivated has no key left; made active again, their systems go on."""
    factories.add_member(acme, gus, Role.OWNER)
    said = {"kind": "note", "text": "Rang"}

    def statuses() -> list[int]:
        posted = dialler.post(f"/contacts/{contact.pk}/interactions", said, key="again")
        return [dialler.get("/audiences").status_code, posted.status_code]

    assert statuses() == [200, 201]
    ada.is_active = False
    ada.save()
    assert statuses() == [401, 401]
    listed = sign_in(gus).get("/w/acme/settings/tokens/").text
    assert "nothing: its maker’s account is not active" in listed

    ada.is_active = True
    ada.save()
    assert statuses() == [200, 200]
    assert "nothing:" not in sign_in(gus).get("/w/acme/settings/tokens/").text


def test_a_token_of_a_deleted_account_sleeps_for_good(system, ada, gus, sign_in, acme):
    factories.add_member(acme, gus, Role.OWNER)

    ada.delete()

    assert system.get("/audiences").status_code == 401
    assert "its maker’s account is gone" in sign_in(gus).get("/w/acme/settings/tokens/").text


def test_requests_of_a_minute_are_limited(system, settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 3
    monkeypatch.setattr(api_tokens.time, "time", lambda: 6_000_017.0)

    answers = [system.get("/audiences") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["Retry-After"] == "43"
    assert "wait 43 seconds" in answers[-1].json()["detail"]
    monkeypatch.setattr(api_tokens.time, "time", lambda: 6_000_060.0)
    assert system.get("/audiences").status_code == 200


def test_last_use_is_remembered(system):
    assert ApiToken.objects.get().last_used_at is None
    system.get("/audiences")
    assert ApiToken.objects.get().last_used_at is not None


def test_nothing_is_changed_by_the_feed(system, acme):
    contact = factories.make_contact(acme)
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(), method)(
            f"/api/v1/contacts/{contact.pk}",
            headers={"Authorization": f"Bearer {system.secret}"},
        )
        assert response.status_code == 405
    assert acme.contacts.get().revision == contact.revision


def test_our_own_fault_is_told_without_its_details(system, monkeypatch):
    def fail(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("contacts.writing.suppression.of_numbers", fail)

    response = system.get("/numbers/%2B442079460001")

    assert response.status_code == 500
    assert "secret" not in response.content.decode()
