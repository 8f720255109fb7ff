"""Why can't I find this person? as a page, and below an empty list."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts import patience
from tests import factories
from tests.contacts.imports import files
from tests.contacts.views.list_page import HTMX, URL, make_texans
from workspaces.models import User, Workspace

MISSING = f"{URL}missing/"
FILE = files.csv_bytes("Ana Lopez,+34911555010,,,", "Zoe <Broken>,5552671,,,")


def page(client: Client, query: str, **options) -> str:
    response = client.get(MISSING + query, **options)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def test_the_page_tells_file_line_and_reason_of_a_refused_row(
    as_vic: Client, acme: Workspace, ada: User
):
    done = files.confirm(files.upload(acme, ada, FILE, "june.csv"), ada)

    for options in ({}, {"headers": HTMX}):
        html = page(as_vic, "?q=broken", **options)
        assert "<strong>Line 3</strong>" in html
        assert f'<a href="/w/acme/imports/{done.pk}/" dir="auto">june.csv</a>' in html
        assert 'not imported. <span dir="auto">phone: the + and country code are missing' in html


def test_the_page_tells_which_filter_hides_whom_and_where_else_to_look(
    as_ada: Client, acme: Workspace, globex: Workspace
):
    make_texans(acme)
    factories.make_contact(globex, name="Zelda")

    html = page(as_ada, "?q=ann&state=OH")
    assert "without the filter “in state OH”</a> there is 1 contact <" in html
    assert "without the search “ann”</a> there is 1 contact <" in html
    assert "“zelda” is found in" in page(as_ada, "?q=zelda")
    assert "Somebody is found matching" in page(as_ada, "?q=ann")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("verdict=suppressed&q=ann", "the filter “that are Do Not Call”</a> there is 1 contact <"),
        (
            "verdict=shared&q=ann",
            "the filter “not callable because they share a number with another contact”</a>"
            " there is 1 contact <",
        ),
        ("q=ohio&state=TX", "the search “ohio”</a> there are 2 contacts <"),
        ("q=zzz&state=TX", "the filter “in state TX”</a> there is nobody either <"),
    ],
)
def test_a_part_is_named_as_what_can_be_left_out(
    as_ada: Client, acme: Workspace, query: str, words: str
):
    make_texans(acme)

    assert f"without {words}" in page(as_ada, f"?{query}")


def test_the_counts_come_beside_the_links_of_the_list(as_ada: Client, acme: Workspace):
    make_texans(acme)
    query = "?q=ann&state=OH&brokerage=Oast"

    listed = unescape(as_ada.get(URL + query).content.decode())
    html = page(as_ada, query, headers=HTMX)

    places = re.findall(r'<a href="([^"]*)">without [^<]*</a><span id="(wider-\d)">', listed)
    assert places[-1] == (f"{URL}?q=ann", "wider-4")
    counts = re.findall(r'<span id="(wider-\d)" hx-swap-oob="innerHTML">([^<]*) </span>', html)
    assert [place for place, _ in counts] == [place for _, place in places]
    assert counts[0][1] == counts[1][1] == " there is nobody either"
    assert counts[-1][1] == " there is 1 contact"


def test_the_persons_other_workspaces_are_named_and_nobody_elses(
    as_ada: Client, as_eve: Client, acme: Workspace, globex: Workspace, gus: User
):
    factories.make_contact(globex, name="Zelda")
    secret = factories.make_workspace("Secret", owner=gus)
    factories.make_contact(secret, name="Zelda")

    for options in ({}, {"headers": HTMX}):
        html = page(as_ada, "?q=zelda", **options)
        assert '“zelda” is found in <a href="/w/globex/contacts/?q=zelda">Globex</a>.' in html
        assert "is found in" not in page(as_eve, "?q=zelda", **options)


def test_what_takes_too_long_is_left_out_and_said(
    as_ada: Client, acme: Workspace, monkeypatch: pytest.MonkeyPatch
):
    make_texans(acme)
    monkeypatch.setattr(patience.Questions.__init__, "__defaults__", (1, 0))

    html = page(as_ada, "?q=ann&state=OH")

    assert "It takes too long to look for somebody matching" in html
    assert "without the filter “in state OH”</a> </li>" in html
    assert "Not all of this could be found out" in html


def test_a_state_that_nobody_has_leads_to_one_written_nearly_so(as_ada: Client, acme: Workspace):
    factories.make_contact(acme, name="Ann", state="Texas")

    html = page(as_ada, "?state=Texsa&q=ann", headers=HTMX)

    assert 'No contact in Acme has the state “<span dir="auto">Texsa</span>”' in html
    assert f'<a href="{URL}?state=Texas&q=ann" dir="auto">Texas</a> (1)' in html
    assert "past import" not in html


def test_a_near_spelling_is_offered_and_keeps_the_filters(as_ada: Client, acme: Workspace):
    vip = acme.flags.get(name="VIP")
    factories.make_contact(acme, [vip], name="Grace Quillfeather")

    html = page(as_ada, f"?q=quilfeather&flags={vip.pk}")

    link = f'<a href="{URL}?q=Quillfeather&flags={vip.pk}">“<span dir="auto">Quillfeather</span>”'
    assert f"Did you mean {link}</a>?" in html
    assert "Did you mean" not in page(as_ada, "?q=zzzzzz")


def test_a_near_spelling_that_the_filters_hide_is_offered_without_them(
    as_ada: Client, acme: Workspace
):
    factories.make_contact(acme, name="Grace Quillfeather")

    html = page(as_ada, f"?q=quilfeather&flags={acme.flags.get(name='VIP').pk}")

    text = '“<span dir="auto">Quillfeather</span>” without the filters'
    assert f'Did you mean <a href="{URL}?q=Quillfeather">{text}</a>?' in html


@pytest.mark.parametrize(
    ("query", "typed", "link", "words"),
    [
        ("?q=texas", "texas", "?state=TX", "in state TX</a> there are 2 contacts"),
        ("?q=Ann+Texas", "Texas", "?q=Ann&state=TX", "in state TX</a> there is 1 contact"),
        ("?state=Texas", "Texas", "?state=TX", "in state TX</a> there are 2 contacts"),
        ("?q=ann&state=Texas", "Texas", "?q=ann&state=TX", "in state TX</a> there is 1 contact"),
        (
            "?q=ca+zoe",
            "ca",
            "?q=zoe&state=California",
            "in state California</a> there is 1 contact",
        ),
    ],
)
def test_a_state_is_found_by_its_other_form(
    as_ada: Client,
    acme: Workspace,
    globex: Workspace,
    query: str,
    typed: str,
    link: str,
    words: str,
):
    factories.make_contact(acme, name="Ann Oak", state="TX")
    factories.make_contact(acme, name="Bob Oak", state="TX")
    factories.make_contact(acme, name="Zoë Elm", state="California", email="z@example.org")
    factories.make_contact(globex, name="Eve", state="Texas")

    html = page(as_ada, query, headers=HTMX)

    assert f'“<span dir="auto">{typed}</span>” may be written' in html
    assert f'<a href="{URL}{link}">' in html
    assert words in html


@pytest.mark.parametrize(
    "query",
    [
        *("?q=zoe+texas", "?q=ohio", "?state=Ohio", "?q=tx+ann&warning=1"),
        *("?state=Bavaria", "?q=ann&state=Bavaria"),
    ],
)
def test_no_state_is_offered_in_which_nobody_is_found(
    as_ada: Client, acme: Workspace, globex: Workspace, query: str
):
    factories.make_contact(acme, name="Ann Oak", state="TX")
    factories.make_contact(acme, name="Ann Elm", state="")
    factories.make_contact(globex, name="Eve", state="OH")

    assert "may be written" not in page(as_ada, query, headers=HTMX)


def test_what_cannot_be_known_is_said(as_ada: Client, acme: Workspace):
    factories.make_contact(acme)

    html = page(as_ada, "?q=zzz")

    assert "No file of a past import that is still kept holds it either." in html
    assert "A contact that was deleted cannot be recovered." in html


def test_an_empty_list_asks_for_the_reasons(as_ada: Client, acme: Workspace):
    make_texans(acme)
    vip = acme.flags.get(name="VIP")

    html = unescape(as_ada.get(f"{URL}?q=zzz").content.decode())

    assert f'hx-get="{MISSING}?q=zzz"' in html
    assert f'<a href="{MISSING}?q=zzz">Why can\'t I find this person?</a>' in html
    flags = f"?flags={vip.pk}&without={vip.pk}"
    assert f'hx-get="{MISSING}{flags}"' in unescape(as_ada.get(URL + flags).content.decode())
    assert MISSING not in as_ada.get(f"{URL}?flags=0").content.decode()


def test_another_workspaces_imports_are_no_reason(
    as_ada: Client, acme: Workspace, globex: Workspace, gus: User
):
    factories.make_contact(acme)
    files.confirm(files.upload(globex, gus, FILE, "secret.csv"), gus)

    assert "secret.csv" not in page(as_ada, "?q=broken")


def test_the_number_of_queries_does_not_grow_with_the_imports(
    as_ada: Client, acme: Workspace, ada: User
):
    as_ada.get(MISSING)
    queries = set()
    for _ in range(3):
        files.upload(acme, ada, FILE)
        with CaptureQueriesContext(connection) as captured:
            page(as_ada, "?q=broken", headers=HTMX)
        queries.add(len(captured))
    assert len(queries) == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=%00",
        "?q=" + "x" * 100_000,
        "?state=%00",
        "?flags=999",
        "?q=%25&state=a&zzz=1",
        "?q=a",
    ],
)
def test_junk_never_breaks_it(as_ada: Client, acme: Workspace, ada: User, query: str):
    files.upload(acme, ada, FILE)

    assert as_ada.get(MISSING + query).status_code == 200
    assert as_ada.get(MISSING + query, headers=HTMX).status_code == 200
