"""The bulk insert of new contacts: as fast as each database can, every derived column right."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from contacts.imports.verdicts import existing_contacts
from contacts.models import CSV_FIELDS, Contact, Job, derived_values
from workspaces.models import Workspace

DERIVED = (
    "search_text", "name_key", "state_key", "brokerage_key", "email_key", "phone_warning",
    "trunk_phone",
)  # fmt: skip
COLUMNS = (
    *CSV_FIELDS, *DERIVED, "import_line", "workspace_id", "contact_import_id", "created_by_id",
    "updated_by_id", "created_at", "updated_at", "notes", "revision",
)  # fmt: skip
PHONE = COLUMNS.index("phone")
MOMENTS = slice(COLUMNS.index("created_at"), COLUMNS.index("updated_at") + 1)
# SQLite takes 32,766 parameters a statement; larger ones gain nothing.
ROWS_A_STATEMENT = 500

Row = tuple[Any, ...]


def rows_of(job: Job, contacts: Sequence[tuple[int, Contact]], now: datetime) -> list[Row]:
    """The table's rows for (line, contact) pairs. Costs time: call it outside the transaction."""
    rest = (
        job.workspace_id, job.contact_import_id, job.actor_id, job.actor_id, now, now, "", 1,
    )  # fmt: skip
    rows = []
    for line, contact in contacts:
        typed = {field: getattr(contact, field) for field in CSV_FIELDS}
        derived = derived_values(typed)
        rows.append((*typed.values(), *(derived[name] for name in DERIVED), line, *rest))
    return rows


def insert(workspace: Workspace, rows: Sequence[Row]) -> int:
    """Insert the rows whose phone no contact of the workspace has by now; returns how many."""
    existing = existing_contacts(workspace, (row[PHONE] for row in rows))
    new = [row for row in rows if row[PHONE] not in existing]
    if not new:
        return 0
    if connection.vendor == "postgresql":
        _copy(new)
    else:
        _insert_values(new)
    return len(new)


def _insert_values(rows: Sequence[Row]) -> None:
    """Many rows a statement: the search index takes them in at once."""
    table = connection.ops.quote_name(Contact._meta.db_table)
    one_row = f"({','.join(['%s'] * len(COLUMNS))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            part = rows[start : start + ROWS_A_STATEMENT]
            # The names are our own; values travel apart from them.
            cursor.execute(
                f"INSERT INTO {table} ({','.join(COLUMNS)})"  # noqa: S608
                f" VALUES {','.join([one_row] * len(part))}",
                [value for row in part for value in stored(row)],
            )


def stored(row: Row) -> Row:
    """The row as the ORM stores it: SQLite compares moments as text, so all must look alike."""
    return (*row[: MOMENTS.start], *map(_as_text, row[MOMENTS]), *row[MOMENTS.stop :])


@lru_cache(maxsize=16)
def _as_text(moment: datetime) -> str | None:
    """All rows of a chunk have the same."""
    return connection.ops.adapt_datetimefield_value(moment)


def _copy(rows: Sequence[Row]) -> None:
    """COPY to a temporary table, then one INSERT … SELECT: its errors are Django's."""
    table = connection.ops.quote_name(Contact._meta.db_table)
    names = ",".join(COLUMNS)
    with connection.cursor() as cursor:
        # The names are our own; values travel apart from them.
        cursor.execute(
            f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {names} FROM {table}"  # noqa: S608
            " WITH NO DATA"
        )
        with cursor.copy(f"COPY incoming ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming")  # noqa: S608
        # The transaction may go on, and insert more.
        cursor.execute("DROP TABLE incoming")
