"""A transaction that checks at its end what the database would check at a commit."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def checked_transaction() -> Iterator[None]:
    """Raises IntegrityError, and rolls back, when a deferred constraint is broken."""
    with transaction.atomic():
        yield
        connection.check_constraints()
