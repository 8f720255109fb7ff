"""Best hits first, page by page; and what is found, in which order, by a plain model of it."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts import normal, paging, search
from contacts.filters import ContactFilter
from contacts.models import CSV_FIELDS, Contact
from contacts.paging import DEFAULT_ORDER, ORDERS, Cursor, Order, Page, get_page_of
from contacts.ranking import order_named
from contacts.search import plan
from tests import factories
from workspaces.models import Workspace

SIZE = 2


def page_of(workspace: Workspace, data: QueryDict, cursor: str | None = None) -> Page:
    data["cursor"] = cursor or ""
    contact_filter = ContactFilter(data, workspace)
    return get_page_of(contact_filter.parts("name"), contact_filter.cursor, SIZE)


def pages_of(workspace: Workspace, data: QueryDict) -> list[Page]:
    """All pages, read forwards; read backwards they must be the same."""
    found = [page_of(workspace, data)]
    while found[-1].next:
        found.append(page_of(workspace, data, found[-1].next))
    back = [found[-1]]
    while back[-1].previous:
        back.append(page_of(workspace, data, back[-1].previous))
    assert [page.rows for page in reversed(back)] == [page.rows for page in found]
    return found


def names(workspace: Workspace, typed: str) -> list[str]:
    return listed(workspace, urlencode({"q": typed}))


def listed(workspace: Workspace, query_string: str) -> list[str]:
    data = QueryDict(query_string, mutable=True)
    return [row["name"] for page in pages_of(workspace, data) for row in page.rows]


@pytest.fixture
def people(acme: Workspace) -> Workspace:
    for name, phone, email in (
        ("Annabel", "+12025550101", "ann@example.com"),
        ("Ann Zorn", "+12025550102", ""),
        ("Joanna", "+12025550103", "joanna@example.com"),
        ("Ann Abel", "+12025550104", ""),
        ("Bob", "+12025550105", "mann@example.com"),
        ("Bo", "+120255501011", ""),
    ):
        factories.make_contact(acme, name=name, phone=phone, email=email)
    return acme


def test_names_that_begin_so_come_first_then_the_newest(people: Workspace):
    assert names(people, "ANN") == ["Ann Abel", "Ann Zorn", "Annabel", "Bob", "Joanna"]


def test_an_exact_email_comes_before_all(people: Workspace):
    assert names(people, "Ann@Example.com") == ["Annabel", "Bob"]


def test_an_exact_phone_comes_before_all(people: Workspace):
    assert names(people, "+1 (202) 555-0101") == ["Annabel", "Bo"]


def test_other_orders_stay_as_chosen(people: Workspace):
    found = ContactFilter(QueryDict("q=ann&sort=-name"), people)

    assert len(found.parts()) == 1


def test_a_cursor_of_a_part_that_is_not_there_is_none():
    """As when somebody edits the search words in a link to a later page."""
    with pytest.raises(ValueError, match="another list"):
        Cursor.decode(Cursor(ORDERS["-added"], None, 1, part=2).encode(), *[ORDERS["-added"]] * 2)


WORDS = st.sampled_from(
    [
        "ann",
        "Ännä",
        "anna b",
        "b",
        "ß",
        "İ",
        "太郎",
        "1",
        "%",
        "",
        "a_",
        "Æł",
        "aelo",
        "o’",
        "o'-",
        "–",
    ]
)
PERSON = st.tuples(WORDS, st.integers(0, 30), WORDS, WORDS, WORDS)
TERMS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.integers(0, 30).map(lambda number: f"+1 (202) 555-01{number:02}"),
    st.integers(0, 30).map(lambda number: f"01{number:02}"),
    WORDS.map(lambda word: f"{word}@example.com"),
).filter(str.strip)


# Every way to search, in a handful of contacts: what is many, near or dense is told otherwise.
WAYS: dict[str, dict[str, object]] = {
    "a walk": {},
    "few, by their ids": {"SMALL": 0, "WALK_MAX": 0, "NEWEST": 99},
    "many, by a subquery": {
        "SMALL": 0,
        "WALK_MAX": 0,
        "FEW": dict.fromkeys(("sqlite", "postgresql"), 0),
        "NEWEST": 99,
    },
    "half a page near": {
        "SMALL": 0,
        "WALK_MAX": 0,
        "COMMON_HITS": 3,
        "NEAR_HITS": 1,
        "FEW": dict.fromkeys(("sqlite", "postgresql"), 0),
        "RARE": 0,
        "NEWEST": 99,
    },
    "a page among the newest": {"SMALL": 0, "WALK_MAX": 0, "COMMON_HITS": 3, "NEWEST": 99},
    "near by a walk": {
        "SMALL": 1,
        "WALK_MAX": 0,
        "COMMON_HITS": 1,
        "FEW": dict.fromkeys(("sqlite", "postgresql"), 0),
        "NEWEST": 99,
    },
}


def test_a_page_among_the_newest_is_not_looked_for_again(
    acme: Workspace, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
):
    for number in range(7):
        factories.make_contact(acme, name=f"Number {number}", email=f"ann{number}@example.com")
    first_by_name = factories.make_contact(acme, name="Ann Begins")
    for name, value in {"SMALL": 0, "WALK_MAX": 0, "COMMON_HITS": 3, "RARE": 0}.items():
        monkeypatch.setattr(plan, name, value)
    monkeypatch.setattr(plan, "FEW", dict.fromkeys(("sqlite", "postgresql"), 0))
    monkeypatch.setattr(plan, "NEWEST", 8)
    contact_filter = ContactFilter(QueryDict("q=ann"), acme)
    assert contact_filter.plan.newest[0] == first_by_name.pk
    *_, others = contact_filter.parts("name")

    with django_assert_num_queries(1):
        rows = others.take(2)

    assert [row["name"] for row in rows] == ["Number 6", "Number 5"]
    assert listed(acme, "q=ann") == ["Ann Begins", *(f"Number {n}" for n in range(6, -1, -1))]


FLAGS = st.lists(st.integers(0, 2), max_size=2, unique=True)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    people=st.lists(st.tuples(PERSON, FLAGS), max_size=9),
    typed=st.one_of(st.just(""), TERMS),
    sort=st.sampled_from(list(ORDERS)),
    flags=st.tuples(FLAGS, st.sampled_from(["all", "any"]), FLAGS),
    way=st.sampled_from(list(WAYS)),
)
def test_a_list_is_what_a_plain_model_says(
    acme: Workspace, people: list, typed: str, sort: str, flags: tuple, way: str
):
    Contact.objects.all().delete()
    given = list(acme.flags.order_by("pk")[:3])
    for (name, number, email, state, brokerage), carried in people:
        factories.make_contact(
            acme,
            flags=[given[number] for number in carried],
            name=f"{name}x",
            phone=f"+120255501{number:02}",
            email=f"{email.strip()}@example.com" if email.isascii() and email.isalpha() else "",
            state=state,
            brokerage=brokerage,
        )
    wanted, match, without = flags
    data = QueryDict(mutable=True)
    data["q"], data["sort"], data["match"] = typed, sort, match
    data.setlist("flags", [str(given[number].pk) for number in wanted])
    data.setlist("without", [str(given[number].pk) for number in without])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "WALKED", 1)
        patch.setattr(paging, "NEAR_WALKED", 2)
        for name, value in WAYS[way].items():
            patch.setattr(plan, name, value)
        found = [row["id"] for page in pages_of(acme, data) for row in page.rows]
        number, order = ContactFilter(data, acme).count(), ContactFilter(data, acme).order

    def carries(contact: Contact) -> bool:
        own = {given.index(flag) for flag in contact.flags.all() if flag in given}
        enough = any if match == "any" and wanted else all
        return enough(flag in own for flag in wanted) and own.isdisjoint(without)

    newest_first = [*filter(carries, Contact.objects.order_by("-id"))]
    query = search.parse(typed)
    one_letter = query and query.is_one_letter and way != "a walk"
    assert order is order_named(sort, query) or one_letter
    assert found == model(newest_first, typed, order)
    assert number == len(found)


def model(newest_first: list[Contact], typed: str, order: Order) -> list[int]:
    """What a list gives, read off its description, without a database."""
    query = search.parse(typed)

    def lines(contact: Contact) -> list[str]:
        return [normal.fold(str(getattr(contact, field))) for field in CSV_FIELDS]

    def is_found(contact: Contact) -> bool:
        everywhere = lines(contact)
        return (
            query is None
            or all(any(word in line for line in everywhere) for word in query.words)
            or any(run in str(contact.phone) for run in query.digit_runs)
        )

    def rank(contact: Contact) -> tuple:
        assert query is not None
        if str(contact.phone)[1:] in query.digit_runs or (
            "@" in typed and contact.email.lower() == typed.strip().lower()
        ):
            return (0,)
        if normal.key(contact.name).startswith(normal.key(typed)):
            return (1, normal.key(contact.name), contact.pk)
        return (2,)

    found = list(filter(is_found, newest_first))
    if order is DEFAULT_ORDER:
        ranked = found if query is None else sorted(found, key=rank)
    else:
        ranked = sorted(
            found,
            key=lambda contact: (getattr(contact, order.column), contact.pk),
            reverse=order.descending,
        )
    return [contact.pk for contact in ranked]


def test_one_letter_is_sorted_by_newest_in_a_big_workspace(
    as_ada: Client, people: Workspace, monkeypatch: pytest.MonkeyPatch
):
    """By name it would take seconds to come upon a page of it."""
    assert listed(people, "q=b&sort=name")[0] != listed(people, "q=b")[0]
    monkeypatch.setattr(plan, "WALK_MAX", 1)

    assert listed(people, "q=b&sort=name") == listed(people, "q=b")
    assert listed(people, "q=a")[:2] == ["Ann Abel", "Ann Zorn"]
    assert listed(people, "q=a&sort=newest")[:2] == ["Bob", "Ann Abel"]
    assert listed(people, "q=bo&sort=-name") != listed(people, "q=bo")
    shown = as_ada.get("/w/acme/contacts/?q=b&sort=name").text
    assert "two letters and more: here are the best matches" in shown
