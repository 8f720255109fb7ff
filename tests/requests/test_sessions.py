"""A sign-in is one's own: new at its start, gone at its end, elsewhere too by a new password."""

import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from tests.isolation.people import ADMIN, EDITOR
from tests.isolation.world import World
from workspaces import sessions
from workspaces.models import AuditEntry, PersonSession, User

PASSWORD, NEW = "correct horse battery", "staple of another colour"


@pytest.fixture
def person(world: World) -> User:
    user = world.acme.member.user
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/accounts/login/", {"username": person.username, "password": PASSWORD})
    return client


def key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_sign_in_has_a_key_that_nobody_could_plant(person: User):
    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = "planted0123456789planted01234567"
    first = key(sign_in(person, planted))

    assert first != "planted0123456789planted01234567"
    assert key(sign_in(person)) != first


def test_signing_out_ends_the_session_on_the_server(person: User):
    client = sign_in(person)
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = key(client)
    assert copied.get("/accounts/profile/").status_code == 200

    client.post("/accounts/logout/")

    assert copied.get("/accounts/profile/").status_code == 302


def test_a_new_password_ends_the_other_sessions(person: User):
    here, elsewhere = sign_in(person), sign_in(person)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}

    here.post("/accounts/password/", form)

    assert here.get("/accounts/profile/").status_code == 200
    assert elsewhere.get("/accounts/profile/").status_code == 302


def test_a_person_made_inactive_is_out_at_the_next_request(person: User):
    client = sign_in(person)
    assert client.get("/accounts/profile/").status_code == 200

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/accounts/profile/").status_code == 302


# Where a person is signed in

LIST, OTHERS = "/accounts/sessions/", "/accounts/sessions/end/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0"


def page(client: Client) -> str:
    return client.get(LIST).text


def ends(client: Client) -> list[str]:
    """The addresses that end one session each."""
    return re.findall(r'href="(/accounts/sessions/\d+/end/)"', page(client))


def end(client: Client, address: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(address, {"current_password": password}, follow=True)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time() + seconds
    monkeypatch.setattr("workspaces.sessions.time.time", lambda: now)


def test_a_person_sees_where_they_are_signed_in(person: User):
    here = sign_in(person, Client(headers={"User-Agent": FIREFOX}))
    sign_in(person)

    shown = page(here)

    assert re.search(r"Firefox on Windows</strong> <span[^>]*>\(this one\)", shown)
    assert "A browser</strong>\n" in shown
    assert len(ends(here)) == 1


def test_one_session_is_ended_and_the_others_stay(person: User):
    here, elsewhere, third = sign_in(person), sign_in(person), sign_in(person)
    newest_first = ends(here)

    assert "A browser, last seen about" in here.get(newest_first[0]).text
    assert "A browser is signed out." in end(here, newest_first[0]).text

    signed_in = [client.get(LIST).status_code for client in (here, elsewhere, third)]
    assert signed_in == [200, 200, 302]
    assert Session.objects.filter(session_key=key(third)).count() == 0
    entry = AuditEntry.objects.get(action="user.sessions_ended")
    assert (entry.actor, entry.detail) == (person, {"sessions": 1})


def test_all_others_are_ended_at_once(person: User):
    here, elsewhere, third = sign_in(person), sign_in(person), sign_in(person)

    assert "These 2 sign-ins end at once" in here.get(OTHERS).text
    end(here, OTHERS)

    assert [client.get(LIST).status_code for client in (here, elsewhere, third)] == [200, 302, 302]
    assert "You are signed in nowhere else." in end(here, OTHERS).text


def test_whoever_found_the_browser_open_ends_no_session(person: User):
    here, elsewhere = sign_in(person), sign_in(person)

    for address in (OTHERS, *ends(here)):
        assert "This is not your password" in end(here, address, "guessed").text
        assert "This field is required" in here.post(address).text
    assert elsewhere.get(LIST).status_code == 200


def test_who_has_no_password_ends_sessions_without(person: User):
    elsewhere = sign_in(person)
    person.set_unusable_password()
    person.save()
    here = Client()
    here.force_login(person, backend="workspaces.backends.NameOrEmailBackend")
    again = Client()
    again.force_login(person, backend="workspaces.backends.NameOrEmailBackend")

    here.post(OTHERS)

    statuses = [client.get(LIST).status_code for client in (here, again, elsewhere)]
    assert statuses == [200, 302, 302]


def test_a_session_that_waits_for_the_code_says_so(person: User):
    here, waiting = sign_in(person), sign_in(person)
    assert "waiting for the code" not in page(here)

    User.objects.filter(pk=person.pk).update(second_factor_at=timezone.now())
    session = here.session
    session[DEVICE_ID_SESSION_KEY] = "otp_totp.totpdevice/1"
    session.save()

    assert page(here).count("waiting for the code") == 1
    assert waiting.get(LIST).url.startswith("/accounts/verify/")
    assert "A browser, waiting for the code, last seen about" in here.get(OTHERS).text


def test_nobody_sees_or_ends_the_session_of_somebody_else(person: User, world: World):
    theirs = sign_in(person, Client(headers={"User-Agent": FIREFOX}))
    sign_in(person)
    address = ends(theirs)[0]
    stranger = world.client(EDITOR)

    assert "Firefox" not in page(stranger)
    for client in (stranger, world.client(ADMIN)):
        assert client.get(address).status_code == client.post(address).status_code == 404
    stranger.post(OTHERS)
    assert len(ends(theirs)) == 1


def test_a_session_does_not_end_itself_and_needs_our_form(person: User):
    here = sign_in(person, Client(enforce_csrf_checks=False))
    elsewhere = sign_in(person)
    own = PersonSession.objects.get(session_key=key(here))

    assert here.post(f"/accounts/sessions/{own.pk}/end/").status_code == 404
    here.handler.enforce_csrf_checks = True
    assert here.post(OTHERS).status_code == 403
    assert elsewhere.get(LIST).status_code == 200


def test_the_list_follows_a_session_under_its_new_key(person: User):
    """As after a new password: it is the same one, and those it ended are gone."""
    here = sign_in(person)
    sign_in(person)
    before = key(here)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}

    here.post("/accounts/password/", form)

    assert key(here) != before
    assert (page(here).count("(this one)"), ends(here)) == (1, [])
    assert [one.session_key for one in person.sessions.order_by("pk")][:1] == [key(here)]


