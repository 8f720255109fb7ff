"""Keyset paging: a page goes on where another ended, at any depth and in every sort order.

Rows are dictionaries, as from `values()`; they need `id` and the column that is sorted by. Links to
a page keep working when rows come and go meanwhile.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

PAGE_SIZE = 50
# How far a page is looked for along an order before it is reached from an index.
WALKED = 10_000
# The same where half a page is known to be within that.
NEAR_WALKED = 30_000
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

    @property
    def is_newest_first(self) -> bool:
        """Whether that is all there is to it; a search may rank its best hits before them."""
        return self.column == "id" and self.descending

    def rows(
        self, contacts: QuerySet, start: "Cursor | None" = None, backwards: bool = False
    ) -> list[QuerySet]:
        """The contacts from behind `start` on; before it, nearest first, when it looks back.

        Without a start all of them, from the end with `backwards`. In stretches that follow each
        other: so each begins in the middle of the index, however many share a value.
        """
        descending = self.descending != (start.backwards if start is not None else backwards)
        sign, beyond = ("-", "lt") if descending else ("", "gt")
        if self.column == "id":
            rows = contacts.order_by(f"{sign}id")
            return [rows if start is None else rows.filter(**{f"id__{beyond}": start.id})]
        rows = contacts.order_by(f"{sign}{self.column}", f"{sign}id")
        if start is None:
            return [rows]
        return [
            rows.filter(**{self.column: start.value, f"id__{beyond}": start.id}),
            rows.filter(**{f"{self.column}__{beyond}": start.value}),
        ]

    def until(self, rows: QuerySet, end: Row, backwards: bool) -> QuerySet:
        """Of rows in this order those up to one of them, with it."""
        before = "gt" if self.descending != backwards else "lt"
        if self.column == "id":
            return rows.filter(**{f"id__{before}e": end["id"]})
        value = end[self.column]
        return rows.filter(
            Q(**{f"{self.column}__{before}": value}) | Q(**{f"id__{before}e": end["id"]}),
            # What lets the databases end in the middle of the index.
            **{f"{self.column}__{before}e": value},
        )


ORDERS = {
    order.name: order
    for order in (
        Order("-added", "Newest first", "id", descending=True),
        # The same of a search's hits, the best ones among them.
        Order("newest", "Newest first", "id", descending=True),
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
DEFAULT_ORDER, NEWEST = ORDERS["-added"], ORDERS["newest"]


@dataclass(frozen=True)
class Cursor:
    """A place in a list: in its part of this number, sorted by `order`, at this value and id."""

    order: Order
    value: str | datetime | None
    id: int
    backwards: bool = False
    part: int = 0

    @classmethod
    def at(cls, order: Order, row: Row, backwards: bool = False, part: int = 0) -> "Cursor":
        value = None if order.column == "id" else row[order.column]
        return cls(order, value, row["id"], backwards, part)

    def encode(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        parts = [self.order.name, value, self.id, self.backwards, self.part]
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, *orders: Order) -> "Cursor":
        """Read a cursor back. Raises ValueError unless `encode` made it for a list whose parts
        have these orders."""
        if len(text) > _CURSOR_MAX:
            raise ValueError("The cursor is too long.")
        try:
            name, value, row_id, backwards, part = json.loads(
                base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            )
        except (RecursionError, TypeError) as error:
            raise ValueError("The cursor is no list of values.") from error
        if type(part) is not int or not 0 <= part < len(orders) or name != orders[part].name:
            raise ValueError("The cursor belongs to another list.")
        if type(row_id) is not int or not 0 < row_id <= _ID_MAX:
            raise ValueError("The cursor's id is no id.")
        order = orders[part]
        return cls(order, _sort_value(order, value), row_id, backwards is True, part)


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


@dataclass(frozen=True)
class Part:
    """Contacts of a list that stand together, in an order of their own; none is in two parts.

    Where `narrowed` gives the same contacts, reached from an index, only so much of `walked`, among
    which they lie, is walked through for a page of them: more where they are known to be near, and
    nothing for the first page where they are known to be far.
    """

    contacts: QuerySet
    order: Order
    narrowed: Callable[[], QuerySet] | None = None
    walked: QuerySet | None = None
    is_near: bool = False
    is_far: bool = False
    newest: Sequence[int] = ()

    def take(self, count: int, start: Cursor | None = None, backwards: bool = False) -> list[Row]:
        """Up to so many rows from behind `start` on, or from an end."""
        if start is None and not backwards and self.newest:
            known = self.order.rows(self.contacts.filter(pk__in=self.newest))
            if len(found := first_rows(known, count)) == count:
                return found
        stretches = self.order.rows(self.contacts, start, backwards)
        if self.narrowed is None or self.walked is None:
            return first_rows(stretches, count)
        if self.is_far and start is None and not backwards:
            return first_rows(self.order.rows(self.narrowed()), count)
        most = NEAR_WALKED if self.is_near else WALKED
        bounds = self.order.rows(self.walked.values("id", self.order.column), start, backwards)
        for number, bound in enumerate(bounds):
            if end := bound[most : most + 1].first():
                near = [*stretches[:number], self.order.until(stretches[number], end, backwards)]
                if len(found := first_rows(near, count)) == count:
                    return found
                return first_rows(self.order.rows(self.narrowed(), start, backwards), count)
        return first_rows(stretches, count)


def first_rows(stretches: Iterable[QuerySet], count: int) -> list[Any]:
    """Up to so many rows of stretches that follow each other, as `Order.rows` gives them."""
    found: list[Any] = []
    for rows in stretches:
        found += rows[: count - len(found)]
        if len(found) == count:
            break
    return found


def get_page(
    contacts: QuerySet, order: Order, cursor: Cursor | None = None, size: int = PAGE_SIZE
) -> Page:
    """The page at the cursor; the first page where the cursor leads out of the list."""
    return get_page_of([Part(contacts, order)], cursor, size)


def get_page_of(parts: Sequence[Part], cursor: Cursor | None = None, size: int = PAGE_SIZE) -> Page:
    """The same for a list of several parts, one behind the other."""
    found = _rows_of(parts, cursor, size + 1)
    more, found = len(found) > size, found[:size]
    backwards = cursor is not None and cursor.backwards
    if cursor is not None and (not found or (backwards and not more)):
        # Nothing is there any more, or the beginning is reached: show a full first page.
        return get_page_of(parts, size=size)
    if backwards:
        found.reverse()

    def edge(place: int, looking_back: bool) -> str:
        number, row = found[place]
        return Cursor.at(parts[number].order, row, looking_back, number).encode()

    return Page(
        [row for _, row in found],
        previous=edge(0, True) if cursor is not None else None,
        next=edge(-1, False) if more or backwards else None,
    )


def _rows_of(parts: Sequence[Part], start: Cursor | None, count: int) -> list[tuple[int, Row]]:
    """Up to `count` rows from behind `start` on, with the number of their part.

    A later part is only asked where the ones before it leave room.
    """
    backwards = start is not None and start.backwards
    first = start.part if start is not None else 0
    found: list[tuple[int, Row]] = []
    for number in range(first, -1, -1) if backwards else range(first, len(parts)):
        part = parts[number]
        place = start if number == first else None
        rows = part.take(count - len(found), place, backwards)
        found += [(number, row) for row in rows]
        if len(found) == count:
            break
    return found


def chunks(contacts: QuerySet, order: Order, size: int) -> Iterator[list[Row]]:
    """All rows, a list of `size` at a time; each is a short query of its own."""
    start = None
    while rows := first_rows(order.rows(contacts, start), size):
        yield rows
        if len(rows) < size:
            return
        start = Cursor.at(order, rows[-1])
