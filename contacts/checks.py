"""System checks: is what Django does not know of there?"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from contacts.models import SuppressedNumber
from contacts.models.suppressed_number import key_name
from contacts.search import index


def check_search_index(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn where the search index is incomplete or stale; asked for by `check --database default`.

    A database without contacts' table is about to be migrated, and gets its index then.
    """
    return [
        Warning(
            f"The search index is {problem}.",
            hint="Searching is slow, or finds too little. Run: manage.py rebuild_search",
            id=code,
        )
        for alias in databases or []
        if index.CONTACTS in connections[alias].introspection.table_names()
        for code, problem in _problems(connections[alias])
    ]


def _problems(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    if names := index.missing(connection):
        return [("contacts.W001", f"incomplete: {', '.join(names)}")]
    if reason := index.stale(connection):
        return [("contacts.W002", f"stale: {reason}")]
    return []


def check_suppression_key(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn where numbers are remembered by another key than ours: nobody recognises those."""
    return [
        Warning(
            f"{count:,} numbers that must not be called were remembered under another key.",
            hint="Set SUPPRESSION_KEY to what it was then (or SECRET_KEY, where it was not set)."
            " Until then these numbers can be added again without their flag.",
            id="contacts.W003",
        )
        for alias in databases or []
        if SuppressedNumber._meta.db_table in connections[alias].introspection.table_names()
        and (count := SuppressedNumber.objects.using(alias).exclude(key=key_name()).count())
    ]
