"""Every page is reached, forwards and backwards, in every order, whatever comes and goes."""

import base64

import pytest
from django.db.models import QuerySet

from contacts.paging import (
    DEFAULT_ORDER,
    ORDERS,
    Cursor,
    Order,
    Page,
    chunks,
    get_page,
)
from tests import factories
from workspaces.models import Workspace


def rows_of(workspace: Workspace, order: Order) -> QuerySet:
    return workspace.contacts.values(*{"id", "name", order.column})


def cursor_of(text: str | None, order: Order) -> Cursor:
    assert text is not None
    return Cursor.decode(text, order)


def names(page: Page) -> list[str]:
    return [row["name"] for row in page.rows]


@pytest.fixture
def seven(acme: Workspace) -> Workspace:
    """Seven contacts; several share a name, a state or have none."""
    for name, state in zip("bacabca", ["x", "", "y", "", "x", "x", "z"], strict=True):
        factories.make_contact(acme, name=name, state=state, email=f"{name}@example.com")
    return acme


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_pages_lead_through_the_whole_list_and_back(seven: Workspace, order: Order):
    rows = rows_of(seven, order)
    (whole,) = order.rows(rows)
    everything = [row["id"] for row in whole]

    pages = [get_page(rows, order, size=3)]
    while pages[-1].next:
        pages.append(get_page(rows, order, cursor_of(pages[-1].next, order), size=3))
    assert [[row["id"] for row in page.rows] for page in pages] == [
        everything[:3],
        everything[3:6],
        everything[6:],
    ]

    back = [pages[-1]]
    while back[-1].previous:
        back.append(get_page(rows, order, cursor_of(back[-1].previous, order), size=3))
    assert [page.rows for page in back] == [page.rows for page in reversed(pages)]
    assert back[-1] == pages[0]


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_chunks_give_every_row_once(seven: Workspace, order: Order):
    rows = rows_of(seven, order)

    found = [row["id"] for chunk in chunks(rows, order, size=2) for row in chunk]

    (whole,) = order.rows(rows)
    assert found == [row["id"] for row in whole]


def test_orders_sort_by_what_they_say(seven: Workspace):
    def sorted_names(name: str) -> str:
        return "".join(names(get_page(rows_of(seven, ORDERS[name]), ORDERS[name])))

    assert sorted_names("-added") == "acbacab"
    assert sorted_names("added") == "bacabca"
    assert sorted_names("name") == "aaabbcc"
    assert sorted_names("-name") == "ccbbaaa"


def test_a_link_works_after_its_row_was_deleted(seven: Workspace):
    order = ORDERS["name"]
    rows = rows_of(seven, order)
    first = get_page(rows, order, size=3)
    seven.contacts.get(pk=first.rows[-1]["id"]).delete()

    second = get_page(rows, order, cursor_of(first.next, order), size=3)

    assert names(second) == ["b", "b", "c"]


def test_a_link_behind_the_end_leads_to_the_first_page(seven: Workspace):
    rows = rows_of(seven, DEFAULT_ORDER)
    beyond = Cursor(DEFAULT_ORDER, None, 1)
    seven.contacts.order_by("id").first().delete()

    assert get_page(rows, DEFAULT_ORDER, beyond, size=3) == get_page(rows, DEFAULT_ORDER, size=3)


def test_going_back_to_the_beginning_shows_a_full_page(seven: Workspace):
    order = ORDERS["added"]
    rows = rows_of(seven, order)
    second_row = get_page(rows, order, size=3).rows[1]

    page = get_page(rows, order, Cursor.at(order, second_row, backwards=True), size=3)

    assert page == get_page(rows, order, size=3)


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "x",
        "%%%",
        "é",
        "\x00",
        "A" * 100_000,
        encoded("7"),
        encoded("null"),
        encoded("[" * 1_400),
        encoded("{}"),
        encoded('["name","a",1]'),
        encoded('["name","a",1,false]'),
        encoded('["name","a",1,false,1]'),
        encoded('["name","a",1,false,-1]'),
        encoded('["name","a",1,false,true]'),
        encoded('["name","a","1",false,0]'),
        encoded('["name","a",true,false,0]'),
        encoded('["name","a",0,false,0]'),
        encoded('["name","a",-1,false,0]'),
        encoded('["name","a",9223372036854775808,false,0]'),
        encoded('["name","a",' + "9" * 1_200 + ",false,0]"),
        encoded('["name","a\\u0000",1,false,0]'),
        encoded('["name","\\ud800",1,false,0]'),
        encoded('["name",7,1,false,0]'),
        encoded('["-name","a",1,false,0]'),
        encoded('[["name"],"a",1,false,0]'),
    ],
)
def test_junk_is_no_cursor(junk: str):
    with pytest.raises(ValueError, match=r"."):
        Cursor.decode(junk, ORDERS["name"])


@pytest.mark.parametrize("time", ["", "now", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_a_cursor_by_time_holds_a_time_in_utc(time: str):
    with pytest.raises(ValueError, match=r"."):
        Cursor.decode(encoded(f'["updated","{time}",1,false,0]'), ORDERS["updated"])
