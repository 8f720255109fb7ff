"""Contacts as the API gives them: read by keyset, each with its flags and its verdict."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.errors import ValidationError

from contacts.api.schemas import ContactOut, Include
from contacts.calling import Calling
from contacts.models import ContactFlag
from contacts.models.contact import ContactQuerySet
from contacts.paging import ORDERS, Cursor, Order, first_rows

BY_ID, BY_CHANGE = ORDERS["added"], ORDERS["updated"]
# A transaction may commit a little later than the moment that it wrote down.
OVERLAP = timedelta(minutes=1)
FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
COLUMNS = (
    "id", "revision", "name", "phone", "email", "state", "brokerage", "notes", "phone_warning",
    "created_at", "updated_at",
)  # fmt: skip


def wanted(contacts: ContactQuerySet, calling: Calling, include: Include) -> ContactQuerySet:
    """Those of the contacts that were asked for."""
    if include is Include.CALLABLE:
        return calling.callable(contacts)
    if include is Include.UNSUPPRESSED:
        return calling.unsuppressed(contacts)
    return contacts


def page(
    contacts: ContactQuerySet,
    calling: Calling,
    cursor: str | None,
    limit: int,
    updated_since: datetime | None = None,
) -> dict[str, Any]:
    """A page of the contacts, in the order of their ids or, with `updated_since`, of their change.

    Raises ValidationError for a cursor that is none of this list. Unlike a page for people, one
    behind the end is empty: whoever follows `next` must not begin anew.
    """
    as_of, order = timezone.now(), BY_ID
    if updated_since is not None:
        order = BY_CHANGE
        since = min(max(updated_since, FIRST + OVERLAP), LAST) - OVERLAP
        # In UTC: PostgreSQL knows no zone as far from it as ISO 8601 can write.
        contacts = contacts.filter(updated_at__gte=since.astimezone(UTC))
    start = start_of(cursor, order)
    judged = calling.judged(contacts).values(*COLUMNS, "verdict")
    rows = first_rows(order.rows(judged, start), limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    following = Cursor.at(order, rows[-1]).encode() if more else None
    return {"items": with_flags(rows), "next": following, "as_of": as_of}


def start_of(cursor: str | None, order: Order) -> Cursor | None:
    if cursor is None:
        return None
    try:
        start = Cursor.decode(cursor, order)
    except ValueError:
        start = None
    if start is None or start.backwards:
        problem = "This is no cursor of this list: begin without one."
        raise ValidationError([{"type": "cursor", "loc": ["query", "cursor"], "msg": problem}])
    return start


def with_flags(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each with the names of its flags: one query for all."""
    rows, names = list(rows), defaultdict(list)
    links = ContactFlag.objects.filter(contact__in=[row["id"] for row in rows])
    for contact_id, name in links.order_by("flag__name_key").values_list(
        "contact_id", "flag__name"
    ):
        names[contact_id].append(name)
    return [{**row, "flags": names[row["id"]]} for row in rows]


def one(request: HttpRequest, row: dict[str, Any]) -> HttpResponse:
    """One contact with its ETag; 304 without it where the caller has this version already.

    Its revision begins the tag; the rest covers what other rows say of it: flags, the verdict.
    """
    body = ContactOut.model_validate(with_flags([row])[0]).model_dump(mode="json")
    text = json.dumps(body, ensure_ascii=False)
    tag = f'"{row["revision"]}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    known = request.headers.get("If-None-Match", "")
    same = tag in (part.strip().removeprefix("W/") for part in known.split(","))
    response = HttpResponse(
        "" if same else text,
        status=304 if same else 200,
        content_type="application/json; charset=utf-8",
    )
    response.headers["ETag"] = tag
    return response