def test_when_a_session_was_seen_is_written_once_in_ten_minutes(
    person: User, settings, monkeypatch
):
    settings.SESSION_SEEN_SECONDS = 600
    client = sign_in(person)
    client.get(LIST)

    def writes() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.get("/accounts/profile/")
        return [query["sql"] for query in captured if not query["sql"].startswith("SELECT")]

    assert writes() == []
    later(monkeypatch, 601)
    assert any(sql.startswith('UPDATE "django_session"') for sql in writes())
    assert writes() == []


def test_whoever_was_away_too_long_signs_in_again(person: User, settings, monkeypatch):
    settings.SESSION_IDLE_HOURS = 72
    client = sign_in(person)
    away = sign_in(person)

    later(monkeypatch, 72 * 3600 - 60)
    assert client.get(LIST).status_code == 200
    settings.SESSION_SEEN_SECONDS = 600
    client.get(LIST)
    later(monkeypatch, 120)

    assert client.get(LIST).status_code == 200
    assert ends(client) == []
    assert away.get(LIST).status_code == 302
    assert Session.objects.filter(session_key=key(away)).count() == 0


def test_a_session_ends_two_weeks_after_the_sign_in_however_often_it_is_used(person: User):
    client = sign_in(person)
    ends_at = Session.objects.get(session_key=key(client)).expire_date

    session = client.session
    session["anything"] = 1
    session.save()

    assert Session.objects.get(session_key=key(client)).expire_date == ends_at


def test_what_is_left_of_ended_sessions_is_removed(person: User):
    here, gone = sign_in(person), sign_in(person)
    Session.objects.filter(session_key=key(gone)).update(expire_date=timezone.now())

    sessions.forget_ended(timezone.now() + timedelta(seconds=1))

    assert list(person.sessions.values_list("session_key", flat=True)) == [key(here)]
    assert not Session.objects.filter(session_key=key(gone)).exists()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
            " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/137.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("", "A browser"),
        ("\0<script>Linux", "A browser on Linux"),
        ("x" * 100_000, "A browser"),
    ],
)
def test_browsers_in_words(user_agent: str, words: str):
    assert sessions.in_words(user_agent) == words
