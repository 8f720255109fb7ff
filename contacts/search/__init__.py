"""Search: the one door. What is typed goes in, a condition on contacts and marked hits come out."""

from contacts.search.marks import mark, mark_phone
from contacts.search.matching import is_indexed, matching
from contacts.search.plan import WALK_MAX, needs_index, oldest_searched
from contacts.search.query import QUERY_MAX, BadQuery, Query, parse

__all__ = [
    "QUERY_MAX",
    "WALK_MAX",
    "BadQuery",
    "Query",
    "is_indexed",
    "mark",
    "mark_phone",
    "matching",
    "needs_index",
    "oldest_searched",
    "parse",
]
