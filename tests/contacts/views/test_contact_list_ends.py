"""Where a list goes on, stops counting, is empty, or cannot be understood."""

from time import process_time
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.contacts.views.list_page import HTMX, URL, make_texans, page
from workspaces.models import Workspace


@pytest.fixture
def texans(acme: Workspace) -> Workspace:
    make_texans(acme)
    return acme


def test_pages_lead_forwards_and_back(as_ada: Client, acme: Workspace):
    for number in range(120):
        factories.make_contact(acme, name=f"Contact {number:03}")

    first = as_ada.get(f"{URL}?sort=name&q=contact")
    second = as_ada.get(URL + first.context["next_link"])
    third = as_ada.get(URL + second.context["next_link"])
    back = as_ada.get(URL + third.context["previous_link"])

    assert [len(r.context["rows"]) for r in (first, second, third, back)] == [50, 50, 20, 50]
    assert first.context["rows"][0].plain["name"] == "Contact 000"
    assert third.context["rows"][-1].plain["name"] == "Contact 119"
    assert third.context["next_link"] is None
    assert [row.id for row in back.context["rows"]] == [row.id for row in second.context["rows"]]
    assert "50 of 120 shown" in page(as_ada)


def test_pages_of_a_list_that_is_counted_exactly_stay_so(
    as_ada: Client, acme: Workspace, monkeypatch: pytest.MonkeyPatch
):
    for number in range(120):
        factories.make_contact(acme, name=f"Contact {number:03}")
    for module in ("paging", "applied", "views.contact_list"):
        monkeypatch.setattr(f"contacts.{module}.COUNT_LIMIT", 2)

    first = as_ada.get(f"{URL}?q=contact&count=exact")
    second = as_ada.get(URL + first.context["next_link"])
    back = as_ada.get(URL + second.context["previous_link"])

    assert [one.context["count"] for one in (first, second, back)] == ["120"] * 3
    assert second.context["first_link"] == "?q=contact&count=exact"
    assert second.context["filter"].link() == "?q=contact"


def test_counts_stop_early_and_go_on_when_asked(
    as_ada: Client, texans: Workspace, monkeypatch: pytest.MonkeyPatch
):
    for module in ("paging", "applied", "views.contact_list"):
        monkeypatch.setattr(f"contacts.{module}.COUNT_LIMIT", 2)

    assert "2+ contacts count exactly" in page(as_ada)
    assert "3 contacts" in page(as_ada, "?count=exact")
    assert f'href="{URL}?count=exact">count exactly' in as_ada.get(URL).content.decode()


def test_parameters_that_say_nothing_of_this_page_are_told(as_ada: Client, texans: Workspace):
    text = page(as_ada, "?count=bogus&shape=flags")

    assert "“bogus” is no way to count: contacts are counted up to 10,000." in text
    assert "“shape” says how a list is exported, and nothing about this page." in text
    assert "3 contacts" in text
    html = as_ada.get(f"{URL}?q=texas&count=bogus").content.decode()
    assert f'<a href="{URL}?q=texas">Remove it</a>' in html
    for query in ("?count=exact", "?count=", "?shape=", "?count=exact&count=exact"):
        assert "Remove it" not in page(as_ada, query)


def test_junk_cursor_and_order_show_the_first_page_and_say_so(as_ada: Client, texans: Workspace):
    text = page(as_ada, "?cursor=junk&sort=foo")

    assert "This link leads to no page of this list: here is its first page." in text
    assert "This list cannot be sorted that way: it is sorted by newest first." in text
    assert "3 contacts" in text


def test_an_empty_workspace_offers_the_first_steps(as_eve: Client, as_vic: Client):
    assert "No contacts in Acme yet" in page(as_eve)
    assert "Add Contact Bulk Import" in page(as_eve)
    assert "Bulk Import" not in page(as_vic)


def test_an_empty_result_says_what_can_be_left_out(as_ada: Client, texans: Workspace):
    stop = texans.flags.get(name="Do Not Call")
    query = f"?q=texas&state=TX&flags={stop.pk}&without={stop.pk}"

    text = page(as_ada, query)

    assert "Nobody matches all of this Any one of these can be left out:" in text
    assert (
        "without the filter “with Do Not Call” without the filter “with none of Do Not Call”"
        " without the search “texas” without the filter “in state TX” without any filter Why"
        in text
    )
    html = as_ada.get(URL + query).content.decode()
    assert f'<a href="{URL}?q=texas&amp;state=TX&amp;without={stop.pk}">without the filter' in html


