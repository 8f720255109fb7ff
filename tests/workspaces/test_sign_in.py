"""Signing in by either name, back to where one wanted to go, and never by guessing."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.contacts.at_once import at_once
from workspaces.backends import counted_name
from workspaces.models import AuditEntry, User

PASSWORD = "correct horse battery"
LOGIN = "/accounts/login/"


@pytest.fixture
def ivy(db) -> User:
    return factories.make_user("ivy", email="Ivy@example.org", password=PASSWORD)


def sign_in(client: Client, name: str, password: str = PASSWORD, query: str = ""):
    return client.post(LOGIN + query, {"username": name, "password": password})


@pytest.mark.parametrize("name", ["ivy", "Ivy@example.org", "ivy@EXAMPLE.org"])
def test_user_name_and_email_both_sign_in(client, ivy, name):
    response = sign_in(client, name)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(ivy.pk)
    assert AuditEntry.objects.get().action == "user.signed_in"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ivy", "wrong"),
        ("nobody", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("ivy\x00", PASSWORD),
        ("a@\x00b", PASSWORD),
        ("x" * 100_000, "y" * 100_000),
    ],
)
def test_anything_else_is_an_error_at_the_form(client, ivy, name, password):
    response = sign_in(client, name, password)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_an_email_address_wins_over_a_user_name_that_looks_like_one(client, ivy):
    factories.make_user("ivy@example.org", email="", password="another password")

    assert sign_in(client, "ivy@example.org", "another password").status_code == 200
    assert sign_in(client, "ivy@example.org").status_code == 302


@pytest.mark.parametrize("target", ["/accounts/profile/", "/w/acme/members/?q=1"])
def test_signing_in_leads_back_to_the_page_that_asked(client, ivy, target):
    assert sign_in(client, "ivy", query=f"?next={target}").url == target


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(client, ivy, target):
    assert sign_in(client, "ivy", query=f"?next={target}").url == "/"


def test_who_is_signed_in_already_goes_home(client, ivy):
    client.force_login(ivy, backend="workspaces.backends.NameOrEmailBackend")
    assert client.get(LOGIN).url == "/"


def test_signing_out_is_a_post(client, ivy):
    sign_in(client, "ivy")
    assert client.get("/accounts/logout/").status_code == 405

    assert client.post("/accounts/logout/").url == LOGIN
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["ivy", "nobody"])
@pytest.mark.parametrize("url", [LOGIN, "/admin/login/"])
def test_a_guesser_is_stopped_whether_or_not_the_account_exists(client, ivy, name, url):
    for _ in range(4):
        assert client.post(url, {"username": name, "password": "guess"}).status_code == 200
    for password in ("guess", PASSWORD):
        response = client.post(url, {"username": name, "password": password})
        assert response.status_code == 429
        assert "quarter of an hour" in response.text

    entry = AuditEntry.objects.get(action="user.locked_out")
    assert entry.detail == {"name": name, "address": "127.0.0.1"}


def guess_at(client: Client, name: str, address: str, times: int) -> HttpResponse:
    for _ in range(times):
        answer = client.post(LOGIN, {"username": name, "password": "guess"}, REMOTE_ADDR=address)
    return answer


def test_a_lock_out_is_told_once_however_long_somebody_goes_on(client, ivy):
    guess_at(client, "ivy", "9.9.9.9", 24)
    guess_at(client, "ivy", "8.8.8.8", 24)
    guess_at(client, "jo", "9.9.9.9", 24)

    told = AuditEntry.objects.filter(action="user.locked_out").order_by("pk")
    assert [entry.detail for entry in told] == [
        {"name": "ivy", "address": "9.9.9.9"},
        {"name": "ivy", "address": "8.8.8.8"},
        {"name": "jo", "address": "9.9.9.9"},
    ]


@pytest.mark.django_db(transaction=True)
def test_guesses_at_one_moment_are_one_lock_out(ivy):
    guess_at(Client(), "ivy", "9.9.9.9", 4)

    answers = at_once(*[lambda: guess_at(Client(), "ivy", "9.9.9.9", 1).status_code] * 8)

    assert answers == [429] * 8
    assert AuditEntry.objects.filter(action="user.locked_out").count() == 1


def test_the_next_lock_out_is_told_again(client, ivy, monkeypatch):
    guess_at(client, "ivy", "9.9.9.9", 5)
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    for module in ("axes.handlers.proxy.now", "django.utils.timezone.now"):
        monkeypatch.setattr(module, lambda: later)

    guess_at(client, "ivy", "9.9.9.9", 5)

    assert AuditEntry.objects.filter(action="user.locked_out").count() == 2


def test_who_is_locked_out_learns_for_how_long_and_tries_make_it_no_longer(client, ivy):
    locked = guess_at(client, "ivy", "9.9.9.9", 5)
    assert locked.status_code == 429
    assert 890 <= int(locked.headers["Retry-After"]) <= 900

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    again = guess_at(client, "ivy", "9.9.9.9", 3)

    assert 290 <= int(again.headers["Retry-After"]) <= 300


def test_a_script_gets_the_same_page_and_no_leave_for_other_sites(client, ivy):
    guess_at(client, "ivy", "127.0.0.1", 5)

    answer = client.post(
        LOGIN, {"username": "ivy", "password": "guess"}, HTTP_X_REQUESTED_WITH="XMLHttpRequest"
    )

    assert answer.status_code == 429
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "quarter of an hour" in answer.text


def test_all_names_of_an_account_share_one_count(client, ivy):
    for name in ("ivy", "ivy@example.org", "IVY@example.org", "Ivy@Example.org"):
        assert sign_in(client, name, "guess").status_code == 200
    assert sign_in(client, "ivy", "guess").status_code == 429


def test_others_behind_the_same_address_can_still_sign_in(client, ivy):
    factories.make_user("jo", password=PASSWORD)
    for _ in range(6):
        sign_in(client, "ivy", "guess")
    assert sign_in(client, "jo").status_code == 302


def test_a_right_password_starts_the_count_again(client, ivy):
    for _ in range(2):
        for _ in range(4):
            assert sign_in(client, "ivy", "guess").status_code == 200
        assert sign_in(client, "ivy@example.org").status_code == 302
        client.logout()


def test_counted_name_fits_the_column_and_holds_no_nul(rf, db):
    request = rf.post("/", {"username": "A\x00" * 300})
    assert counted_name(request) == "a" * 255
    # In lower case it is two characters.
    assert len(counted_name(rf.post("/", {"username": "İ" * 254}))) == 255
    assert counted_name(rf.post("/")) == ""
