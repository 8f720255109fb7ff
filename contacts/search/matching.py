"""Which contacts a query finds, as a condition on their stored columns."""

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from contacts.search.query import Query


def matching(query: Query) -> Q:
    """Every word is part of the search text, or a phone holds the digits.

    The columns are folded already, so a plain comparison of parts is right on every database.
    """
    found = Q(*(Q(search_text__contains=word) for word in query.words))
    for run in query.digit_runs:
        # The phone is part of the search text, and the search text is what the index knows.
        numbers = Q(phone__contains=run) | Q(former_text__contains=run)
        found |= Q(search_text__contains=run) & numbers
    return found


def walked(query: Query) -> Q:
    """The same, as no index can be of help: for who walks along another."""

    def holds(column: str, part: str) -> Q:
        return Q(GreaterThan(StrIndex(column, Value(part)), 0))

    found = Q(*(holds("search_text", word) for word in query.words))
    for run in query.digit_runs:
        found |= holds("search_text", run) & (holds("phone", run) | holds("former_text", run))
    return found


def alternatives(query: Query) -> list[tuple[str, ...]]:
    """The ways to match: the parts that must all be found."""
    return [query.words, *((run,) for run in query.digit_runs)]