def test_an_empty_result_of_one_word_is_said_plainly(as_ada: Client, texans: Workspace):
    text = page(as_ada, "?q=zzz")

    assert "Nobody matches Try fewer words, part of a name, or the last digits" in text
    assert "left out" not in text


def test_an_empty_list_costs_no_more_queries_than_one_with_somebody(
    as_ada: Client, texans: Workspace, globex: Workspace, django_assert_max_num_queries
):
    """What takes longer than the list, a request of its own finds out."""
    factories.make_contact(globex, name="Zelda")
    as_ada.get(URL)
    with CaptureQueriesContext(connection) as full:
        as_ada.get(f"{URL}?q=texas&state=TX")
    with django_assert_max_num_queries(len(full)):
        as_ada.get(f"{URL}?q=zelda&state=TX")


def test_what_is_not_understood_shows_nobody_and_a_way_out(
    as_ada: Client, texans: Workspace, globex: Workspace
):
    foreign = globex.flags.get(name="VIP")

    text = page(as_ada, f"?q=texas&flags={foreign.pk}")

    assert f"Flags: This workspace has no flag with the number “{foreign.pk}”. Remove it" in text
    assert "Ann Texas" not in text
    html = as_ada.get(f"{URL}?q=texas&flags={foreign.pk}").content.decode()
    assert f'<a href="{URL}?q=texas">Remove it</a>' in html
    assert "shape=flags" not in html


def test_of_much_that_is_not_understood_a_few_messages_and_one_way_out_are_shown(
    as_ada: Client, texans: Workspace
):
    strays = "&".join(f"a{number}=1" for number in range(1_900))
    started = process_time()

    response = as_ada.get(f"{URL}?q=texas&{strays}")

    assert process_time() - started < 20  # it was 51
    messages = [message for message, *_ in response.context["problems"]]
    assert messages == [
        *(f"“a{number}” is no filter of this list." for number in range(5)),
        "And 1,895 more that this list cannot understand.",
    ]
    assert response.context["problems"][-1][1:] == ("?q=texas", "Remove all of this")


@pytest.mark.parametrize(
    "path",
    [
        "contacts/missing/?",
        "contacts/export/?",
        "contacts/verdict/?",
        "contacts/bulk/add-flags/?all=1&query=",
        "contacts/bulk/delete/?all=1&query=",
        "contacts/bulk/export/?all=1&query=",
        "audiences/new/?",
    ],
)
def test_other_pages_name_a_handful_of_what_is_not_understood(
    as_ada: Client, texans: Workspace, path: str
):
    strays = "&".join(f"zz{number}=1" for number in range(1_900))
    given = quote(strays) if path.endswith("query=") else strays

    response = as_ada.get(f"/w/acme/{path}{given}", headers={"Accept": "text/html"})
    if response.status_code == 302:
        assert "zz7" in response["Location"]
        response = as_ada.get(response["Location"])

    assert response.content.decode().count("is no filter of this list.") in (5, 10)
    assert "And 1,895 more that this list cannot understand." in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?q=%ff%fe",
        "?q=" + "x" * 100_000,
        "?q=" + "+".join("word" for _ in range(60)),
        "?q=%25%25%25&sort=name",
        "?flags=" + "9" * 500,
        "?flags=1&flags=-1&flags=%00&without=x",
        "?import=" + "9" * 30,
        "?added_since=99999-99-99&not_updated_since=0000-00-00",
        "?state=%00&brokerage=%ED%A0%80",
        "?cursor=" + "A" * 5_000,
        "?cursor=%00&count=%00&sort=%00&match=%00&warning=%00",
        "?count=many&shape=none",
        "?%00=1&=2&&&",
    ],
)
def test_junk_never_breaks_the_page(as_ada: Client, texans: Workspace, query: str):
    assert as_ada.get(URL + query).status_code == 200
    assert as_ada.get(URL + query, headers=HTMX).status_code == 200
