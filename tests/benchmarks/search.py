"""Search and lists over a million contacts, beside a workspace of 950,000 and one of 50,000.

BENCH_CONTACTS is the number in the big workspace.
"""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test import Client

from contacts.filters import ContactFilter
from contacts.models import CSV_FIELDS
from contacts.paging import ORDERS, Cursor, capped_count, get_page_of
from contacts.ranking import parts
from contacts.rows import COLUMNS
from contacts.search import index
from tests import factories
from tests.benchmarks import many_contacts
from tests.benchmarks.timing import Times, measure, print_table
from workspaces.models import User, Workspace

BIG = int(os.environ.get("BENCH_CONTACTS", "1000000"))
KINDS = {
    "very common": ("example", "realty", "amelia"),
    "about 1 %": ("dunmore", "kingsley", "hartfield"),
    "rare": ("quillfeather", "vanbrugh", "xylander"),
    "part of a phone": ("4567890", "(234) 567", "99 88 77 6"),
    "none": ("zzyzx", "quillfeathers", "not there"),
    "two words": ("amelia dunmore", "texas kingston", "elodie vanbrugh"),
    "2 characters": ("am", "xy", "qz"),
    "1 character": ("a", "x", "ø"),
}


def run() -> None:
    owner = factories.make_user("owner")
    spaces = {
        name: factories.make_workspace(name.title(), owner=owner)
        for name in ("big", "neighbour", "small", "tiny")
    }
    sizes = (BIG, BIG - BIG // 20, BIG // 20, 1_000)
    started = time.monotonic()
    many_contacts.fill(dict(zip(spaces.values(), sizes, strict=True)))
    for workspace in spaces.values():
        many_contacts.carry(workspace, "VIP", one_in=15)
    print(f"{sum(sizes):,} contacts made in {time.monotonic() - started:.0f} s.", index_size())
    for name in ("big", "small"):
        print(f"\n### Search in {spaces[name].contacts.count():,} contacts, ms: p50 / p95\n")
        search_table(spaces[name])
    print("\n### Lists, ms: p50 / p95\n")
    lists(spaces, owner)


def search_table(workspace: Workspace) -> None:
    vip = workspace.flags.get(name="VIP").pk
    head = ("term", "newest first", "with a flag", "by name", "count", "naive `icontains`", "ratio")
    print_table(head, (row(workspace, vip, kind, terms) for kind, terms in KINDS.items()))


def row(workspace: Workspace, vip: int, kind: str, terms: tuple[str, ...]) -> tuple[object, ...]:
    def all_of(more: str, call: Callable[[Workspace, str], object] = first_page) -> Times:
        return measure(partial(call, workspace, query(term) + more) for term in terms)

    plain, naive = all_of(""), measure((partial(naive_page, workspace, t) for t in terms), 2)
    return (
        kind,
        plain,
        all_of(f"&flags={vip}"),
        all_of("&sort=name"),
        all_of("", counted),
        naive,
        f"{naive.p50 / plain.p50:.1f}",
    )


def query(term: str) -> str:
    data = QueryDict(mutable=True)
    data["q"] = term
    return data.urlencode()


def first_page(workspace: Workspace, query_string: str) -> object:
    contact_filter = ContactFilter(QueryDict(query_string), workspace)
    order = contact_filter.order
    rows = contact_filter.qs.values(*dict.fromkeys((*COLUMNS, "name_key", order.column)))
    return get_page_of(parts(rows, order, contact_filter.query), contact_filter.cursor)


def counted(workspace: Workspace, query_string: str) -> int:
    return capped_count(ContactFilter(QueryDict(query_string), workspace).qs)


def naive_page(workspace: Workspace, term: str) -> list[dict[str, object]]:
    """What everybody writes first."""
    found = Q()
    for field in CSV_FIELDS:
        found |= Q(**{f"{field}__icontains": term})
    return list(workspace.contacts.filter(found).order_by("-id").values(*COLUMNS)[:51])


def lists(spaces: dict[str, Workspace], owner: User) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(owner, backend="workspaces.backends.NameOrEmailBackend")

    def request(name: str, query_string: str = "") -> Times:
        url = f"/w/{spaces[name].slug}/contacts/?{query_string}"
        assert client.get(url).status_code == 200
        return measure([partial(client.get, url)], repeats=20)

    print_table(("what", "ms", "ratio"), _list_rows(spaces["big"], request))


def _list_rows(big: Workspace, request: Callable[..., Times]) -> Iterator[tuple[str, Times, str]]:
    tiny = request("tiny")
    yield "the whole page, 1,000 contacts", tiny, ""
    page = request("big")
    yield "the whole page, the big workspace", page, f"{page.p50 / tiny.p50:.2f}"
    for terms in KINDS.values():
        page = request("big", query(terms[-1]))
        yield f"the same, searched for “{terms[-1]}”", page, f"{page.p50 / tiny.p50:.2f}"
    for name in ("-added", "name"):
        order = ORDERS[name]
        deep_row = order.rows(big.contacts.values("id", order.column))[BIG * 19 // 20]
        deep = f"sort={name}&cursor={Cursor.at(order, deep_row).encode()}"
        first = measure([partial(first_page, big, f"sort={name}")], repeats=20)
        depth = measure([partial(first_page, big, deep)], repeats=20)
        yield f"a page's query at the beginning, {order.label}", first, ""
        yield f"behind {BIG * 19 // 20:,} contacts", depth, f"{depth.p50 / first.p50:.2f}"


def index_size() -> str:
    """The sizes of the search index and of the table of contacts, in words."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_relation_size(%s), pg_table_size(%s)",
                [index.INDEX, many_contacts.TABLE],
            )
        else:
            cursor.execute(
                f"SELECT sum(length(block)), (SELECT sum(pgsize) FROM dbstat WHERE name = %s)"
                f" FROM {index.INDEX}_data",
                [many_contacts.TABLE],
            )
        search, table = cursor.fetchone()
    return f"The search index takes {search / 1e6:.0f} MB, the table {(table or 0) / 1e6:.0f} MB."
