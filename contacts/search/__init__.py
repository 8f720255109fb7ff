"""Search: the one door. What is typed goes in, a condition on contacts and marked hits come out."""

from contacts.search.candidates import among, known
from contacts.search.marks import cut, is_seen, led_up, mark, mark_phone
from contacts.search.matching import matching
from contacts.search.plan import NEWEST, Plan, Wanted, is_walkable, make_plan
from contacts.search.query import QUERY_MAX, BadQuery, Query, parse

__all__ = [
    "NEWEST",
    "QUERY_MAX",
    "BadQuery",
    "Plan",
    "Query",
    "Wanted",
    "among",
    "cut",
    "is_seen",
    "is_walkable",
    "known",
    "led_up",
    "make_plan",
    "mark",
    "mark_phone",
    "matching",
    "parse",
]
