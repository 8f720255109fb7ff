"""Whether a session is there, asked before more of a large body is taken in.

Django asks the same only when all of it has arrived: without this a made-up cookie would do.
"""

from dataclasses import dataclass
from typing import Any
from weakref import ref

from django.contrib.sessions.models import Session
from django.db import Error, close_old_connections
from django.utils import timezone


@dataclass
class SessionLookup:
    """Done by one of the threads that answer: the one that serves all connections never waits."""

    # Held loosely: a thread keeps its last task until it has another, and with it what it holds.
    channel: "ref[Any]"
    key: str

    def service(self) -> None:
        there = True  # in doubt: Django asks once more
        try:
            there = is_there(self.key)
        finally:
            # Nothing more would ever be read from a connection that is not told.
            if channel := self.channel():
                channel.settle(there)

    def cancel(self) -> None:
        """The server stops, and the connection ends with it."""


def is_there(key: str) -> bool:
    # What no key looks like may be what no database takes for a text.
    if not (key.isascii() and key.isalnum()):
        return False
    close_old_connections()
    try:
        return Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).exists()
    except Error:
        return True  # Django will meet it, too, and has a page for it
    finally:
        close_old_connections()
