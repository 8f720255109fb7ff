"""The list of contacts: what the query string asks for, as a page or as its results alone."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts import applied, calling_counts, missing, ranking
from contacts.filter_fields import shown
from contacts.filters import PROBLEMS_SHOWN, ContactFilter
from contacts.paging import COUNT_LIMIT, DEFAULT_ORDER, NEWEST, ORDERS, Order, Page, get_page_of
from contacts.query_strings import query_of
from contacts.rows import COLUMNS, contact_rows, markup
from contactsite.htmx import render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace

HEADS = (
    ("Name, e-mail", "name"),
    ("Phone", ""),
    ("State", "state"),
    ("Brokerage / Company", "brokerage"),
    ("Flags", ""),
    ("Added", "-added"),
)
# Their part of the form is closed; its summary says how many of them are used.
MORE_FILTERS = ("without", "state", "brokerage", "added_since", "not_updated_since", "warning")
REMOVE = "Remove it"
# The way to count to the end.
EXACT = "exact"

# A message, the link without what it is about, and the words of the link.
Problem = tuple[str, str, str]


@dataclass(frozen=True)
class Head:
    """The head of a column; `link` sorts by it, the other way round when it is sorted already."""

    label: str
    link: str | None = None
    sorted: str = ""


@workspace_viewer
@require_safe
def contact_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The contacts a query string asks for, with what it says in words."""
    contact_filter = ContactFilter(request.GET, workspace)
    list_url = reverse("contact_list", args=[workspace.slug])
    page, problems = _page(contact_filter)
    rows = contact_rows(
        page.rows,
        contact_filter.workspace_flags,
        contact_filter.query,
        list_url=list_url,
        can_edit=request.membership.can_edit,
    )
    context: dict[str, Any] = {
        "filter": contact_filter,
        "list_url": list_url,
        "orders": ranking.offered(contact_filter.query),
        "more_used": sum(bool(contact_filter.data.get(name)) for name in MORE_FILTERS),
        "heads": _heads(contact_filter),
        "problems": problems,
        "page": page,
        "query_string": contact_filter.link().removeprefix("?"),
        "rows": rows,
        "rows_markup": markup(rows),
        "shown_ids": ",".join(str(row.id) for row in rows),
        "phrases": applied.phrases(contact_filter),
        "newest_words": applied.newest_words(contact_filter),
    }
    context |= _count(contact_filter, page) if page.rows else _nobody(contact_filter)
    return render_page_or_partial(
        request,
        "contacts/contact_list.html",
        "contacts/partials/contact_update.html",
        context,
        shown_url=list_url + contact_filter.link(),
    )


def _page(contact_filter: ContactFilter) -> tuple[Page, list[Problem]]:
    """The page asked for; the first one, and a message, for a cursor that is none."""
    problems = _problems(contact_filter) + _problems_of_showing(contact_filter)
    cursor = None
    try:
        cursor = contact_filter.cursor
    except ValueError:
        message = "This link leads to no page of this list: here is its first page."
        problems.append((message, contact_filter.link(), REMOVE))
    return get_page_of(contact_filter.parts(*COLUMNS), cursor), problems


def _problems(contact_filter: ContactFilter) -> list[Problem]:
    """Messages on what cannot be understood, each with the link without it; the last one, on the
    others where these are many, with the link without any."""
    found = contact_filter.problems
    links = [
        (contact_filter.link(contact_filter.without_part(name)), REMOVE)
        for name, _ in found[:PROBLEMS_SHOWN]
    ]
    if len(found) > PROBLEMS_SHOWN:
        names = {name for name, _ in found}
        kept = {name: given for name, given in contact_filter.data.lists() if name not in names}
        links.append((contact_filter.link(query_of(kept)), "Remove all of this"))
    return [(message, *link) for message, link in zip(contact_filter.messages, links, strict=True)]


def _problems_of_showing(contact_filter: ContactFilter) -> list[Problem]:
    """The same on what only says how the contacts are shown: they are shown all the same."""
    found = {"sort": contact_filter.order_problem}
    counting = contact_filter.data.get("count", "")
    if counting not in ("", EXACT):
        found["count"] = (
            f"“{shown(counting)}” is no way to count: contacts are counted up to {COUNT_LIMIT:,}."
        )
    if contact_filter.data.get("shape"):
        found["shape"] = "“shape” says how a list is exported, and nothing about this page."
    return [
        (message, contact_filter.link(contact_filter.without_part(name)), REMOVE)
        for name, message in found.items()
        if message
    ]


def _heads(contact_filter: ContactFilter) -> list[Head]:
    current = contact_filter.order
    is_ranked = ranking.is_ranked(current, contact_filter.query)
    heads = []
    for label, name in HEADS:
        if not name:
            heads.append(Head(label))
            continue
        order = ORDERS[name]
        if order is DEFAULT_ORDER and contact_filter.query:
            order = NEWEST
        sorted_by_it = current.column == order.column and not is_ranked
        link = contact_filter.link(sort=_turned(order) if current is order else order.name)
        direction = "descending" if current.descending else "ascending"
        heads.append(Head(label, link, direction if sorted_by_it else ""))
    return heads


def _turned(order: Order) -> str:
    """The name of the order the other way round."""
    return next(
        other.name
        for other in ORDERS.values()
        if other.column == order.column and other.descending != order.descending
    )


def _count(contact_filter: ContactFilter, page: Page) -> dict[str, Any]:
    """How many there are, counted to the end only where somebody asks for it."""
    exactly = contact_filter.data.get("count") == EXACT
    number = calling_counts.exactly(contact_filter) if exactly else contact_filter.count()
    # The other pages of the list say the same number; another list is not what was asked about.
    how = {"count": EXACT} if exactly else {}
    return {
        "number": number,
        "count": f"{number:,}" if exactly else applied.count_words(number),
        "count_link": "" if exactly or number <= COUNT_LIMIT else contact_filter.link(count=EXACT),
        "first_link": contact_filter.link(None, **how),
        "previous_link": page.previous and contact_filter.link(None, cursor=page.previous, **how),
        "next_link": page.next and contact_filter.link(None, cursor=page.next, **how),
    }


def _nobody(contact_filter: ContactFilter) -> dict[str, Any]:
    """The way on from an empty list, as far as it costs nothing; `contact_missing` tells more."""
    if contact_filter.problems:
        return {"number": 0}
    return {
        "number": 0,
        "nobody_yet": not contact_filter.workspace.contacts.exists(),
        "wider": missing.wider(contact_filter),
    }
