"""Contacts that an index leads to: all that are meant are among them.

Few are fetched at once, and known by their ids from then on; many stay a subquery. What matches is
decided by stored columns all the same.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connections
from django.db.models import BooleanField, F, Func, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from contacts.search.tables import INDEX


class Candidates(Protocol):
    @property
    def end_early(self) -> bool:
        """Whether the first of them are found without looking at all."""
        ...

    def first(self, count: int) -> list[int]:
        """The ids of up to so many of them, in no order."""
        ...

    def condition(self, limit: int | None = None) -> Func:
        """That a contact is one of them, or of the first so many."""
        ...


@dataclass(frozen=True)
class Selected:
    """Candidates from a query of their ids."""

    ids: "QuerySet[Any]"
    end_early: bool = True

    def first(self, count: int) -> list[int]:
        return list(self.ids[:count])

    def condition(self, limit: int | None = None) -> Func:
        return _in(self.ids.db, Subquery(self.ids[:limit]))


@dataclass(frozen=True)
class Indexed:
    """What SQLite's index holds of all workspaces, by an expression of FTS5's language."""

    database: str
    expression: str
    end_early: bool = True

    def first(self, count: int) -> list[int]:
        with connections[self.database].cursor() as cursor:
            cursor.execute(_MATCH, [self.expression, count])
            return [rowid for (rowid,) in cursor.fetchall()]

    def condition(self, limit: int | None = None) -> Func:
        # A negative limit is none.
        return _in(self.database, RawSQL(_MATCH, [self.expression, -1 if limit is None else limit]))  # noqa: S611


_MATCH = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT %s"  # noqa: S608


def known(database: str, ids: Sequence[int]) -> Func:
    """That a contact's id is one of these."""
    if connections[database].vendor == "sqlite":
        return _in(database, RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)]))
    return _condition(" = ANY(", "%(expressions)s)", Value(list(ids)))


def _in(database: str, ids: "Subquery | RawSQL") -> Func:
    """Evaluated once and first: PostgreSQL is not to make a join of it."""
    if connections[database].vendor == "sqlite":
        return _condition(" IN ", "%(expressions)s", ids)
    return _condition(" = ANY(ARRAY", "%(expressions)s)", ids)


def _condition(joiner: str, template: str, ids: Any) -> Func:
    return Func(F("id"), ids, arg_joiner=joiner, template=template, output_field=BooleanField())
