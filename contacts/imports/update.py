"""The bulk update of contacts: many rows a statement, each with its entry in the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from contacts.imports.insert import DERIVED, ROWS_A_STATEMENT
from contacts.imports.verdicts import Existing
from contacts.models import CSV_FIELDS, ChangeKind, Contact, ContactChange, Job, derived_values

COLUMNS = ("id", *CSV_FIELDS, *DERIVED)

# A change, with its entry in the journal, keeps the database busy for as long as so many inserts.
INSERTS = 4

# Field: [old, new], as the journal keeps it.
Changes = dict[str, list[str]]


@dataclass(frozen=True)
class Update:
    """What changes in one contact, and its row as it will be."""

    existing: Existing
    changes: Changes
    row: tuple[Any, ...]


def update_of(existing: Existing, changes: Changes) -> Update:
    """Costs time: call it outside the transaction."""
    typed = {field: getattr(existing, field) for field in CSV_FIELDS}
    typed |= {field: new for field, (_, new) in changes.items()}
    derived = derived_values({**typed, "former_text": existing.former_text})
    row = (existing.id, *typed.values(), *(derived[name] for name in DERIVED))
    return Update(existing, changes, row)


def update(job: Job, kind: ChangeKind, updates: Sequence[Update], now: datetime) -> None:
    """Write the updates and their journal; the contacts must be as they were when read.

    Call it in a transaction that holds these contacts, or that no other can write beside.
    """
    for start in range(0, len(updates), ROWS_A_STATEMENT):
        _update_values(job, updates[start : start + ROWS_A_STATEMENT], now)
    actor_name = job.actor.get_username() if job.actor else ""
    ContactChange.objects.bulk_create(
        ContactChange(
            workspace_id=job.workspace_id,
            contact_id=item.existing.id,
            actor_id=job.actor_id,
            actor_name=actor_name,
            job=job,
            at=now,
            kind=kind,
            values=item.changes,
            revision=item.existing.revision + 1,
        )
        for item in updates
    )


def _update_values(job: Job, updates: Sequence[Update], now: datetime) -> None:
    table = connection.ops.quote_name(Contact._meta.db_table)
    one_row = f"({','.join(['%s'] * len(COLUMNS))})"
    new_values = ",".join(f"{name} = incoming.{name}" for name in COLUMNS[1:])
    with connection.cursor() as cursor:
        # The names are our own; values travel apart from them.
        cursor.execute(
            f"WITH incoming ({','.join(COLUMNS)})"  # noqa: S608
            f" AS (VALUES {','.join([one_row] * len(updates))})"
            f" UPDATE {table} SET {new_values}, revision = {table}.revision + 1,"
            " updated_at = %s, updated_by_id = %s"
            f" FROM incoming WHERE {table}.id = incoming.id",
            [
                *(value for item in updates for value in item.row),
                connection.ops.adapt_datetimefield_value(now),
                job.actor_id,
            ],
        )
