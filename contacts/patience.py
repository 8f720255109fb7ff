"""How long a question to the database may take that is nice to know and no more.

Both databases stop in the midst of it: of a million contacts can be asked what takes minutes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from django.db import OperationalError, connection, transaction

# Seconds for one question, and for all that one page asks.
EACH, ALL = 0.8, 2.5
# So many steps SQLite goes between two looks at the clock: a fraction of a millisecond.
_STEPS = 10_000

Answer = TypeVar("Answer")


class TooLong(Exception):
    """The time was over before the answer was found."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise TooLong once what is asked within takes longer; on PostgreSQL, each statement of it."""
    limited = _sqlite if connection.vendor == "sqlite" else _postgresql
    started = monotonic()
    try:
        with limited(seconds):
            yield
    except OperationalError as error:
        # What is broken otherwise is broken sooner.
        if monotonic() - started < seconds:
            raise
        raise TooLong from error


@contextmanager
def _sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    until = monotonic() + seconds
    connection.connection.set_progress_handler(lambda: monotonic() > until, _STEPS)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


@contextmanager
def _postgresql(seconds: float) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [max(1, round(seconds * 1000))])
        yield
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")


class Questions:
    """What one page asks: each question has a time, and all of them have one."""

    def __init__(self, each: float = EACH, together: float = ALL) -> None:
        self.each, self.until = each, monotonic() + together
        self.unanswered = False

    def ask(self, question: Callable[[], Answer]) -> Answer | None:
        """The answer, or None where there was no time for it."""
        left = min(self.each, self.until - monotonic())
        try:
            if left <= 0:
                raise TooLong
            with patience(left):
                return question()
        except TooLong:
            self.unanswered = True
            return None
