"""Best hits first: whom a search means exactly, whose name begins so, then everybody else found.

Three parts that follow each other; each is read along an index, so that the first page of a
search among a million costs no sorting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from contacts import normal
from contacts.paging import DEFAULT_ORDER, NEWEST, ORDERS, Order, Part
from contacts.search import Plan, Query, is_walkable

# What the default order is called while something is searched for.
BEST = "Best match, then newest"
UNKNOWN = "This list cannot be sorted that way: it is sorted by {}."
ONE_LETTER = (
    "So many contacts can be sorted only for two letters and more: here are the best matches."
)
# Behind every character that a name may hold.
_LAST = "\U0010ffff"


def parts(
    plan: Plan, own: QuerySet, order: Order, query: Query | None, columns: Sequence[str]
) -> list[Part]:
    """The found contacts in the order of the list; in any but the default order that is all.

    `own` are all contacts of the workspace.
    """
    whole = _Whole(plan, own, columns)
    if query is None or not is_ranked(order, query):
        return [whole.part(order, Q())]
    begins = _name_begins(query)
    if not (exact := _exact(query)):
        return [whole.part(ORDERS["name"], begins, begins), whole.part(order, ~begins)]
    return [
        Part(whole.of(plan.contacts, order, exact), order),
        whole.part(ORDERS["name"], begins & ~exact, begins),
        whole.part(order, ~begins & ~exact),
    ]


def is_ranked(order: Order, query: Query | None) -> bool:
    """Whether the best hits come first, which no column shows."""
    return query is not None and order is DEFAULT_ORDER


def order_named(name: str, query: Query | None) -> Order:
    """The order of this name, "" for the usual one: where nothing is searched for it is by newest.

    Raises KeyError where there is none.
    """
    order = ORDERS[name or DEFAULT_ORDER.name]
    return DEFAULT_ORDER if order is NEWEST and query is None else order


def offered(query: Query | None) -> list[tuple[Order, str]]:
    """The orders that a list can have, and what each is called."""
    different = (order for order in ORDERS.values() if order is order_named(order.name, query))
    return [(order, label(order, query)) for order in different]


def label(order: Order, query: Query | None) -> str:
    """What the order of a list is called."""
    return BEST if is_ranked(order, query) else order.label


def order_problem(name: str, query: Query | None, own: "QuerySet[Any]") -> str:
    """Why a list of the workspace with these contacts cannot be sorted so; "" where it can.

    A walk along an order may come upon no page of a letter for seconds, and an index upon far too
    many.
    """
    if name not in ORDERS:
        words = label(DEFAULT_ORDER, query)
        return UNKNOWN.format(words[0].lower() + words[1:])
    if ORDERS[name].is_newest_first or query is None or not query.is_one_letter:
        return ""
    return "" if is_walkable(own) else ONE_LETTER


@dataclass(frozen=True)
class _Whole:
    """What the parts are cut from."""

    plan: Plan
    own: QuerySet
    columns: Sequence[str]

    def of(self, contacts: QuerySet, order: Order, which: Q) -> QuerySet:
        return contacts.filter(which).values(*dict.fromkeys(("id", order.column, *self.columns)))

    def part(self, order: Order, which: Q, walked: Q | None = None) -> Part:
        """The part in which `which` holds; it lies among contacts in which `walked` holds."""
        rows, reached = self.of(self.plan.contacts, order, which), self.plan.reached
        newest = self.plan.newest if order.is_newest_first else ()
        if reached is None:
            return Part(rows, order, newest=newest)
        return Part(
            rows,
            order,
            lambda: self.of(reached.narrowed, order, which),
            self.own.filter(walked or Q()),
            # Rows of another order lie scattered, and a longer walk costs more than the index.
            is_near=order.column == "id" and reached.is_near,
            is_far=order.is_newest_first and reached.is_far,
            newest=newest,
        )


def _exact(query: Query) -> Q:
    """The contacts whose whole phone or e-mail was typed; empty where it can be neither."""
    exact = Q()
    if query.digit_runs:
        exact |= Q(phone__in=[f"+{run}" for run in query.digit_runs])
    if "@" in query.text:
        exact |= Q(email_key=normal.email_key(query.text))
    return exact


def _name_begins(query: Query) -> Q:
    """As a range of keys: SQLite finds no beginnings by its index otherwise."""
    begin = normal.key(query.text)
    return Q(name_key__gte=begin, name_key__lt=begin + _LAST)
