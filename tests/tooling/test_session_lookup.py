"""Whether there is a session, as the server asks before it takes in a large body."""

import contextlib
from datetime import timedelta
from weakref import ref

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from contactsite.session_lookup import SessionLookup, is_there

# It closes connections that are too old, of which a test's own transaction must be none.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key() -> str:
    session = SessionStore()
    session.create()
    return str(session.session_key)


def test_session_is_there_until_it_ends(key: str):
    assert is_there(key)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_there(key)


@pytest.mark.parametrize("other", ["", "0" * 32, "x" * 300, "a\0b", "é", "\udc80", "%"])
def test_what_names_no_session_is_none(key: str, other: str):
    assert not is_there(other)


class Connection:
    """Keeps what it was told, as the server's own connections act upon it."""

    told: bool | None = None

    def settle(self, is_there: bool) -> None:
        self.told = is_there


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, RuntimeError])
def test_a_connection_is_told_even_if_nobody_can_say(error: type[Exception]):
    """Its body is then let through: Django asks once more, and has a page for what is wrong."""
    waits = Connection()

    def fails(*args: object) -> None:
        raise error

    with connection.execute_wrapper(fails), contextlib.suppress(RuntimeError):
        SessionLookup(ref(waits), "0" * 32).service()

    assert waits.told is True
