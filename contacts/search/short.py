"""Queries of which PostgreSQL's index of trigrams holds little: one or two letters, parts of words
with signs between them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import Q, QuerySet

from contacts.search import postgresql_words
from contacts.search.candidates import Selected, known
from contacts.search.matching import matching, walked
from contacts.search.query import Query

if TYPE_CHECKING:
    from contacts.search.plan import Wanted

# To look at so many contacts one by one takes PostgreSQL a second.
VERY_MANY = 200_000


def is_out_of_reach(wanted: "Wanted", query: Query) -> bool:
    """Whether the index leads to nothing at all: the query is of signs alone, mostly."""
    connection = connections[wanted.contacts.db]
    reached = postgresql_words.is_reachable(connection, query)
    return not reached and postgresql_words.begun(connection, query) is None


def is_rare_by_short_words(wanted: "Wanted", query: Query) -> bool:
    """Whether the index holds only those words of the query that very many contacts have.

    Asked of queries that few of the newest match, so one of the other words is rare.
    """
    held = postgresql_words.held_beside_short(connections[wanted.contacts.db], query)
    if held is None:
        return False
    ids = wanted.apart(held).values("pk")
    return Selected(ids, end_early=False).size(VERY_MANY) > VERY_MANY


def found(
    wanted: "Wanted",
    query: Query,
    hits: Sequence[int],
    oldest: int,
    most: int,
    *,
    by_short: bool = False,
) -> "tuple[QuerySet[Any], int | None]":
    """The contacts that are found, and the oldest that was searched whole; None for all.

    One or two letters would be looked for in every contact of a big workspace for seconds: they are
    looked for among the newest, back to the `oldest`, where these `hits` are all, and among the
    others where the index helps (`by_short`: with one of the short words). What it leads to by the
    borders of words is found everywhere. Up to `most` are known by their ids.
    """
    connection = connections[wanted.contacts.db]
    begun: Q | None = None
    searched: int | None = oldest
    if connection.vendor == "postgresql":
        if not by_short and postgresql_words.is_reachable(connection, query):
            begun, searched = matching(query), None
        else:
            begun = postgresql_words.begun(connection, query, by_short=by_short)
    ids = list(hits)
    if begun is not None:
        ids += wanted.apart(begun & walked(query)).values_list("pk", flat=True)[: most + 1]
    if len(ids) <= most:
        return wanted.walked.filter(known(wanted.contacts.db, ids)), searched
    if searched is None:
        return wanted.walked, None
    return wanted.walked.filter(Q(pk__gte=oldest) | (begun or Q())), searched
