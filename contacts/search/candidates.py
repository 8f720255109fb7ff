"""Contacts that an index leads to: all that are meant are among them.

Few are fetched at once, and known by their ids from then on; many stay a subquery. What matches is
decided by stored columns all the same.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
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

    @property
    def exact(self) -> bool:
        """Whether they are all that the query finds, and nobody else."""
        ...

    def first(self, count: int) -> list[int]:
        """The ids of up to so many of them, in no order."""
        ...

    def size(self, limit: int) -> int:
        """How many they are, counted up to a limit; guessed where all would have to be found."""
        ...

    def condition(self, limit: int | None = None) -> Func:
        """That a contact is one of them, or of the first so many."""
        ...


@dataclass(frozen=True)
class Selected:
    """Candidates from a query of their ids."""

    ids: "QuerySet[Any]"
    end_early: bool = True
    exact: bool = False

    def first(self, count: int) -> list[int]:
        return list(self.ids[:count])

    def size(self, limit: int) -> int:
        return self.ids[:limit].count() if self.end_early else self._expected

    @cached_property
    def _expected(self) -> int:
        """What PostgreSQL's planner expects."""
        (estimate,) = json.loads(self.ids.explain(format="json"))
        return int(estimate["Plan"]["Plan Rows"])

    def condition(self, limit: int | None = None) -> Func:
        return among(self.ids.db, "id", Subquery(self.ids[:limit]))


@dataclass(frozen=True)
class Indexed:
    """What SQLite's index holds of all workspaces, by an expression of FTS5's language."""

    database: str
    expression: str
    exact: bool
    end_early: bool = True

    def first(self, count: int) -> list[int]:
        with connections[self.database].cursor() as cursor:
            cursor.execute(_MATCH, [self.expression, count])
            return [rowid for (rowid,) in cursor.fetchall()]

    def newest(self, count: int) -> list[int]:
        """The ids of the newest of them; of several words these cost twice what `first` does."""
        with connections[self.database].cursor() as cursor:
            cursor.execute(_MATCH_NEWEST, [self.expression, count])
            return [rowid for (rowid,) in cursor.fetchall()]

    def size(self, limit: int) -> int:
        with connections[self.database].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({_MATCH})", [self.expression, limit])  # noqa: S608
            return int(cursor.fetchone()[0])

    def condition(self, limit: int | None = None) -> Func:
        # A negative limit is none.
        found = RawSQL(_MATCH, [self.expression, -1 if limit is None else limit])  # noqa: S611
        return among(self.database, "id", found)


_HITS = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608
_MATCH = f"{_HITS} LIMIT %s"
_MATCH_NEWEST = f"{_HITS} ORDER BY rowid DESC LIMIT %s"


def known(database: str, ids: Sequence[int], column: str = "id") -> Func:
    """That a contact's id is one of these."""
    if connections[database].vendor == "sqlite":
        found = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])
        return among(database, column, found)
    return _condition(column, " = ANY(", "%(expressions)s)", Value(list(ids)))


def within(carrier: "QuerySet[Any]", ids: Sequence[int]) -> list[int]:
    """Those of the ids that a query of ids finds too."""
    (column,) = carrier.query.values_select
    return list(carrier.filter(known(carrier.db, ids, column)))


def among(database: str, column: str, found: "Subquery | RawSQL") -> Func:
    """That a contact's value is one of those found.

    Evaluated once and first: PostgreSQL is not to make a join of it.
    """
    if connections[database].vendor == "sqlite":
        return _condition(column, " IN ", "%(expressions)s", found)
    return _condition(column, " = ANY(ARRAY", "%(expressions)s)", found)


def _condition(column: str, joiner: str, template: str, found: Any) -> Func:
    return Func(F(column), found, arg_joiner=joiner, template=template, output_field=BooleanField())
