"""PostgreSQL's index: a GIN of trigrams over `search_text`, apart for each workspace.

The server itself keeps it right. A new one is made beside the one in use, by a statement that lets
everybody else go on writing.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from contacts.search.tables import CONTACTS, INDEX, NEXT, STATE

# With the workspace in it, neighbours who have the same words cost nothing. As a sum: who only asks
# for a workspace is not to begin at this index, which has no order.
_GIN = f"ON {CONTACTS} USING gin ((workspace_id + 0), search_text gin_trgm_ops)"
_COLUMNS = 2
_EXTENSIONS = ("pg_trgm", "btree_gin")
# The planner learns of the sum how many contacts each workspace has.
_LEARN = f"ANALYZE {CONTACTS}"
# Who makes an index beside; a second one waits, and then finds it made.
_LOCK = 6_417_203_553_842


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        _prepare(cursor)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} {_GIN}")
        cursor.execute(_LEARN)


def _prepare(cursor: Any) -> None:
    for extension in _EXTENSIONS:
        cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname IN (%s, %s)", [INDEX, STATE])
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in (STATE, INDEX) if name not in found]


def stale(connection: BaseDatabaseWrapper) -> str:
    if not _is_whole(connection, INDEX):
        return "it was left half made, or is of an earlier kind"
    return ""


def compare(connection: BaseDatabaseWrapper) -> None:
    """Nothing: the server does."""


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """All at once, in the transaction of the caller."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}, {NEXT}")
    install(connection)


def make_beside(connection: BaseDatabaseWrapper) -> None:
    """Make the index beside the one in use, unless it is there; call it outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            if not _is_whole(connection, NEXT):
                _prepare(cursor)
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {NEXT}")
                cursor.execute(f"CREATE INDEX CONCURRENTLY {NEXT} {_GIN}")
                cursor.execute(_LEARN)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def replace(connection: BaseDatabaseWrapper) -> None:
    """Put the index beside into use, in the transaction of the caller.

    Raises OperationalError, for another try, when it cannot have the table to itself soon.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
        cursor.execute(f"ALTER INDEX {NEXT} RENAME TO {INDEX}")


def _is_whole(connection: BaseDatabaseWrapper, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s)"
            " AND indisvalid AND indisready AND indnatts = %s",
            [name, _COLUMNS],
        )
        return cursor.fetchone() is not None
