"""Search and lists over a million contacts, beside workspaces of 950,000, 50,000 and 1,000.

BENCH_CONTACTS is the number in the big workspace; `--keep FOLDER` fills the databases only once.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from contacts import calling_counts
from contacts.filters import ContactFilter
from contacts.imports.insert import insert, rows_of
from contacts.models import CSV_FIELDS, Contact, Job
from contacts.paging import NEWEST, ORDERS, Cursor, Order, get_page_of
from contacts.rows import COLUMNS
from contacts.search import index
from tests import factories
from tests.benchmarks import many_contacts
from tests.benchmarks.timing import Times, measure, print_table
from workspaces.models import User, Workspace

BIG = int(os.environ.get("BENCH_CONTACTS", "1000000"))
SIZES = {"big": BIG, "neighbour": BIG - BIG // 20, "small": BIG // 20, "tiny": 1_000}
# Flags, and one of how many contacts carries them: 10, 10,000, 66,000 and 500,000 of a million.
FLAGS = {"Ten": 100_000, "Ten thousand": 100, "VIP": 15, "Half": 2}
KINDS = {
    "very common": ("example", "realty", "amelia"),
    "about 1 %": ("dunmore", "kingsley", "hartfield"),
    "rare": ("quillfeather", "vanbrugh", "xylander"),
    "part of a phone": ("4567890", "(234) 567", "99 88 77 6"),
    "none": ("zzyzx", "quillfeathers", "not there"),
    "two words": ("amelia dunmore", "texas kingston", "elodie vanbrugh"),
    "2 characters": ("am", "xy", "qz", "王芳"),
    "1 character": ("a", "x", "ø", "王"),
}
JUNK = (
    *("%" * 200, "_", "\\", "'\"*", "a OR b AND (NOT c) NEAR/3 d*", "9" * 200, "- . / +", "()"),
    " ".join("abcdefghijklmnopqrstuvwxyz0123456789" * 2)[:119],
    *("ﷺ" * 200, "\U0001f469\u200d" * 60, "example realty com 1 2 3 zz", "zachary", "z", "00"),
)
ROWS = 10_000


def run() -> None:
    owner = User.objects.filter(username="owner").first() or make()
    spaces = {name: owner.workspaces.get(slug=name) for name in SIZES}
    print(index_size(), index_cost(spaces["tiny"]))
    # As a web process does before it serves, or the slow end is that of looking for garbage.
    gc.collect()
    gc.freeze()
    for name in ("big", "small"):
        print(f"\n### Search in {spaces[name].contacts.count():,} contacts, ms: p50 / p95\n")
        search_table(spaces[name])
    print("\n### Flags of the big workspace, ms: p50 / p95\n")
    flag_table(spaces["big"])
    print("\n### Pages of the big workspace's list, ms: p50 / p95\n")
    print_table(("order", "first", "behind 95 %", "ratio", "back", "ratio"), depths(spaces["big"]))
    print("\n### Whole pages, ms: p50 / p95\n")
    lists(spaces, owner)
    slowest = max((measure([partial(first_page, spaces["big"], query(t))], 2).p95, t) for t in JUNK)
    print(
        f"\nOf {len(JUNK)} odd searches the slowest, “{slowest[1][:30]}”, took {slowest[0]:.0f} ms."
    )


def make() -> User:
    """Everything that is measured, with its owner."""
    started = time.monotonic()
    owner = factories.make_user("owner")
    spaces = [factories.make_workspace(name.title(), owner=owner) for name in SIZES]
    many_contacts.fill(dict(zip(spaces, SIZES.values(), strict=True)))
    for workspace in spaces:
        for name, one_in in FLAGS.items():
            many_contacts.carry(workspace, name, one_in)
    many_contacts.analyze()
    print(f"{sum(SIZES.values()):,} contacts made in {time.monotonic() - started:.0f} s.")
    return owner


def search_table(workspace: Workspace) -> None:
    vip = workspace.flags.get(name="VIP").pk
    head = ("term", "newest first", "with a flag", "by name", "count", "naive `icontains`", "ratio")
    print_table(head, (row(workspace, vip, kind, terms) for kind, terms in KINDS.items()))


def row(workspace: Workspace, vip: int, kind: str, terms: tuple[str, ...]) -> tuple[object, ...]:
    def all_of(more: str, call: Callable[[Workspace, str], object] = first_page) -> Times:
        return measure(partial(call, workspace, query(term) + more) for term in terms)

    plain = all_of("")
    naive = measure([partial(naive_page, workspace, terms[-1])], 1)
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
    return get_page_of(contact_filter.parts(*COLUMNS), contact_filter.cursor)


def counted(workspace: Workspace, query_string: str) -> int:
    return ContactFilter(QueryDict(query_string), workspace).count()


def counted_exactly(workspace: Workspace, query_string: str) -> int:
    return calling_counts.exactly(ContactFilter(QueryDict(query_string), workspace))


def naive_page(workspace: Workspace, term: str) -> list[dict[str, object]]:
    """What everybody writes first."""
    found = Q()
    for field in CSV_FIELDS:
        found |= Q(**{f"{field}__icontains": term})
    return list(workspace.contacts.filter(found).order_by("-id").values(*COLUMNS)[:51])


def flag_table(workspace: Workspace) -> None:
    ten, many, vip, half = (workspace.flags.get(name=name).pk for name in FLAGS)
    lists = {
        "one that 10 carry": f"flags={ten}",
        "10,000": f"flags={many}",
        "500,000": f"flags={half}",
        "all of 500,000 and 10,000": f"flags={half}&flags={many}",
        "any of 10 and 66,000": f"flags={ten}&flags={vip}&match=any",
        "none of 500,000": f"without={half}",
        "10,000, searched for 4 %": f"flags={many}&q=amelia",
        "500,000, searched for 1 %": f"flags={half}&q=dunmore",
        "none of 500,000, searched for 1 %": f"without={half}&q=dunmore",
        "500,000, rare": f"flags={half}&q=quillfeather",
        "nothing": "q=",
    }
    head = ("contacts with", "newest first", "by name", "count", "counted exactly")
    calls = ((first_page, ""), (first_page, "&sort=name"), (counted, ""), (counted_exactly, ""))
    print_table(
        head,
        (
            (words, *(measure([partial(call, workspace, q + more)], 4) for call, more in calls))
            for words, q in lists.items()
        ),
    )


def depths(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    place = workspace.contacts.count() * 19 // 20

    def page(order: Order, cursor: str = "") -> Times:
        return measure([partial(first_page, workspace, f"sort={order.name}&cursor={cursor}")], 15)

    for order in ORDERS.values():
        if order is NEWEST:  # the usual one, where nothing is searched for
            continue
        (rows,) = order.rows(workspace.contacts.values("id", order.column))
        deep = rows[place]
        first = page(order)
        ahead, back = (page(order, Cursor.at(order, deep, back).encode()) for back in (False, True))
        ratios = (f"{times.p50 / first.p50:.2f}" for times in (ahead, back))
        yield order.label, first, ahead, next(ratios), back, next(ratios)


def lists(spaces: dict[str, Workspace], owner: User) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(owner, backend="workspaces.backends.NameOrEmailBackend")

    def request(name: str, query_string: str = "") -> Times:
        url = f"/w/{spaces[name].slug}/contacts/?{query_string}"
        assert client.get(url).status_code == 200
        return measure([partial(client.get, url)], repeats=15)

    print_table(("what", "ms", "to that of 1,000"), _list_rows(request))


def _list_rows(request: Callable[..., Times]) -> Iterator[tuple[str, Times, str]]:
    tiny = request("tiny")
    yield "1,000 contacts", tiny, ""
    page = request("big")
    yield "1,000,000", page, f"{page.p50 / tiny.p50:.2f} times"
    for kind, terms in KINDS.items():
        page = request("big", query(terms[-1]))
        yield f"the same, {kind}: “{terms[-1]}”", page, f"{page.p50 - tiny.p50:+.0f} ms"


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


def index_cost(workspace: Workspace) -> str:
    """How much longer an import's insert takes with the index, in words; nothing is kept."""
    people = [
        (number, Contact(**many_contacts.typed(number, 3_000_000 + number)))
        for number in range(ROWS)
    ]
    rows = rows_of(Job(workspace=workspace), people, timezone.now())
    took = []
    for with_index in (True, False):
        with transaction.atomic():
            if not with_index:
                many_contacts.drop_search_index()
            started = time.perf_counter()
            insert(workspace, rows)
            took.append(time.perf_counter() - started)
            transaction.set_rollback(True)
    return (
        f"{ROWS:,} contacts are inserted in {took[0] * 1000:.0f} ms,"
        f" without the index in {took[1] * 1000:.0f} ms."
    )
