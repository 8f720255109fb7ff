"""The search index: what Django does not know of it. Installed after migrations, idempotently.

SQLite: an FTS5 table of trigrams over `search_text`, kept right by triggers; the triggers vanish
whenever a migration remakes the table of contacts. PostgreSQL: a GIN index of trigrams.
"""

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

CONTACTS = "contacts_contact"
INDEX = "contacts_search"

_TABLE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(search_text, content='{CONTACTS}',"
    " content_rowid='id', tokenize='trigram case_sensitive 1')"
)
_ADD = "INSERT INTO contacts_search(rowid, search_text) VALUES (new.id, new.search_text);"
_TAKE = (
    "INSERT INTO contacts_search(contacts_search, rowid, search_text)"
    " VALUES ('delete', old.id, old.search_text);"
)  # fmt: skip
_TRIGGERS = {
    f"{INDEX}_insert": f"AFTER INSERT ON {CONTACTS} BEGIN {_ADD} END",
    f"{INDEX}_delete": f"AFTER DELETE ON {CONTACTS} BEGIN {_TAKE} END",
    f"{INDEX}_update": (
        f"AFTER UPDATE OF id, search_text ON {CONTACTS}"
        " WHEN old.id <> new.id OR old.search_text <> new.search_text"
        f" BEGIN {_TAKE} {_ADD} END"
    ),
}
_CHECK = "INSERT INTO contacts_search(contacts_search, rank) VALUES ('integrity-check', 1)"
_COUNT_HITS = (
    "SELECT count(*) FROM"
    " (SELECT 1 FROM contacts_search WHERE contacts_search MATCH %s LIMIT %s) AS hits"
)
_FILL = "INSERT INTO contacts_search(contacts_search) VALUES ('rebuild')"
_GIN = f"CREATE INDEX {INDEX} ON {CONTACTS} USING gin (search_text gin_trgm_ops)"


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing. Contacts written while it was missing are taken into the index.

    Raises DatabaseError where PostgreSQL's extension pg_trgm cannot be created by this user.
    """
    if not missing(connection):
        return
    if connection.vendor == "sqlite":
        rebuild(connection)
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(_GIN.replace("INDEX ", "INDEX IF NOT EXISTS ", 1))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of tables, triggers and indexes that should be there and are not, or differ."""
    if connection.vendor == "sqlite":
        expected = {INDEX: _TABLE} | {
            name: f"CREATE TRIGGER {name} {body}" for name, body in _TRIGGERS.items()
        }
        query = f"SELECT name, sql FROM sqlite_master WHERE name LIKE '{INDEX}%'"  # noqa: S608
    else:
        expected = {INDEX: ""}
        query = f"SELECT relname, '' FROM pg_class WHERE relname = '{INDEX}'"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = dict(cursor.fetchall())
    return [name for name, sql in expected.items() if found.get(name) != sql]


def is_right(connection: BaseDatabaseWrapper) -> bool:
    """Compare the whole index with the contacts. Takes seconds for a million of them.

    PostgreSQL keeps its own indexes right.
    """
    if connection.vendor != "sqlite":
        return not missing(connection)
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute(_CHECK)
    except DatabaseError:
        return False
    return not missing(connection)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Make the index anew from the contacts. On SQLite other writers wait meanwhile."""
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
            cursor.execute(_TABLE)
            for name, body in _TRIGGERS.items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")
            cursor.execute(_FILL)
        else:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
            cursor.execute(_GIN)


def has_few_hits(connection: BaseDatabaseWrapper, terms: str, limit: int) -> bool:
    """Whether SQLite's index holds at most so many contacts with these terms, of all workspaces."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_HITS, [terms, limit + 1])
        (hits,) = cursor.fetchone()
    return bool(hits <= limit)
