"""Which contacts a query finds, as a condition on their stored columns."""

from django.db.models import Q
from django.db.models.expressions import RawSQL

from contacts.search.index import INDEX
from contacts.search.query import Query

# The index holds trigrams: shorter parts are not in it.
INDEXED_LENGTH = 3


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
    if by_index and (terms := index_terms(query)):
        rows = RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [terms])  # noqa: S608, S611
        found &= Q(id__in=rows)
    return found


def index_terms(query: Query) -> str:
    """The query as FTS5's language has it; "" where the index cannot narrow it down."""
    alternatives = [query.words, *((run,) for run in query.digit_runs)]
    terms = []
    for parts in alternatives:
        known = [part for part in parts if len(part) >= INDEXED_LENGTH]
        if not known:
            return ""
        # In quotes nothing is an operator.
        quoted = ['"' + part.replace('"', '""') + '"' for part in known]
        terms.append(f"({' AND '.join(quoted)})")
    return " OR ".join(terms)
