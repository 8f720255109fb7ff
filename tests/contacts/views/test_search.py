"""The finder, and the page that searches the same without JavaScript."""

import re
from html import escape, unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.contacts.views.list_page import HTMX
from workspaces.models import Workspace

URL = "/w/acme/search/"


def names(client: Client, query: str, **options) -> list[str]:
    response = client.get(URL, {"q": query}, **options)
    assert response.status_code == 200
    return [
        unescape(contact.name).replace("<mark>", "").replace("</mark>", "")
        for contact in response.context["contacts"]
    ]


def pages(client: Client, query: str = "") -> list[str]:
    return [page.name for page in client.get(URL, {"q": query}).context["destinations"]]


def test_contacts_are_found_by_name_and_phone_best_ones_first(
    as_vic: Client, acme: Workspace, globex: Workspace
):
    factories.make_contact(acme, name="Élodie Martin", phone="+442079460018")
    factories.make_contact(acme, name="Martin Elodie")
    factories.make_contact(globex, name="Elodie Secret", phone="+442079460019")

    assert names(as_vic, "elodie") == ["Élodie Martin", "Martin Elodie"]
    assert names(as_vic, "020 7946 0018") == ["Élodie Martin"]
    assert names(as_vic, "secret") == []
    assert names(as_vic, "") == []


def test_the_hit_is_shown_though_there_is_room_for_one_detail(as_vic: Client, acme: Workspace):
    factories.make_contact(acme, email="ana@example.org", state="Kent", brokerage="Garden Homes")

    [contact] = as_vic.get(URL, {"q": "garden"}).context["contacts"]

    assert contact.details == ["<mark>Garden</mark> Homes", "ana@example.org", "Kent"]


def test_a_long_name_is_whole_in_its_title_and_shows_the_hit(as_vic: Client, acme: Workspace):
    name = "Theophilus <Chrysostomus> Sigismundus Amadeus of the Northern Coast at Oak"
    factories.make_contact(acme, name=name)

    html = as_vic.get(URL, {"q": "oak"}, headers=HTMX).content.decode()

    assert f'title="{escape(name)}"><span class="skipped">Theophilus &lt;Chry' in html
    assert "Coast at <mark>Oak</mark></strong>" in html


def test_options_lead_to_contacts_and_to_the_list(as_ada: Client, acme: Workspace):
    stop = acme.flags.get(suppressing=True)
    contact = factories.make_contact(acme, [stop], name="<b>Ana</b> Lopez", state="Kent")

    html = as_ada.get(URL, {"q": "lopez"}, headers=HTMX).content.decode()

    assert "<html" not in html
    assert f'href="/w/acme/contacts/{contact.pk}/"' in html
    assert "&lt;b&gt;Ana&lt;/b&gt; <mark>Lopez</mark>" in html
    assert 'href="/w/acme/contacts/?q=lopez"' in html
    assert "must not be called" in html
    assert "1 contact found." in html


@pytest.mark.parametrize(
    ("name", "options"),
    [("Add Connor", ["contact-1", "list", "page-1"]), ("Ben", ["page-1", "list"])],
)
def test_pages_come_before_the_list_only_where_nobody_is_found(
    as_ada: Client, acme: Workspace, name: str, options: list[str]
):
    factories.make_contact(acme, name=name)

    html = as_ada.get(URL, {"q": "add con"}, headers=HTMX).content.decode()

    assert re.findall('id="found-([a-z0-9-]+)"', html) == options


def test_few_are_shown_while_typing_and_more_on_the_page(as_ada: Client, acme: Workspace):
    for number in range(60):
        factories.make_contact(acme, name=f"Person {number}")

    assert len(names(as_ada, "person", headers=HTMX)) == 8
    assert len(names(as_ada, "person")) == 50
    assert "See all in the list" in as_ada.get(URL, {"q": "person"}).content.decode()


def test_pages_are_offered_as_far_as_the_person_may(as_ada: Client, as_eve: Client, as_vic: Client):
    assert pages(as_vic)[:3] == ["Contacts", "Imports", "Download Template"]
    assert pages(as_eve, "add contact") == ["Add Contact"]
    assert pages(as_vic, "add contact") == pages(as_eve, "audit") == []
    assert pages(as_ada, "AUDIT") == ["Audit"]
    assert pages(as_vic, "csv import") == ["Imports", "Download Template"]
    assert pages(as_vic, "zzz") == []


def test_newer_pages_are_found_by_what_people_call_them(as_ada: Client, as_vic: Client):
    assert pages(as_ada, "merge") == ["Duplicates"]
    assert pages(as_vic, "audien") == ["Audiences"]
    assert pages(as_ada, "api token") == ["API tokens"]
    assert pages(as_ada, "do not call") == ["Who can be called"]
    assert pages(as_vic, "token") == pages(as_vic, "invite new") == []
    assert pages(as_vic, "2fa") == ["Second factor"]


def test_every_page_offered_opens(as_ada: Client, acme: Workspace):
    for page in as_ada.get(URL).context["destinations"]:
        assert as_ada.get(page.url).status_code == 200, page.name


def test_nobody_found_leads_to_the_list_that_says_why(as_ada: Client, acme: Workspace):
    assert "Nobody is found." in as_ada.get(URL, {"q": "zzz"}).content.decode()
    assert 'href="/w/acme/contacts/?q=zzz"' in as_ada.get(URL, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("query", ["%00", "x" * 100_000, "%FF", "%25%25", '"*" OR', "a"])
def test_junk_never_breaks_it(as_ada: Client, acme: Workspace, query: str):
    factories.make_contact(acme)

    assert as_ada.get(f"{URL}?q={query}").status_code == 200
    assert as_ada.get(f"{URL}?q={query}", headers=HTMX).status_code == 200


def test_the_finder_is_on_every_page_of_a_workspace(as_vic: Client, acme: Workspace):
    for path in ("/w/acme/", "/w/acme/flags/", "/w/acme/members/"):
        html = as_vic.get(path).content.decode()
        assert html.count("data-finder-open") == 2
        assert '<dialog class="finder"' in html


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    as_ada: Client, acme: Workspace, headers: dict[str, str]
):
    as_ada.get(URL)
    queries, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            factories.make_contact(acme, list(acme.flags.all()), name="Zoe")
        made = wanted
        with CaptureQueriesContext(connection) as captured:
            shown = len(names(as_ada, "zoe", headers=headers))
        assert shown == min(wanted, 8 if headers else 50)
        queries.append(len(captured))
    # Where the first part of the hits fills the page, the parts behind it are not asked for.
    assert queries == sorted(queries, reverse=True)
    assert queries[0] <= 12
