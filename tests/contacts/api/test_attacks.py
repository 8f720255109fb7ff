"""The feed under attack: no header, cursor or crowd opens more than the token does."""

import base64
import json
from collections import Counter

import pytest
from django.test import Client

from contacts import api_tokens
from contacts.models import ApiToken
from contacts.paging import ORDERS, Cursor
from tests import factories
from tests.contacts.api.conftest import System
from tests.contacts.at_once import at_once

QUIXOTE = "Quixote"
PATHS = (
    "/audiences",
    "/audiences/{uuid}",
    "/audiences/{uuid}/contacts?include=all",
    "/contacts?phone=%2B442079460001&include=all",
    "/contacts/{pk}?include=all",
    "/numbers/%2B442079460001",
)
JUNK = (
    "%00", "%FF%FE", "%ED%A0%80", "9" * 30, "9" * 5_000, "-1", "1e309", "NaN", "null", "[]",
    "x" * 100_000, "%D9%A1", "99999-01-01", "2026-02-31", "%0D%0AX-Injected:%201", "0001-01-01",
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00%2B23:59",
    "2090-12-02T23:52:35%2B18:08", "{{7*7}}", "' OR 1=1 --",
)  # fmt: skip


@pytest.fixture
def paths(acme) -> list[str]:
    audience = factories.make_audience(acme)
    contact = factories.make_contact(acme, name=QUIXOTE, phone="+442079460001")
    return [f"/api/v1{path.format(uuid=audience.uuid, pk=contact.pk)}" for path in PATHS]


@pytest.mark.parametrize(
    "header",
    [
        "Bearer {}\x00",
        "Bearer {},{}",
        "Bearer {} {}",
        "Bearer \t",
        "Token {}",
        "{}",
        "Bearer {}x",
        "Bearer ct_\xff\xfe",
        "Bearer ct_\udcff",
        "Bearer " + "ct_" * 20_000,
        "Bearer %",
        "Bearer ' OR 1=1 --",
    ],
)
def test_nothing_near_a_token_is_one(system, paths, header):
    response = Client().get(
        paths[0], headers={"Authorization": header.replace("{}", system.secret)}
    )
    assert response.status_code == 401


def test_the_words_around_a_token_are_read_kindly(system, paths):
    """Its case and the case of Bearer: as HTTP has it, the first does matter, the second not."""
    for header, status in (
        (f"bearer {system.secret}", 200),
        (f"Bearer {system.secret.upper()}", 401),
        (f"Bearer {ApiToken.objects.get().digest}", 401),
        (f"Bearer {ApiToken.objects.get().prefix}", 401),
    ):
        response = Client().get(paths[0], headers={"Authorization": header})
        assert response.status_code == status, header


def test_a_token_elsewhere_than_in_its_header_is_none(system, paths):
    secret = system.secret
    for path in paths:
        join = "&" if "?" in path else "?"
        for name in ("token", "access_token", "api_key", "Authorization"):
            client = Client()
            client.cookies["token"] = client.cookies["Authorization"] = f"Bearer {secret}"
            response = client.get(
                f"{path}{join}{name}={secret}",
                headers={"X-Api-Key": secret, "Cookie": f"Authorization=Bearer {secret}"},
            )
            assert response.status_code == 401


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_tell_nothing(system, paths, method):
    for path in paths:
        response = Client().generic(
            method, path, headers={"Authorization": f"Bearer {system.secret}"}
        )
        assert response.status_code == 405
        assert QUIXOTE not in response.text
    assert ApiToken.objects.get().used == 0


def test_no_method_is_taken_from_elsewhere(system, paths, acme):
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        response = Client().get(
            paths[4], headers={"Authorization": f"Bearer {system.secret}", name: "DELETE"}
        )
        assert response.status_code == 200
    assert acme.contacts.count() == 1


@pytest.mark.parametrize("body", [b"{}", b"{", b"\xff", b'{"include": "all"}' * 50_000])
def test_a_body_is_not_even_looked_at(system, paths, body):
    for path in paths:
        response = Client().generic(
            "GET",
            path,
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {system.secret}"},
        )
        assert response.status_code == 200


def test_include_is_one_of_its_words(system, acme):
    """A wrong word is refused: it never means the widest."""
    stop = acme.flags.get(suppressing=True)
    contact = factories.make_contact(acme, [stop], name=QUIXOTE)
    path = f"/contacts/{contact.pk}"

    assert system.get(path, {"include": "all"}).status_code == 200
    assert system.get(path).status_code == 404
    for include in ("ALL", "all,unsuppressed", "", "*", "all\0", "suppressed"):
        assert system.get(path, {"include": include}).status_code == 422, include
    # Of several the framework takes the last: so does the caller then.
    assert system.get(f"{path}?include=all&include=callable").status_code == 404
    assert system.get(f"{path}?include[]=all&INCLUDE=all").status_code == 404


