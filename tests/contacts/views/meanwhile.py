"""What somebody else does between a page's look at the database and its save."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Call `act` once, right before the first transaction that is begun in the block."""
    waiting = [act]

    def watch(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        # A test runs in a transaction of its own: one begun within it is a savepoint.
        if waiting and sql.startswith("SAVEPOINT"):
            waiting.pop()()
        return execute(sql, *args)

    with connection.execute_wrapper(watch):
        yield
    assert not waiting
