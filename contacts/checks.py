"""System checks: is what Django does not know of there?"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections

from contacts.search import index


def check_search_index(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn where a part of the search index is missing; asked for by `check --database default`.

    A database without contacts' table is about to be migrated, and gets its index then.
    """
    return [
        Warning(
            f"The search index is incomplete: {', '.join(names)}.",
            hint="Searching is slow, or finds too little. Run: manage.py rebuild_search",
            id="contacts.W001",
        )
        for alias in databases or []
        if index.CONTACTS in connections[alias].introspection.table_names()
        and (names := index.missing(connections[alias]))
    ]
