"""States and companies to choose from, as a page and below a field."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.views import choices
from tests import factories
from tests.contacts.views.list_page import HTMX, URL, make_texans
from workspaces.models import Workspace

STATES, BROKERAGES = f"{URL}states/", f"{URL}brokerages/"


def html(client: Client, url: str, **options) -> str:
    response = client.get(url, **options)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_page_shows_values_with_counts_that_lead_to_their_list(
    as_vic: Client, acme: Workspace, globex: Workspace
):
    make_texans(acme)
    factories.make_contact(globex, state="Secret")

    page = html(as_vic, f"{STATES}?q=ann&state=OH")

    assert f'<a href="{URL}?q=ann&state=TX" dir="auto">TX</a></th>' in page
    assert '<td class="number">2</td>' in page
    assert f'<a href="{URL}?q=ann&state=OH">Contacts</a>' in page
    assert "Secret" not in page


def test_counts_of_the_whole_workspace_are_called_so_beside_a_filter(
    as_vic: Client, acme: Workspace
):
    make_texans(acme)

    for query in ("?q=ann", "?brokerage=Oast&state=OH", "?warning=1"):
        assert "The counts are of all contacts of Acme" in html(as_vic, STATES + query)
    for query in ("", "?state=OH", "?sort=name&match=any"):
        assert "The counts are" not in html(as_vic, STATES + query)
    assert 'aria-describedby="state-hint"' in html(as_vic, URL)


def test_the_page_is_searched_and_goes_on(
    as_ada: Client, acme: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(choices, "PAGE", 2)
    for name in ("Oast", "Kiln", "Barn", "Kilt"):
        factories.make_contact(acme, brokerage=name)

    first = as_ada.get(BROKERAGES)
    second = as_ada.get(BROKERAGES + first.context["next_link"])

    assert [c.text for c, _, _ in first.context["choices"]] == ["Barn", "Kiln"]
    assert [c.text for c, _, _ in second.context["choices"]] == ["Kilt", "Oast"]
    assert second.context["next_link"] == ""
    assert "No brokerage or company has" in html(as_ada, f"{BROKERAGES}?part=zzz")
    assert "Barn" not in html(as_ada, f"{BROKERAGES}?part=kil")


def test_htmx_gets_options_for_what_is_in_the_field(as_ada: Client, acme: Workspace):
    factories.make_contact(acme, state="<b>Texas")
    factories.make_contact(acme, state="Kent")

    options = as_ada.get(f"{STATES}?state=tex", headers=HTMX).content.decode()

    assert options.count('role="option"') == 1
    assert 'data-value="&lt;b&gt;Texas"' in options
    assert "<b>" not in options


def test_a_value_of_any_kind_leads_to_its_own_contacts(as_ada: Client, acme: Workspace):
    for state in ("50% & more", "a+b=c", "Île", "#1?"):
        contact = factories.make_contact(acme, state=state)
        [(_, _, link)] = as_ada.get(STATES, {"part": state}).context["choices"]

        assert [row.id for row in as_ada.get(link).context["rows"]] == [contact.pk]


def test_a_workspace_without_states_says_so(as_ada: Client, acme: Workspace):
    factories.make_contact(acme)

    assert "No contact has one yet" in html(as_ada, STATES)
    assert as_ada.get(STATES, headers=HTMX).content.decode().strip() == ""


def test_the_number_of_queries_is_the_same_for_any_number_of_values(
    as_ada: Client, acme: Workspace
):
    as_ada.get(STATES)
    queries, made = set(), 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            made += 1
            factories.make_contact(acme, state=f"State {made}")
        with CaptureQueriesContext(connection) as captured:
            assert len(as_ada.get(STATES).context["choices"]) == wanted
        queries.add(len(captured))
    assert len(queries) == 1


@pytest.mark.parametrize(
    "query",
    ["part=%00", "after=%00", "after=%FF&part=%ED%A0%80", "part=" + "x" * 100_000, "state=%00"],
)
def test_junk_never_breaks_it(as_ada: Client, acme: Workspace, query: str):
    make_texans(acme)

    for url in (STATES, BROKERAGES):
        assert as_ada.get(f"{url}?{query}").status_code == 200
        assert as_ada.get(f"{url}?{query}", headers=HTMX).status_code == 200
