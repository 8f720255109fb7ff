"""Keyset paging: a page goes on where another ended, at any depth and in every sort order.

Rows are dictionaries, as from `values()`; they need `id` and the column that is sorted by. Links to
a page keep working when rows come and go meanwhile.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

PAGE_SIZE = 50
COUNT_LIMIT = 10_000
_CURSOR_MAX = 2_000
_ID_MAX = 2**63 - 1

Row = dict[str, Any]


@dataclass(frozen=True)
class Order:
    """One way to sort a list; rows with the same value stand in the order of their ids."""

    name: str
    label: str
    column: str
    descending: bool = False

    def rows(self, contacts: QuerySet, start: "Cursor | None" = None) -> QuerySet:
        """The contacts from behind `start` on; before it, nearest first, when it looks back."""
        descending = self.descending != (start is not None and start.backwards)
        sign = "-" if descending else ""
        if start is not None:
            beyond = "lt" if descending else "gt"
            further = Q(**{f"id__{beyond}": start.id})
            if self.column != "id":
                # The first condition is what lets the databases start in the middle of the index.
                contacts = contacts.filter(**{f"{self.column}__{beyond}e": start.value})
                further |= Q(**{f"{self.column}__{beyond}": start.value})
            contacts = contacts.filter(further)
        columns = ("id",) if self.column == "id" else (self.column, "id")
        return contacts.order_by(*(sign + column for column in columns))


ORDERS = {
    order.name: order
    for order in (
        Order("-added", "Newest first", "id", descending=True),
        Order("added", "Oldest first", "id"),
        Order("name", "Name, A to Z", "name_key"),
        Order("-name", "Name, Z to A", "name_key", descending=True),
        Order("email", "E-mail, A to Z", "email_key"),
        Order("-email", "E-mail, Z to A", "email_key", descending=True),
        Order("state", "State, A to Z", "state_key"),
        Order("-state", "State, Z to A", "state_key", descending=True),
        Order("brokerage", "Brokerage / Company, A to Z", "brokerage_key"),
        Order("-brokerage", "Brokerage / Company, Z to A", "brokerage_key", descending=True),
        Order("-updated", "Last updated first", "updated_at", descending=True),
        Order("updated", "Longest unchanged first", "updated_at"),
    )
}
DEFAULT_ORDER = ORDERS["-added"]


@dataclass(frozen=True)
class Cursor:
    """A place in a list sorted by `order`: at the row with this sort value and id."""

    order: Order
    value: str | datetime | None
    id: int
    backwards: bool = False

    @classmethod
    def at(cls, order: Order, row: Row, backwards: bool = False) -> "Cursor":
        value = None if order.column == "id" else row[order.column]
        return cls(order, value, row["id"], backwards)

    def encode(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        parts = [self.order.name, value, self.id, self.backwards]
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, order: Order) -> "Cursor":
        """Read a cursor back. Raises ValueError unless `encode` made it for this order."""
        if len(text) > _CURSOR_MAX:
            raise ValueError("The cursor is too long.")
        try:
            name, value, row_id, backwards = json.loads(
                base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            )
        except (RecursionError, TypeError) as error:
            raise ValueError("The cursor is no list of values.") from error
        if name != order.name or type(row_id) is not int or not 0 < row_id <= _ID_MAX:
            raise ValueError("The cursor belongs to another list.")
        return cls(order, _sort_value(order, value), row_id, backwards is True)


def _sort_value(order: Order, value: object) -> str | datetime | None:
    if order.column == "id":
        return None
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("The cursor's value is no text.")
    value.encode()  # half a character raises UnicodeEncodeError, a ValueError
    if order.column != "updated_at":
        return value
    moment = datetime.fromisoformat(value)
    if moment.utcoffset() != timedelta(0):
        raise ValueError("The cursor's time is not in UTC.")
    return moment


@dataclass(frozen=True)
class Page:
    """Some rows of a list, with the cursors of the pages beside it where there are any."""

    rows: list[Row]
    previous: str | None = None
    next: str | None = None


def get_page(
    contacts: QuerySet, order: Order, cursor: Cursor | None = None, size: int = PAGE_SIZE
) -> Page:
    """The page at the cursor; the first page where the cursor leads out of the list."""
    rows = list(order.rows(contacts, cursor)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if cursor is None:
        return Page(rows, next=Cursor.at(order, rows[-1]).encode() if more else None)
    backwards = cursor.backwards
    if not rows or (backwards and not more):
        # Nothing is there any more, or the beginning is reached: show a full first page.
        return get_page(contacts, order, size=size)
    if backwards:
        rows.reverse()
    return Page(
        rows,
        previous=Cursor.at(order, rows[0], backwards=True).encode(),
        next=Cursor.at(order, rows[-1]).encode() if more or backwards else None,
    )


def chunks(contacts: QuerySet, order: Order, size: int) -> Iterator[list[Row]]:
    """All rows, a list of `size` at a time; each is a short query of its own."""
    start = None
    while rows := list(order.rows(contacts, start)[:size]):
        yield rows
        if len(rows) < size:
            return
        start = Cursor.at(order, rows[-1])


def capped_count(contacts: QuerySet) -> int:
    """How many there are, counted up to one more than COUNT_LIMIT."""
    return contacts.order_by().values("id")[: COUNT_LIMIT + 1].count()
