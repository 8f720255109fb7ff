"""The list of contacts as people meet it."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.models import Contact, Flag
from tests import factories
from tests.contacts.views.list_page import HTMX, URL, make_texans, names, page
from workspaces.models import Workspace


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def texans(acme: Workspace) -> Workspace:
    make_texans(acme)
    return acme


def test_list_shows_a_contact_with_all_its_columns(as_ada: Client, acme: Workspace, vip: Flag):
    contact = factories.make_contact(
        acme,
        name="Élodie Martin",
        phone="+442079460018",
        email="elodie@example.com",
        state="Kent",
        brokerage="Oast Ltd",
        flags=[vip],
    )

    text = page(as_ada)
    html = as_ada.get(URL).content.decode()

    assert "1 contact How many can be called? Save as audience" in text
    assert "Name, e-mail Phone State Brokerage / Company Flags Added Actions" in text
    assert (
        "Élodie Martin elodie@example.com +442079460018 +44 20 7946 0018 Kent Oast Ltd VIP today"
    ) in text
    assert f'href="{URL}{contact.pk}/"' in html
    assert f'href="{URL}{contact.pk}/edit/" aria-label="Edit Élodie Martin"' in html


def test_list_never_shows_a_contact_of_another_workspace(
    as_ada: Client, acme: Workspace, globex: Workspace
):
    factories.make_contact(globex, name="Foreigner")

    assert names(as_ada, "?q=foreigner") == []
    assert names(as_ada) == []


def test_names_are_escaped_with_and_without_a_search(as_ada: Client, acme: Workspace):
    factories.make_contact(acme, name="<script>alert(1)</script>", state='"><img src=x>')

    for query in ("", "?q=script", "?q=<script>"):
        html = as_ada.get(URL + query).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x>" not in html


def test_newest_come_first_and_heads_sort(as_ada: Client, texans: Workspace):
    assert names(as_ada) == ["Cy Ohio", "Bob Texas", "Ann Texas"]
    assert names(as_ada, "?sort=name") == ["Ann Texas", "Bob Texas", "Cy Ohio"]

    html = as_ada.get(f"{URL}?sort=name").content.decode()
    assert f'<th scope="col" aria-sort="ascending"><a href="{URL}?sort=-name">Name' in html
    assert f'<th scope="col"><a href="{URL}">Added</a>' in html


def test_a_search_can_be_sorted_by_newest_alone(as_ada: Client, texans: Workspace):
    assert names(as_ada, "?q=a") == ["Ann Texas", "Bob Texas"]
    assert names(as_ada, "?q=a&sort=newest") == ["Bob Texas", "Ann Texas"]

    html = as_ada.get(f"{URL}?q=a&sort=newest").content.decode()
    assert '<option value="newest" selected>Newest first<' in html
    assert f'aria-sort="descending"><a href="{URL}?q=a&amp;sort=added">Added' in html
    for query in ("?q=a", "?q=a&sort=added"):
        assert f'<a href="{URL}?q=a&amp;sort=newest">Added' in as_ada.get(URL + query).text
    without = as_ada.get(f"{URL}?sort=newest")
    assert '<option value="-added" selected>Newest first<' in without.text
    assert 'value="newest"' not in without.text
    assert f'aria-sort="descending"><a href="{URL}?sort=added">Added' in without.text


def test_a_search_is_sorted_by_the_best_match_and_says_so(as_ada: Client, texans: Workspace):
    html = as_ada.get(f"{URL}?q=texas").content.decode()
    assert '<option value="-added" selected>Best match, then newest<' in html
    assert "aria-sort" not in html
    update = as_ada.get(f"{URL}?q=texas", headers=HTMX).content.decode()
    assert '<select name="sort" id="id_sort" hx-swap-oob="true">' in update
    assert '<option value="-added" selected>Best match, then newest<' in update
    assert "sorted by best match, then newest." in page(as_ada, "?q=texas&sort=foo")

    for query in ("", "?q=texas&sort=added"):
        html = as_ada.get(URL + query).content.decode()
        assert "aria-sort" in html
    assert '<option value="-added" selected>Newest first<' in (as_ada.get(URL).content.decode())


def test_sentence_says_what_is_applied_and_how_to_remove_it(
    as_ada: Client, texans: Workspace, vip: Flag
):
    flags = {flag.name: flag.pk for flag in texans.flags.all()}
    query = (
        f"?q=texas&flags={flags['VIP']}&flags={flags['Follow-up Needed']}"
        f"&without={flags['Do Not Call']}"
    )

    assert (
        "1 contact with all of VIP Follow-up Needed ; none of Do Not Call (suppressing) ;"
        " matching “texas” Clear all" in page(as_ada, query)
    )
    html = unescape(as_ada.get(URL + query).content.decode())
    assert (
        f'href="{URL}?q=texas&flags={flags["Follow-up Needed"]}&without={flags["Do Not Call"]}"'
        ' aria-label="Remove VIP"' in html
    )
    assert 'aria-label="Remove “texas”"' in html


def test_sentence_knows_every_filter(as_ada: Client, acme: Workspace, vip: Flag):
    contact_import = factories.make_import(acme, original_name="people.csv")
    factories.make_contact(acme)
    query = (
        f"?state=TX&brokerage=Oast&added_since=2026-01-31&not_updated_since=2026-02-01&warning=1"
        f"&import={contact_import.pk}&without={vip.pk}"
    )

    assert (
        "No contacts with none of VIP ; in state TX ; at Oast ; added since 31 January 2026 ;"
        " not updated since 1 February 2026 ; with a phone warning ; from import people.csv"
        " Clear all" in page(as_ada, query)
    )


def test_hits_are_marked(as_ada: Client, acme: Workspace):
    factories.make_contact(acme, name="Jörg Groß", phone="+442079460018")

    assert "J<mark>örg</mark> Groß" in as_ada.get(f"{URL}?q=org").content.decode()
    assert (
        "<span>+44207<mark>9460018</mark></span>"
        in as_ada.get(f"{URL}?q=946-0018").content.decode()
    )


def test_a_hit_is_seen_however_long_the_value_is(as_ada: Client, acme: Workspace):
    long = "The United Realtors and Builders of the Northern Coast at Oakland"
    factories.make_contact(acme, brokerage=long, email="ann.of.the.northern.coast@oak.example")

    html = as_ada.get(f"{URL}?q=oak").content.decode()

    assert f'<span class="clamp far" dir="auto" title="{long}"><span class="skipped">' in html
    assert "Coast at <mark>Oak</mark>land</span>" in html
    assert 'class="email far"' in html
    assert 'clamp far"' not in as_ada.get(URL).content.decode()
    assert 'class="skipped"' not in as_ada.get(f"{URL}?q=the").content.decode()


def test_a_suppressing_flag_comes_first_and_no_flag_is_lost(as_ada: Client, acme: Workspace):
    factories.make_contact(acme, flags=list(acme.flags.all()))

    [row] = as_ada.get(URL).context["rows"]

    names = re.findall(r'class="chip[^>]*>([^<]+)', row.html)
    assert names[0] == "Do Not Call"
    assert len(names) == 5
    assert "+3" in page(as_ada)


def test_a_phone_that_looks_wrong_is_marked(as_ada: Client, acme: Workspace):
    factories.make_contact(acme, phone="+1555123456")

    assert "looks too short for +1" in page(as_ada)


def test_added_is_told_in_the_persons_own_days(as_ada: Client, acme: Workspace):
    contact = factories.make_contact(acme)
    now = timezone.now()
    for moment, words in (
        (now, "today"),
        (now - timezone.timedelta(days=1), "yesterday"),
        (now.replace(year=2020, month=3, day=7), "7 Mar 2020"),
    ):
        Contact.objects.filter(pk=contact.pk).update(created_at=moment)
        assert f">{words}</time>" in as_ada.get(URL).context["rows"][0].html


def test_viewers_see_no_buttons_that_change_anything(as_vic: Client, texans: Workspace):
    html = as_vic.get(URL).content.decode()

    assert "/edit/" not in html
    assert "Add Contact" not in html
    assert "Export" in html


def test_changing_methods_are_refused(as_vic: Client, acme: Workspace):
    assert as_vic.post(URL).status_code == 405


def test_htmx_gets_the_results_alone_and_the_short_address(as_ada: Client, texans: Workspace):
    response = as_ada.get(f"{URL}?q=ann&match=all&state=", headers=HTMX)
    html = response.content.decode()

    assert "<html" not in html
    assert "<mark>Ann</mark> Texas" in html
    assert '<p id="contact-count" hx-swap-oob="innerHTML">1 contact</p>' in html
    assert f'href="{URL}export/?q=ann"' in html
    assert response.headers["HX-Replace-Url"] == f"{URL}?q=ann"
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("query", ["", "?q=contact&sort=name", "?flags={vip}&q=contact"])
def test_the_number_of_queries_is_the_same_for_any_number_of_rows(
    as_ada: Client,
    acme: Workspace,
    vip: Flag,
    query: str,
):
    as_ada.get(URL)  # the first visit also notes the workspace
    queries, made = set(), 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            factories.make_contact(acme, flags=list(acme.flags.all()))
        made = wanted
        with CaptureQueriesContext(connection) as captured:
            response = as_ada.get(URL + query.format(vip=vip.pk))
        assert len(response.context["rows"]) == wanted
        queries.add(len(captured))
    assert len(queries) == 1
    assert queries.pop() <= 12


def test_what_people_typed_is_shown_as_text(as_ada: Client, acme: Workspace):
    nasty = '"><script>alert(1)</script>&amp;'
    flag = factories.make_flag(acme, "<i>Flag</i>", description='" onfocus="x')
    factories.make_contact(
        acme, [flag], name=nasty, email='"<b>"@example.org', state=nasty, brokerage=nasty
    )

    for query in ("", "?q=script"):
        html = as_ada.get(URL + query).content.decode()
        assert "<script>alert" not in html
        assert "<b>" not in html
        assert "<i>Flag" not in html
        assert ' onfocus="x' not in html


def test_viewers_can_select_for_an_export_only(as_vic: Client, as_eve: Client, texans: Workspace):
    html = as_vic.get(URL).content.decode()

    assert html.count('name="contact"') == 3
    assert f'formaction="{URL}bulk/export/"' in html
    assert "Add flags" not in html
    assert "bulk/delete/" not in html
    assert f'formaction="{URL}bulk/delete/"' in as_eve.get(URL).content.decode()


def test_all_that_match_can_be_chosen_where_the_page_shows_not_all(
    as_eve: Client, texans: Workspace
):
    assert "that match" not in page(as_eve)
    assert "Picked contacts are of this page" not in page(as_eve)
    for _ in range(50):
        factories.make_contact(texans)

    assert "All 53 that match Picked contacts are of this page" in page(as_eve)
    assert 'name="query" value="sort=name"' in as_eve.get(f"{URL}?sort=name").content.decode()
