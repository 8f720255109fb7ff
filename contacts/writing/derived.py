"""Derived columns made anew, where the rules of `contacts.normal` have changed.

Nothing that a person typed changes: no journal, no new revision.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from contacts.models import CSV_FIELDS, Contact, derived_values

# SQLite takes 32,766 parameters a statement.
ROWS_A_STATEMENT = 500

Row = tuple[Any, ...]
# What all derived columns follow from.
SOURCES = (*CSV_FIELDS, "former_text")


def stale_rows(after: int, size: int) -> tuple[list[Row], int | None]:
    """Of the next contacts behind an id those whose derived columns differ, as they should be.

    And the id of the last that was looked at, None where there was no more. Costs time: call it
    outside the transaction.
    """
    names = tuple(derived_values(dict.fromkeys(SOURCES, "")))
    columns = ("id", *SOURCES, *names)
    rows, last = [], None
    contacts = Contact.objects.filter(pk__gt=after).order_by("pk")
    for row in contacts.values_list(*columns)[:size]:
        last, *typed = row[: 1 + len(SOURCES)]
        derived = tuple(derived_values(dict(zip(SOURCES, typed, strict=True))).values())
        if derived != row[1 + len(SOURCES) :]:
            rows.append((last, *typed, *derived))
    return rows, last


def rederive(rows: Sequence[Row]) -> None:
    """Write these rows; whoever was saved meanwhile has right columns already, and is left."""
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        _rederive(rows[start : start + ROWS_A_STATEMENT])


def _rederive(rows: Sequence[Row]) -> None:
    table = connection.ops.quote_name(Contact._meta.db_table)
    names = tuple(derived_values(dict.fromkeys(SOURCES, "")))
    columns = ("id", *SOURCES, *names)
    one_row = f"({','.join(['%s'] * len(columns))})"
    new_values = ",".join(f"{name} = incoming.{name}" for name in names)
    as_read = " AND ".join(f"{table}.{name} = incoming.{name}" for name in ("id", *SOURCES))
    with connection.cursor() as cursor:
        # The names are our own; values travel apart from them.
        cursor.execute(
            f"WITH incoming ({','.join(columns)})"  # noqa: S608
            f" AS (VALUES {','.join([one_row] * len(rows))})"
            f" UPDATE {table} SET {new_values} FROM incoming WHERE {as_read}",
            [value for row in rows for value in row],
        )
