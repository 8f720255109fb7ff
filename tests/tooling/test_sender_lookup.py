"""Whether there is a session or token, as the server asks before it takes in a large body."""

import contextlib
from datetime import timedelta
from weakref import ref

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from contacts import api_tokens
from contactsite.sender_lookup import SenderLookup, is_known
from tests import factories

# It closes connections that are too old, of which a test's own transaction must be none.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key() -> str:
    session = SessionStore()
    session.create()
    return str(session.session_key)


def test_session_is_there_until_it_ends(key: str):
    assert is_known(key, None)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_known(key, None)


@pytest.mark.parametrize("other", ["", "0" * 32, "x" * 300, "a\0b", "é", "\udc80", "%"])
def test_what_names_no_session_is_none(key: str, other: str):
    assert not is_known(other, None)
    assert not is_known(None, other)


def test_token_is_there_until_it_is_revoked():
    workspace = factories.make_workspace("Acme")
    actor = factories.make_user("ada")
    token, secret = api_tokens.make(workspace, actor, "Dialer")
    assert is_known(None, secret)
    # Who names a session as well might send an upload.
    assert not is_known("forged", secret)

    api_tokens.revoke(token, actor)

    assert not is_known(None, secret)


class Connection:
    """Keeps what it was told, as the server's own connections act upon it."""

    told: bool | None = None

    def settle(self, is_known: bool) -> None:
        self.told = is_known


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, RuntimeError])
def test_a_connection_is_told_even_if_nobody_can_say(error: type[Exception]):
    """Its body is then let through: Django asks once more, and has a page for what is wrong."""
    waits = Connection()

    def fails(*args: object) -> None:
        raise error

    with connection.execute_wrapper(fails), contextlib.suppress(RuntimeError):
        SenderLookup(ref(waits), "0" * 32, None).service()

    assert waits.told is True
