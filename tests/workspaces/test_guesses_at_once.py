"""Guesses sent at one moment: no more of them are looked at than of those sent one by one."""

import time

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from tests import factories
from tests.contacts.at_once import at_once
from tests.workspaces.test_address_limit import ADMIN, LOGIN, PASSWORD, attempt, spray
from tests.workspaces.test_password_again import CHANGE, answer
from workspaces.models import User

AT_ONCE = 8  # as many as a web process has threads
TRIES = settings.AXES_FAILURE_LIMIT


@pytest.fixture
def ivy(transactional_db) -> User:
    return factories.make_user("ivy", password=PASSWORD)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were compared, which takes as long as it does outside of tests."""
    passwords: list[str] = []
    verify = MD5PasswordHasher.verify

    def slowly(hasher: MD5PasswordHasher, password: str, encoded: str) -> bool:
        passwords.append(password)
        time.sleep(0.5)
        return verify(hasher, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", slowly)
    return passwords


@pytest.mark.parametrize("url", [LOGIN, ADMIN])
def test_at_the_sign_in_the_limit_holds(ivy, looked_at, url):
    at_once(*[lambda: attempt("ivy", url=url)] * AT_ONCE)

    assert len(looked_at) == TRIES
    assert attempt("ivy", PASSWORD, url=url).status_code == 429


def test_in_sessions_the_limit_holds(ivy, sign_in, looked_at):
    browsers = [sign_in(ivy) for _ in range(AT_ONCE)]

    at_once(*[lambda one=one: answer(one, CHANGE, CHANGE, "guess") for one in browsers])

    assert len(looked_at) == TRIES
    assert answer(browsers[0], CHANGE, CHANGE, PASSWORD).status_code == 429


def test_of_one_address_the_limit_holds_whatever_the_names(transactional_db, looked_at):
    names = [factories.make_user(f"ivy{number}", password=PASSWORD) for number in range(AT_ONCE)]
    list(spray(settings.ADDRESS_FAILURE_LIMIT - 2))

    at_once(*[lambda name=name: attempt(name.username) for name in names])

    assert len(looked_at) <= 2
    assert attempt(names[0].username, PASSWORD).status_code == 429


def test_without_an_address_they_are_counted_and_no_error(ivy):
    """Of one who comes by a socket of the machine the database lets several begin a count."""
    answers = at_once(*[lambda: attempt("ivy", address="").status_code] * AT_ONCE)

    assert set(answers) <= {200, 429}
    assert attempt("ivy", address="").status_code == 429


def test_a_right_password_that_opens_nothing_counts(ivy):
    """The admin refuses all but its own people in the same words: a guesser must not learn more."""
    for _ in range(TRIES):
        refused = attempt("ivy", PASSWORD, url=ADMIN)

    assert (refused.status_code, attempt("ivy", PASSWORD).status_code) == (200, 429)


def test_whoever_signs_in_leaves_nothing_counted(ivy):
    for _ in range(TRIES + 1):
        assert attempt("ivy", PASSWORD).status_code == 302
    assert Client().post(LOGIN, {"username": "ivy", "password": "guess"}).status_code == 200
