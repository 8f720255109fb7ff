"""Which contacts a query finds, as a condition on their stored columns."""

from django.db.models import Q

from contacts.search.query import Query


def matching(query: Query) -> Q:
    """Every word is part of the search text, or the phone holds the digits.

    Both columns are folded already, so a plain comparison of parts is right on every database.
    """
    found = Q(*(Q(search_text__contains=word) for word in query.words))
    for run in query.digit_runs:
        found |= Q(phone__contains=run)
    return found
