"""Whether who sends a large body is known, asked before more of it is taken in.

Django asks the same only when all of it has arrived: without this a made-up cookie would do, or a
made-up token of the API.
"""

from dataclasses import dataclass
from typing import Any
from weakref import ref

from django.contrib.sessions.models import Session
from django.db import Error, close_old_connections
from django.utils import timezone

from contacts import api_tokens


@dataclass
class SenderLookup:
    """Done by one of the threads that answer: the one that serves all connections never waits."""

    # Held loosely: a thread keeps its last task until it has another, and with it what it holds.
    channel: "ref[Any]"
    session: str | None
    token: str | None

    def service(self) -> None:
        known = True  # in doubt: Django asks once more
        try:
            known = is_known(self.session, self.token)
        finally:
            # Nothing more would ever be read from a connection that is not told.
            if channel := self.channel():
                channel.settle(known)

    def cancel(self) -> None:
        """The server stops, and the connection ends with it."""


def is_known(session: str | None, token: str | None) -> bool:
    """Whether there is such a session; the token counts where none is named."""
    close_old_connections()
    try:
        if session is not None:
            return is_session(session)
        return token is not None and api_tokens.find(token) is not None
    except Error:
        return True  # Django will meet it, too, and has a page for it
    finally:
        close_old_connections()


def is_session(key: str) -> bool:
    # What no key looks like may be what no database takes for a text.
    if not (key.isascii() and key.isalnum()):
        return False
    return Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).exists()
