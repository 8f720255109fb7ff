"""SQLite's index: an FTS5 table of trigrams over `search_text`, kept right by triggers.

The triggers vanish whenever a migration remakes the table of contacts. A new index is made beside
the one in use, some contacts at a time; triggers of its own keep what it holds already right.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from contacts.search.tables import CONTACTS, INDEX, NEXT, OLD, STATE, TERMS

# Contacts spread over the whole table that a quick look compares with the index.
SAMPLE = 20
# Blocks of an index that is no longer used, removed in one transaction.
CLEARED = 5_000


def _table(name: str) -> str:
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5(search_text, content='{CONTACTS}',"
        " content_rowid='id', tokenize='trigram case_sensitive 1')"
    )


# Its terms, by which the shortest searches are answered; it holds nothing itself.
_TERMS = f"CREATE VIRTUAL TABLE {TERMS} USING fts5vocab({INDEX}, instance)"


def _triggers(name: str, held: str = "") -> dict[str, str]:
    """The triggers that keep an index right; `held` limits them to contacts that it holds."""
    add = f"INSERT INTO {name}(rowid, search_text) VALUES (new.id, new.search_text);"  # noqa: S608
    take = (
        f"INSERT INTO {name}({name}, rowid, search_text)"  # noqa: S608
        " VALUES ('delete', old.id, old.search_text);"
    )
    changed = "old.id <> new.id OR old.search_text <> new.search_text"
    old = new = ""
    if held:
        old, new = (f"WHEN {held.format(row)}" for row in ("old", "new"))
        changed = f"({changed}) AND {held.format('old')}"
    bodies = {
        f"{name}_insert": f"AFTER INSERT ON {CONTACTS} {new} BEGIN {add} END",
        f"{name}_delete": f"AFTER DELETE ON {CONTACTS} {old} BEGIN {take} END",
        f"{name}_update": (
            f"AFTER UPDATE OF id, search_text ON {CONTACTS} WHEN {changed} BEGIN {take} {add} END"
        ),
    }
    return {
        trigger: f"CREATE TRIGGER {trigger} {' '.join(body.split())}"
        for trigger, body in bodies.items()
    }


_IN_USE = _triggers(INDEX)
# Contacts are taken over in the order of their ids; those added meanwhile are held at once.
_BESIDE = _triggers(
    NEXT,
    f"EXISTS (SELECT 1 FROM {STATE} WHERE {{0}}.id <= filled_to OR {{0}}.id > fill_end)",  # noqa: S608
)
_NEXT_CONTACTS = (
    f"SELECT contact.id, filled_to FROM {CONTACTS} AS contact, {STATE}"  # noqa: S608
    " WHERE contact.id > filled_to AND contact.id <= fill_end ORDER BY contact.id LIMIT %s"
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing; without a trigger nobody knows what the index lacks."""
    if missing(connection) == [TERMS]:
        with connection.cursor() as cursor:
            cursor.execute(_TERMS)
    else:
        with transaction.atomic(connection.alias):
            rebuild(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    found = _schema(connection)
    absent = [] if STATE in found else [STATE]
    expected = {INDEX: _table(INDEX), TERMS: _TERMS, **_IN_USE}
    return absent + [name for name, sql in expected.items() if found.get(name) != sql]


def _schema(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The SQL of everything of ours; a table that was renamed has its name in quotes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE name LIKE '{INDEX}%'")  # noqa: S608
        return {name: (sql or "").replace(f'"{name}"', name) for name, sql in cursor.fetchall()}


def stale(connection: BaseDatabaseWrapper) -> str:
    """Compare numbers, and some contacts with what the index holds of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {CONTACTS}), (SELECT count(*) FROM {INDEX}_docsize)"  # noqa: S608
        )
        contacts, held = cursor.fetchone()
        if contacts != held:
            return f"it holds {held:,} contacts of {contacts:,}"
        cursor.execute(f"SELECT min(id), max(id) FROM {CONTACTS}")  # noqa: S608
        first, last = cursor.fetchone()
        if first is None:
            return ""
        step = max((last - first) // SAMPLE, 1)
        for start in range(first, last + 1, step):
            cursor.execute(
                f"SELECT id, search_text FROM {CONTACTS} WHERE id >= %s ORDER BY id LIMIT 1",  # noqa: S608
                [start],
            )
            contact, text = cursor.fetchone()
            phrase = '"' + text.replace('"', '""') + '"'
            cursor.execute(
                f"SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s AND rowid = %s",  # noqa: S608
                [phrase, contact],
            )
            if cursor.fetchone() is None:
                return "it holds other texts than the contacts have"
    return ""


def compare(connection: BaseDatabaseWrapper) -> None:
    """Raises DatabaseError where the index differs from the contacts."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """All at once, in the transaction of the caller."""
    with connection.cursor() as cursor:
        _drop(cursor, [*_IN_USE, *_BESIDE], [TERMS, INDEX, NEXT, OLD])
        _make(cursor, INDEX, _IN_USE)
        cursor.execute(_TERMS)
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608


def begin(connection: BaseDatabaseWrapper) -> None:
    """Make an empty index beside the one in use."""
    with connection.cursor() as cursor:
        _drop(cursor, _BESIDE, [NEXT])
        cursor.execute(
            f"UPDATE {STATE} SET filled_to = 0,"  # noqa: S608
            f" fill_end = (SELECT coalesce(max(id), 0) FROM {CONTACTS})"
        )
        _make(cursor, NEXT, _BESIDE)


def discard(connection: BaseDatabaseWrapper) -> None:
    """Give the index beside up."""
    with connection.cursor() as cursor:
        _drop(cursor, _BESIDE, [NEXT])


def is_begun(connection: BaseDatabaseWrapper) -> bool:
    """Whether the index beside is sound: a migration meanwhile takes its triggers away."""
    found = _schema(connection)
    expected = {NEXT: _table(NEXT), **_BESIDE}
    return all(found.get(name) == sql for name, sql in expected.items())


def left(connection: BaseDatabaseWrapper, size: int) -> int:
    """How many contacts the next `fill` takes over; 0 when all are there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_NEXT_CONTACTS})", [size])  # noqa: S608
        return int(cursor.fetchone()[0])


