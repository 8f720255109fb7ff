"""The search index: what Django does not know of it. Installed after migrations, idempotently.

`sqlite_fts5` and `postgresql_trigram` say what it is on each database; here is the one door. A row
of its own remembers by which rules the stored texts were made.
"""

from types import ModuleType

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from contacts import normal
from contacts.search import postgresql_trigram, sqlite_fts5
from contacts.search.tables import CONTACTS, INDEX, STATE

__all__ = ["CONTACTS", "INDEX", "install", "is_right", "missing", "of", "rebuild", "stale"]

# What texts are made by that were stored before a version was.
FIRST_VERSION = 1

_STATE = (
    f"CREATE TABLE IF NOT EXISTS {STATE} (id integer PRIMARY KEY CHECK (id = 1),"
    " normal_version integer NOT NULL,"
    " filled_to bigint NOT NULL DEFAULT 0, fill_end bigint NOT NULL DEFAULT 0)"
)  # fmt: skip


def of(connection: BaseDatabaseWrapper) -> ModuleType:
    """The back end for a database."""
    return sqlite_fts5 if connection.vendor == "sqlite" else postgresql_trigram


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing. Contacts written while it was missing are taken into the index.

    Raises DatabaseError where PostgreSQL's extensions pg_trgm and btree_gin cannot be created by
    this user.
    """
    if not missing(connection):
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if STATE not in connection.introspection.table_names(cursor):
            cursor.execute(_STATE)
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {CONTACTS})")  # noqa: S608
            (some,) = cursor.fetchone()
            version = FIRST_VERSION if some else normal.VERSION
            cursor.execute(f"INSERT INTO {STATE} (id, normal_version) VALUES (1, %s)", [version])  # noqa: S608
    of(connection).install(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of tables, triggers and indexes that should be there and are not, or differ."""
    names: list[str] = of(connection).missing(connection)
    return names


def stale(connection: BaseDatabaseWrapper) -> str:
    """Why a whole index finds too little all the same, as far as a quick look tells; else ""."""
    if texts_are_stale(connection):
        return "stored search texts follow older rules"
    reason: str = of(connection).stale(connection)
    return reason


def texts_version(connection: BaseDatabaseWrapper) -> int:
    """The version of `normal` by which the stored texts of all contacts were made."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT normal_version FROM {STATE}")  # noqa: S608
        return int(cursor.fetchone()[0])


def texts_are_stale(connection: BaseDatabaseWrapper) -> bool:
    """Whether some of them may follow other rules than the present ones."""
    return texts_version(connection) != normal.VERSION


def texts_are_made(connection: BaseDatabaseWrapper) -> None:
    """Remember that all stored texts follow the present rules."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {STATE} SET normal_version = %s", [normal.VERSION])  # noqa: S608


def is_right(connection: BaseDatabaseWrapper) -> bool:
    """Compare the whole index with the contacts. Takes seconds for a million of them.

    PostgreSQL keeps its own indexes right.
    """
    if missing(connection) or stale(connection):
        return False
    try:
        of(connection).compare(connection)
    except DatabaseError:
        return False
    return True


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Make the index anew at once. Other writers wait meanwhile: a job does it in small steps."""
    with transaction.atomic(connection.alias):
        of(connection).rebuild(connection)
