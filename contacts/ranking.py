"""Best hits first: whom a search means exactly, whose name begins so, then everybody else found.

Three parts that follow each other; each is read along an index, so that the first page of a
search among a million costs no sorting.
"""

from django.db.models import Q, QuerySet

from contacts import normal
from contacts.paging import DEFAULT_ORDER, ORDERS, Order, Part
from contacts.search import Query

# Behind every character that a name may hold.
_LAST = "\U0010ffff"


def parts(contacts: QuerySet, order: Order, query: Query | None) -> list[Part]:
    """The found contacts in the order of the list; in any but the default order that is all."""
    if query is None or order is not DEFAULT_ORDER:
        return [Part(contacts, order)]
    begins = _name_begins(query)
    ranked = [Part(contacts.filter(begins), ORDERS["name"])]
    rest = contacts.filter(~begins)
    if exact := _exact(query):
        ranked = [
            Part(contacts.filter(exact), order),
            Part(contacts.filter(begins).filter(~exact), ORDERS["name"]),
        ]
        rest = rest.filter(~exact)
    return [*ranked, Part(rest, order)]


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
