"""Search: the one door. What is typed goes in, a condition on contacts and marked hits come out."""

from contacts.search.marks import mark, mark_phone
from contacts.search.matching import matching
from contacts.search.plan import needs_index
from contacts.search.query import QUERY_MAX, BadQuery, Query, parse

__all__ = [
    "QUERY_MAX",
    "BadQuery",
    "Query",
    "mark",
    "mark_phone",
    "matching",
    "needs_index",
    "parse",
]
