"""Interactions posted by another system: once, in the timeline, by tokens that may."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from contacts import api_tokens, interactions, writing
from contacts.models import Contact, PostedInteraction
from tests import factories
from tests.contacts.api.conftest import System
from tests.contacts.at_once import at_once
from tests.contacts.views.meanwhile import meanwhile
from workspaces.models import AuditEntry

CALL = {"kind": "call", "text": "Wants a viewing.", "outcome": "Yes"}
READS = {"detail": "This token only reads. An owner can make one that may log interactions."}


def path(contact: Contact) -> str:
    return f"/contacts/{contact.pk}/interactions"


def test_what_a_system_posts_stands_on_the_timeline_under_its_name(
    dialler, contact, as_ada, as_eve
):
    said = CALL | {"at": "2026-03-01T10:43:00+02:00"}

    response = dialler.post(path(contact), said, "1")

    logged = contact.interactions.get()
    assert response.status_code == 201
    assert response.json() == {
        "id": logged.pk,
        "contact_id": contact.pk,
        **CALL,
        "at": "2026-03-01T08:43:00Z",
        "author": "Campaign system",
        "created_at": response.json()["created_at"],
    }
    assert logged.at == datetime(2026, 3, 1, 8, 43, tzinfo=UTC)
    for client, deletes in ((as_ada, 302), (as_eve, 403)):
        page = client.get(contact.get_absolute_url()).text
        assert (
            "Wants a viewing." in page and "API token “<bdi>Campaign system</bdi>”, <time" in page
        )
        edit = f"/w/acme/interactions/{logged.pk}/edit/"
        assert edit not in page
        assert client.post(edit, {"kind": "note", "text": "Mine"}).status_code == 403
        asked = client.get(f"/w/acme/interactions/{logged.pk}/delete/")
        assert asked.status_code == (200 if deletes == 302 else 403)
        assert ("logged by the API token “<bdi>Campaign system</bdi>”" in asked.text) == (
            deletes == 302
        )
    # Nobody who is editing the contact loses anything by it.
    contact.refresh_from_db()
    assert contact.revision == 1


def test_the_audit_names_the_token_and_holds_none_of_the_text(dialler, contact, as_ada):
    dialler.post(path(contact), CALL, "1")

    entry = AuditEntry.objects.get(action="interaction.posted")
    assert entry.actor is None
    assert entry.detail == {
        "contact": contact.pk,
        "interaction": contact.interactions.get().pk,
        "kind": "call",
        "token": "Campaign system",
    }
    assert "for “Campaign system”" in as_ada.get("/w/acme/audit/").text


def test_one_key_logs_once(dialler, contact):
    answers = [dialler.post(path(contact), CALL, "key-1") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert contact.interactions.count() == 1
    assert AuditEntry.objects.filter(action="interaction.posted").count() == 1
    assert dialler.post(path(contact), CALL, "key-2").status_code == 201
    assert "key-1" not in str(PostedInteraction.objects.values())


def test_a_key_with_something_else_is_refused(dialler, acme, contact):
    dialler.post(path(contact), CALL, "1")
    other = factories.make_contact(acme)
    refused = {
        "type": "refused",
        "loc": ["header", "Idempotency-Key"],
        "msg": "This key came with something else before: make a new one for each interaction.",
    }

    for place, said in (
        (contact, CALL | {"outcome": "No"}),
        (contact, CALL | {"at": "2026-03-01T10:43:00Z"}),
        (other, CALL),
    ):
        answer = dialler.post(path(place), said, "1")
        assert (answer.status_code, answer.json()) == (422, {"detail": [refused]})
    assert acme.interactions.count() == 1


def test_the_keys_of_two_tokens_are_two(dialler, acme, ada, contact):
    other = System(api_tokens.make(acme, ada, "Other", may_log=True)[1], Client())

    answers = [one.post(path(contact), CALL, "1").status_code for one in (dialler, other)]

    assert answers == [201, 201]


def test_what_was_deleted_is_not_logged_again(dialler, contact, ada):
    dialler.post(path(contact), CALL, "1")
    interactions.delete(contact.interactions.get(), ada)

    answer = dialler.post(path(contact), CALL, "1")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "This interaction was logged, and has been deleted since."
    assert not contact.interactions.exists()


@pytest.mark.django_db(transaction=True)
def test_a_crowd_with_one_key_logs_once(dialler, contact):
    answers = at_once(
        *[lambda: System(dialler.secret, Client()).post(path(contact), CALL, "1").status_code] * 8
    )

    assert Counter(answers) == {201: 1, 200: 7}
    assert contact.interactions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_crowd_with_one_key_for_many_contacts_logs_once(dialler, acme):
    contacts = [factories.make_contact(acme) for _ in range(6)]

    def post(contact: Contact) -> int:
        return System(dialler.secret, Client()).post(path(contact), CALL, "1").status_code

    answers = at_once(*[lambda contact=contact: post(contact) for contact in contacts])

    assert Counter(answers) == {201: 1, 422: 5}
    assert acme.interactions.count() == 1
    connection.check_constraints()


def test_a_token_without_the_right_is_told_so_before_anything_is_read(system, contact):
    for said in (CALL, b"{", b"x" * 2_000_000):
        answer = system.post(path(contact), said, "1")
        assert (answer.status_code, answer.json()) == (403, READS)
    assert system.post("/contacts/999999999/interactions", CALL, "1").status_code == 403
    assert not contact.interactions.exists()


def test_without_a_token_nothing_is_read(client, contact):
    for said in (CALL, b"{", b"x" * 2_000_000):
        assert System("ct_wrong", client).post(path(contact), said, "1").status_code == 401


def test_too_much_is_cut_off(dialler, contact):
    answer = dialler.post(path(contact), b" " * 1_100_000, "1")

    assert (answer.status_code, answer.json()) == (
        413,
        {"detail": "This is too much for one interaction."},
    )


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"kind": "call"'])
def test_a_body_that_is_no_json_is_refused(dialler, contact, body):
    answer = dialler.post(path(contact), body, "1")

    assert answer.status_code in (400, 422)
    assert not contact.interactions.exists()


@pytest.mark.parametrize("key", [None, "", " ", "x" * 201, "ä", "a b", "a\x00"])
def test_a_request_needs_a_key(dialler, contact, key):
    answer = dialler.post(path(contact), CALL, key)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][0] == "header"
    assert not contact.interactions.exists()


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"kind": "fax"}, "kind"),
        ({"kind": None}, "kind"),
        ({"text": " \u200b", "outcome": ""}, "text"),
        ({"text": "x" * 5_001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": 7}, "text"),
        ({"outcome": "x" * 201}, "outcome"),
        ({"outcome": "two\nlines"}, "outcome"),
        ({"kind": "appointment"}, "at"),
        ({"at": "2026-03-01T10:43:00"}, "at"),
        ({"at": "0001-01-01T00:00:00+23:59"}, "at"),
        ({"at": "9999-12-31T23:59:59-23:59"}, "at"),
        ({"at": 1e300}, "at"),
        ({"at": 1_772_354_580}, "at"),
        ({"at": "1772354580"}, "at"),
        ({"at": "2026-03-01"}, "at"),
        ({"at": True}, "at"),
        ({"at": "2090-03-01T10:43:00Z"}, "at"),
        ({"at": "2090-03-01T10:43:00Z", "kind": "message"}, "at"),
        ({"at": "2090-03-01T10:43:00Z", "kind": "note"}, "at"),
        ({"author": "eve"}, "author"),
    ],
)
def test_what_is_wrong_is_named(dialler, contact, said, where):
    answer = dialler.post(path(contact), CALL | said, "1")

    assert answer.status_code == 422
    assert [problem["loc"] for problem in answer.json()["detail"]] == [["body", "said", where]]
    assert not contact.interactions.exists()


@pytest.mark.parametrize(("minutes", "status"), [(4, 201), (6, 422)])
def test_a_clock_may_be_a_little_ahead_of_ours(dialler, contact, minutes, status):
    at = (timezone.now() + timedelta(minutes=minutes)).isoformat()

    assert dialler.post(path(contact), CALL | {"at": at}, "1").status_code == status


def test_an_appointment_may_be_years_ahead(dialler, contact):
    said = {"kind": "appointment", "text": "Meet", "at": "2090-03-01T10:43:00Z"}

    assert dialler.post(path(contact), said, "1").status_code == 201


def test_half_a_character_is_refused(dialler, contact):
    answer = dialler.post(path(contact), b'{"kind": "call", "text": "\\ud800"}', "1")

    assert answer.status_code == 422
    assert not contact.interactions.exists()


def test_a_call_with_a_suppressed_contact_is_logged_and_frees_nobody(dialler, acme):
    stop = acme.flags.get(suppressing=True)
    contact = factories.make_contact(acme, [stop])

    assert dialler.post(path(contact), CALL, "1").status_code == 201

    assert list(contact.flags.all()) == [stop]
    assert dialler.get(f"/contacts/{contact.pk}").status_code == 404


def test_foreign_missing_and_deleted_contacts_are_one_answer(dialler, acme, globex):
    foreign, gone = factories.make_contact(globex), factories.make_contact(acme)
    pk = gone.pk
    writing.delete(gone, None)

    answers = [
        dialler.post(f"/contacts/{number}/interactions", CALL, "1")
        for number in (foreign.pk, pk, 999_999_999)
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1


def test_a_contact_deleted_meanwhile_is_a_404(dialler, contact):
    with meanwhile(lambda: writing.delete(Contact.objects.get(), None)):
        assert dialler.post(path(contact), CALL, "1").status_code == 404


def test_posting_counts_against_the_limit(dialler, contact, settings):
    settings.API_REQUESTS_PER_MINUTE = 2

    answers = [dialler.post(path(contact), CALL, "1").status_code for _ in range(3)]

    assert answers == [201, 200, 429]


def test_a_cookie_is_no_token_and_no_csrf_token_is_needed(as_ada, contact):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = as_ada.cookies

    answer = strict.post(f"/api/v1{path(contact)}", CALL, content_type="application/json")

    assert answer.status_code == 401