def fill(connection: BaseDatabaseWrapper, size: int) -> None:
    """Take the next contacts over."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id), min(filled_to) FROM ({_NEXT_CONTACTS})", [size])  # noqa: S608
        last, filled = cursor.fetchone()
        if last is None:
            return
        cursor.execute(
            f"INSERT INTO {NEXT}(rowid, search_text) SELECT id, search_text FROM {CONTACTS}"  # noqa: S608
            " WHERE id > %s AND id <= %s ORDER BY id",
            [filled, last],
        )
        cursor.execute(f"UPDATE {STATE} SET filled_to = %s", [last])  # noqa: S608


def replace(connection: BaseDatabaseWrapper) -> None:
    """Put the index beside into use; the one that was is left to `clear`."""
    with connection.cursor() as cursor:
        # A renamed table would be renamed in the triggers too.
        _drop(cursor, [*_IN_USE, *_BESIDE], [OLD])
        if INDEX in _schema(connection):
            cursor.execute(f"ALTER TABLE {INDEX} RENAME TO {OLD}")
        cursor.execute(f"ALTER TABLE {NEXT} RENAME TO {INDEX}")
        for sql in (f"DROP TABLE IF EXISTS {TERMS}", _TERMS, *_IN_USE.values()):
            cursor.execute(sql)


def is_left_over(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is an index that `replace` took out of use."""
    return OLD in _schema(connection)


def clear(connection: BaseDatabaseWrapper) -> None:
    """Remove some of what is no longer used; all of it at once would take long."""
    if not is_left_over(connection):
        return
    with connection.cursor() as cursor:
        # The first rows say what the table is: without them it could not be dropped.
        for rows in (f"{OLD}_data WHERE id > 10", f"{OLD}_docsize WHERE id > 0"):
            cursor.execute(
                f"DELETE FROM {rows} AND id IN (SELECT id FROM {rows} LIMIT %s)",  # noqa: S608
                [CLEARED],
            )
            if cursor.rowcount == CLEARED:
                return
        cursor.execute(f"DROP TABLE {OLD}")


def _make(cursor: CursorWrapper, name: str, triggers: dict[str, str]) -> None:
    cursor.execute(_table(name))
    for sql in triggers.values():
        cursor.execute(sql)


def _drop(cursor: CursorWrapper, triggers: Iterable[str], tables: Iterable[str]) -> None:
    for name in triggers:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    for name in tables:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
