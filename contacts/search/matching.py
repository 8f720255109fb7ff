"""Which contacts a query finds, as a condition on their stored columns."""

import re

from django.db.models import Q
from django.db.models.expressions import RawSQL

from contacts.search.index import INDEX
from contacts.search.query import Query

# SQLite's index holds any three characters that follow each other, PostgreSQL's letters and digits.
_INDEXED = {"sqlite": re.compile(r"(?s)..."), "postgresql": re.compile(r"[^\W_]{3}")}


def matching(query: Query, *, by_index: bool = False) -> Q:
    """Every word is part of the search text, or the phone holds the digits.

    Both columns are folded already, so a plain comparison of parts is right on every database.
    `by_index` adds the condition that lets SQLite begin at its index; PostgreSQL's planner finds
    its own index by itself. It changes how contacts are found, never which.
    """
    found = Q(*(Q(search_text__contains=word) for word in query.words))
    for run in query.digit_runs:
        # The phone is part of the search text, and the search text is what the index knows.
        found |= Q(search_text__contains=run, phone__contains=run)
    if by_index and is_indexed(query, "sqlite"):
        terms = index_terms(query)
        rows = RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [terms])  # noqa: S608, S611
        found &= Q(id__in=rows)
    return found


def is_indexed(query: Query, vendor: str) -> bool:
    """Whether the index can narrow the query down: each way to match has an indexed part."""
    return all(_indexed(parts, vendor) for parts in _alternatives(query))


def index_terms(query: Query) -> str:
    """An indexed query as FTS5's language has it."""
    terms = []
    for parts in _alternatives(query):
        # In quotes nothing is an operator.
        quoted = ['"' + part.replace('"', '""') + '"' for part in _indexed(parts, "sqlite")]
        terms.append(f"({' AND '.join(quoted)})")
    return " OR ".join(terms)


def _alternatives(query: Query) -> list[tuple[str, ...]]:
    return [query.words, *((run,) for run in query.digit_runs)]


def _indexed(parts: tuple[str, ...], vendor: str) -> list[str]:
    return [part for part in parts if _INDEXED[vendor].search(part)]
