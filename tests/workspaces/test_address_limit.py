"""One address that tries many names, or codes, is stopped; people who share it are not for long."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.contacts.at_once import at_once
from tests.workspaces.test_second_factor import VERIFY, code_now, forget_wrong_codes
from tests.workspaces.test_second_factor_attacks import with_factor
from workspaces.lockout import COOL_OFF, client_address
from workspaces.models import AuditEntry, User

PASSWORD = "correct horse battery"
LOGIN, ADMIN = "/accounts/login/", "/admin/login/"
LIMIT = settings.ADDRESS_FAILURE_LIMIT
OFFICE, ELSEWHERE = "9.9.9.9", "8.8.8.8"
BY_ADDRESS = "nobody can sign in from there"


@pytest.fixture
def ivy(db) -> User:
    return factories.make_user("ivy", password=PASSWORD, is_staff=True)


def attempt(
    name: str, password: str = "guess", address: str = OFFICE, url: str = LOGIN
) -> HttpResponse:
    return Client().post(url, {"username": name, "password": password}, REMOTE_ADDR=address)


def spray(times: int, address: str = OFFICE, first: int = 0) -> Iterator[int]:
    """One password, a name each: the statuses."""
    for number in range(first, first + times):
        yield attempt(f"name{number}", address=address).status_code


def told() -> list[dict[str, str]]:
    entries = AuditEntry.objects.filter(action="user.address_locked_out").order_by("pk")
    return [entry.detail for entry in entries]


@pytest.mark.parametrize("url", [LOGIN, ADMIN])
@pytest.mark.parametrize("name", ["ivy", "nobody"])
def test_one_password_on_many_names_stops_the_address(ivy, name, url):
    assert list(spray(LIMIT)) == [200] * (LIMIT - 1) + [429]

    for password in ("guess", PASSWORD):
        stopped = attempt(name, password, url=url)
        assert stopped.status_code == 429
        assert BY_ADDRESS in stopped.text
        assert "password_reset" not in stopped.text
    assert attempt("ivy", PASSWORD, ELSEWHERE, url).status_code == 302


def test_it_is_told_once_whatever_names_are_tried(ivy):
    list(spray(LIMIT + 5))

    assert told() == [{"address": OFFICE}]
    assert not AuditEntry.objects.filter(action="user.locked_out").exists()


@pytest.mark.django_db(transaction=True)
def test_guesses_at_one_moment_are_told_once():
    list(spray(LIMIT - 1))

    answers = at_once(*[lambda: next(spray(1, first=LIMIT))] * 8)

    assert answers == [429] * 8
    assert told() == [{"address": OFFICE}]


def test_own_sign_ins_take_nothing_but_own_failures_out_of_the_count(ivy):
    for number in range(LIMIT - 1):
        assert list(spray(1, first=number)) == [200]
        assert attempt("ivy", PASSWORD).status_code == 302

    assert list(spray(1, first=LIMIT)) == [429]


def test_people_who_mistype_and_then_get_in_stop_nobody(db):
    for number in range(LIMIT):
        factories.make_user(f"name{number}", password=PASSWORD)
        assert list(spray(1, first=number)) == [200]
        assert attempt(f"name{number}", PASSWORD).status_code == 302

    assert list(spray(1, first=LIMIT)) == [200]


def test_the_page_says_when_it_ends_and_tries_make_it_no_longer(ivy):
    list(spray(LIMIT - 1))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    assert list(spray(1, first=LIMIT)) == [429]

    list(spray(3, first=LIMIT))
    stopped = attempt("ivy")

    assert 290 <= int(stopped.headers["Retry-After"]) <= 300
    assert "Try again in 5 minutes" in stopped.text
    AccessAttempt.objects.exclude(username=f"name{LIMIT}").update(
        attempt_time=timezone.now() - COOL_OFF - timedelta(seconds=1)
    )
    assert attempt("ivy", PASSWORD).status_code == 302


def test_whoever_is_signed_in_stays_so_and_may_set_a_new_password(ivy, sign_in):
    browser = sign_in(ivy)
    list(spray(LIMIT))

    assert browser.get("/accounts/profile/", REMOTE_ADDR=OFFICE).status_code == 200
    assert browser.get("/accounts/reset/", REMOTE_ADDR=OFFICE).status_code == 200


def test_wrong_codes_of_many_accounts_stop_the_address(db):
    people = [
        with_factor(factories.make_user(f"holder{number}", password=PASSWORD))
        for number in range(3)
    ]
    statuses = []
    for number in range(LIMIT):
        person, browser = people[number % 3], Client(REMOTE_ADDR=OFFICE)
        forget_wrong_codes(person)
        browser.post(LOGIN, {"username": person.username, "password": PASSWORD})
        statuses.append(browser.post(VERIFY, {"code": "000000"}).status_code)

    forget_wrong_codes(person)
    stopped = browser.post(VERIFY, {"code": code_now(person, 1)})
    assert statuses == [200] * LIMIT
    assert (stopped.status_code, BY_ADDRESS in stopped.text) == (429, True)
    assert attempt("ivy").status_code == 429
    assert told() == [{"address": OFFICE}]
    assert browser.get(VERIFY).status_code == 200


def test_codes_within_the_pause_do_not_count(db, sign_in: Callable[[User], Client]):
    ivy = with_factor(factories.make_user("ivy", password=PASSWORD))
    browser = sign_in(ivy)

    for _ in range(LIMIT + 1):
        assert browser.post(VERIFY, {"code": "000000"}).status_code == 200

    assert AccessAttempt.objects.get().failures_since_start < 5


def test_wrong_codes_of_long_ago_are_forgotten(db, sign_in: Callable[[User], Client]):
    ivy = with_factor(factories.make_user("ivy", password=PASSWORD))
    browser = sign_in(ivy)
    browser.post(VERIFY, {"code": "000000"})
    AccessAttempt.objects.update(
        attempt_time=timezone.now() - COOL_OFF - timedelta(seconds=1), failures_since_start=LIMIT
    )
    forget_wrong_codes(ivy)

    assert browser.post(VERIFY, {"code": "000001"}).status_code == 200
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_a_network_of_ipv6_is_one_address(ivy):
    for number in range(4):
        attempt("ivy", address=f"2001:db8:1:2::{number + 1:x}")
    assert attempt("ivy", address="2001:db8:1:2:ffff::1").status_code == 429
    assert attempt("ivy", address="2001:db8:1:3::1").status_code == 200

    for number in range(LIMIT):
        stopped = attempt(f"name{number}", address=f"2001:db8:9:9:{number:x}::1")
    assert (stopped.status_code, BY_ADDRESS in stopped.text) == (429, True)
    assert attempt("ivy", PASSWORD, "2001:db8:9:8::1").status_code == 302


def test_a_socket_of_the_machine_has_no_limit_of_its_own(ivy):
    """Behind it stands a proxy, and everybody."""
    assert list(spray(LIMIT + 1, address="")) == [200] * (LIMIT + 1)


def test_ipv4_written_as_ipv6_is_ipv4(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="::ffff:9.9.9.9")) == OFFICE