@pytest.mark.parametrize("name", ["cursor", "limit", "updated_since", "include", "phone"])
def test_junk_in_a_parameter_is_refused(system, paths, name):
    for path in paths:
        join = "&" if "?" in path else "?"
        for junk in JUNK:
            response = system.get(f"{path}{join}{name}={junk}".removeprefix("/api/v1"))
            # Fine where the parameter means nothing, or a moment long ago.
            assert response.status_code in (200, 422), (path, junk[:40])
            assert "X-Injected" not in response.headers


@pytest.mark.parametrize("path", ["/contacts/{}", "/numbers/{}", "/audiences/{}/contacts"])
def test_junk_in_the_path_is_nothing(system, path):
    for junk in JUNK:
        if junk.startswith("x"):
            junk = junk[:5_000]
        assert system.get(path.format(junk)).status_code in (404, 422), junk[:40]


def test_a_forged_cursor_is_a_place_and_no_right(system, acme, globex):
    """Whatever it says: only the own workspace's contacts of the audience are behind it."""
    audience = factories.make_audience(acme)
    own = {factories.make_contact(acme).pk for _ in range(3)}
    factories.make_contact(globex, name=QUIXOTE)
    path = f"/audiences/{audience.uuid}/contacts"
    for row_id in (1, 2**63 - 1, min(own)):
        cursor = Cursor(ORDERS["added"], None, row_id).encode()
        items = system.json(path, {"cursor": cursor, "include": "all"})["items"]
        assert {item["id"] for item in items} <= own
    forged: tuple[object, ...] = (
        [], {}, None, 1, "added", ["added"], ["added", None, 1, False, 0, 0],
        ["added", None, 0, False, 0], ["added", None, -1, False, 0],
        ["added", None, 2**63, False, 0],
        ["added", None, "1", False, 0], ["added", None, 1.5, False, 0],
        ["added", None, True, False, 0],
        ["added", None, 1, True, 0], ["added", None, 1, False, 1], ["added", None, 1, False, -1],
        ["name", "a", 1, False, 0], ["updated", "2026-01-01T00:00:00+00:00", 1, False, 0],
        [["added"], None, 1, False, 0], [None] * 5, [{}] * 5,
    )  # fmt: skip
    for parts in forged:
        text = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
        assert system.get(path, {"cursor": text}).status_code == 422, parts
    deep = base64.urlsafe_b64encode(b"[" * 1_400).decode()
    assert system.get(path, {"cursor": deep}).status_code == 422


def test_unknown_and_revoked_take_the_same_queries(system, acme, ada, django_assert_num_queries):
    """And a guess costs no write: it can neither be timed by one nor fill the database."""
    revoked, secret = api_tokens.make(acme, ada, "Old")
    api_tokens.revoke(revoked, ada)
    for guess in (secret, "ct_" + "x" * 43):
        with django_assert_num_queries(1):
            assert System(guess, Client()).get("/audiences").status_code == 401


def test_a_token_of_one_workspace_spends_nothing_of_another(system, settings, globex, gus):
    settings.API_REQUESTS_PER_MINUTE = 1
    other = System(api_tokens.make(globex, gus, "Other")[1], Client())

    answers = [one.get("/audiences").status_code for one in (system, system, other)]

    assert answers == [200, 429, 200]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("minute_is_new", [True, False])
def test_a_crowd_gets_exactly_the_limit(system, settings, monkeypatch, minute_is_new):
    """Also when all of it begins a minute: none is told to wait while there is room."""
    settings.API_REQUESTS_PER_MINUTE = 13
    monkeypatch.setattr(api_tokens.time, "time", lambda: 6_000_017.0)
    if not minute_is_new:
        ApiToken.objects.update(minute=100_000, used=0)

    answers = at_once(*[lambda: System(system.secret, Client()).get("/audiences").status_code] * 20)

    assert Counter(answers) == {200: 13, 429: 7}
    assert ApiToken.objects.get().used == 13


def test_revoked_between_two_requests_of_one_connection(system, acme, as_ada):
    """By the page that people use, at the very next request of a client that goes on."""
    token = ApiToken.objects.get()
    assert system.get("/audiences").status_code == 200

    as_ada.post(f"/w/acme/settings/tokens/{token.pk}/revoke/")

    assert system.get("/audiences").status_code == 401
    assert ApiToken.objects.get().used == 1


def test_a_deleted_workspace_takes_its_tokens_along(system, acme):
    acme.delete()
    assert system.get("/audiences").status_code == 401
