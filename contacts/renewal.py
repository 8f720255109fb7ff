"""After an upgrade that changed the rules of `contacts.normal`: what follows older ones is made
anew before anybody asks.

A list that compares by new rules what was stored by older ones finds too few, and so does what is
exported or frozen then. Hence it is part of migrating and no job. Who was cut off begins again;
rows that are right by then cost little.
"""

from collections.abc import Callable

from django.db import connection

from contacts import audiences
from contacts.search import index
from contacts.writing.derived import rederive, stale_rows

CHUNK = 2_000


def is_due() -> bool:
    return index.texts_are_stale(connection)


def renew(tell: Callable[[int], object]) -> None:
    """Make all that follows older rules anew.

    `tell` hears from time to time how many were looked at: a million take half a minute, and up to
    some four minutes where all are made anew.
    """
    looked_at = after = 0
    while True:
        rows, last = stale_rows(after, CHUNK)
        if last is None:
            break
        rederive(rows)
        looked_at, after = looked_at + CHUNK, last
        tell(looked_at)
    audiences.renew_digests()
    index.texts_are_made(connection)
