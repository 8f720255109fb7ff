"""The pages of audiences: saved from a list, counted after the page, mended when broken."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.models import Audience, Flag
from tests import factories
from workspaces.models import AuditEntry, User, Workspace

HTMX = {"HX-Request": "true"}
# Those of the contacts on the page of a list.
NAMES = r'class="name [^>]*>(\w+)<'


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def records(response) -> list[list[str]]:
    assert response.status_code == 200
    data = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data, newline="")))


def test_the_empty_page_says_what_audiences_are_for(as_vic: Client):
    shown = text(as_vic.get("/w/acme/audiences/").text)

    for word in ("campaign", "appointments", "AI assistant", "Save as audience"):
        assert word in shown


def test_a_list_is_saved_as_an_audience(as_eve: Client, acme: Workspace, vip: Flag, eve: User):
    page = f"/w/acme/audiences/new/?flags={vip.pk}&sort=name"
    assert "with VIP" in text(as_eve.get(page).text)

    response = as_eve.post(page, {"name": "Our VIPs", "description": "For May"}, follow=True)

    audience = acme.audiences.get()
    assert (audience.name, audience.description) == ("Our VIPs", "For May")
    assert (audience.filter, audience.created_by) == ({"flags": [str(vip.pk)]}, eve)
    assert response.redirect_chain == [(f"/w/acme/audiences/{audience.pk}/", 302)]
    assert "The audience Our VIPs is saved." in response.text


def test_the_page_says_which_audience_has_the_list_already(as_eve: Client, acme: Workspace):
    known = factories.make_audience(acme, "q=Ann", name="The Anns")

    response = as_eve.post("/w/acme/audiences/new/?q=ann", {"name": "Again"})

    assert "it is the audience The Anns" in text(response.text)
    assert list(acme.audiences.all()) == [known]


@pytest.mark.parametrize("query", ["flags=999", "nonsense=1", "frozen=7", "q=%00", "zone=Mars"])
def test_what_cannot_be_understood_becomes_no_audience(as_eve: Client, acme: Workspace, query: str):
    response = as_eve.post(f"/w/acme/audiences/new/?{query}", {"name": "New"})

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert not acme.audiences.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Fill this in."),
        ("x" * 101, "at most 100 fit"),
        ("the ANNS", "already has an audience with this name"),
        ("a\x00b", "a control character"),
    ],
)
def test_a_bad_name_saves_nothing(as_eve: Client, acme: Workspace, name: str, message: str):
    factories.make_audience(acme, "q=ann", name="The Anns")

    response = as_eve.post("/w/acme/audiences/new/?q=bob", {"name": name})

    assert message in response.text
    assert acme.audiences.count() == 1


def test_a_list_takes_the_place_of_what_an_audience_found(as_eve: Client, acme: Workspace):
    audience = factories.make_audience(acme, "q=ann", name="People", description="Old")

    as_eve.post("/w/acme/audiences/new/?q=bob", {"name": "", "replaces": audience.pk})

    changed = acme.audiences.get()
    assert (changed.pk, changed.uuid, changed.name) == (audience.pk, audience.uuid, "People")
    assert (changed.filter, changed.said) == ({"q": ["bob"]}, "matching “bob”")


@pytest.mark.parametrize("replaces", ["x", "999999", "9" * 30])
def test_an_audience_that_is_not_there_cannot_be_replaced(
    as_eve: Client, acme: Workspace, globex: Workspace, replaces: str
):
    factories.make_audience(acme, "q=ann")
    response = as_eve.post("/w/acme/audiences/new/?q=bob", {"replaces": replaces})

    assert "That audience does not exist any more" in response.text
    assert acme.audiences.count() == 1


def test_an_audience_of_another_workspace_cannot_be_replaced(
    as_ada: Client, acme: Workspace, globex: Workspace
):
    factories.make_audience(acme, "q=ann")
    foreign = factories.make_audience(globex, "q=ann")

    response = as_ada.post("/w/acme/audiences/new/?q=bob", {"replaces": foreign.pk})

    assert "That audience does not exist any more" in response.text
    foreign.refresh_from_db()
    assert foreign.filter == {"q": ["ann"]}


def test_the_verdict_is_a_sum_of_parts_that_are_lists(as_vic: Client, acme: Workspace, stop: Flag):
    factories.make_contact(acme, name="fine", phone="+12125550111")
    factories.make_contact(acme, name="stopped", phone="+12125550112", flags=[stop])
    for _ in range(2):
        factories.make_contact(acme, name="shared", phone="+12125550113")
    factories.make_contact(acme, name="odd", phone="+1234567890")

    shown = as_vic.get("/w/acme/contacts/verdict/?state=", headers=HTMX).text

    assert (
        "Match 5 Can be called 1 Do Not Call 1 Share a number with another contact 2"
        " Has a phone warning 1" in text(shown)
    )
    links = re.findall(r'href="(/w/acme/contacts/\?verdict=\w+)"', shown)
    found = {link: re.findall(NAMES, as_vic.get(link).text) for link in links}
    assert [len(set(names)) for names in found.values()] == [1, 1, 1, 1]


def test_the_verdict_without_javascript_is_a_page(as_vic: Client, acme: Workspace):
    response = as_vic.get("/w/acme/contacts/verdict/?q=nobody")

    assert "<h1" in response.text
    assert "Match 0 Can be called 0" in text(response.text)


def test_nobody_is_counted_where_the_list_cannot_be_understood(as_vic: Client, acme: Workspace):
    factories.make_contact(acme)

    shown = text(as_vic.get("/w/acme/contacts/verdict/?flags=999").text)

    assert "no flag with the number “999”" in shown
    assert "Match" not in shown


def test_an_audience_is_counted_as_its_list_is(as_vic: Client, acme: Workspace, vip: Flag):
    for _ in range(3):
        factories.make_contact(acme, flags=[vip])
    factories.make_contact(acme)
    audience = factories.make_audience(acme, f"flags={vip.pk}", name="VIPs")
    page = f"/w/acme/audiences/{audience.pk}/"

    assert text(as_vic.get(f"{page}count/", headers=HTMX).text).startswith("3 counted")
    assert as_vic.get(f"{page}count/").url == page
    assert f'hx-get="/w/acme/contacts/verdict/?flags={vip.pk}"' in as_vic.get(page).text
    shown = as_vic.get(f"/w/acme/contacts/verdict/?flags={vip.pk}", headers=HTMX).text
    assert "Match 3" in text(shown)


def test_a_broken_audience_says_so_and_how_to_mend_it(as_vic: Client, acme: Workspace, vip: Flag):
    factories.make_contact(acme, flags=[vip])
    audience = factories.make_audience(acme, f"flags={vip.pk}&q=ann", name="VIPs")
    vip.delete()
    page = f"/w/acme/audiences/{audience.pk}/"

    shown = as_vic.get(page).text

    assert "This audience is broken: it finds nobody" in shown
    assert "with VIP; matching “ann”" in text(shown)
    assert 'href="/w/acme/contacts/?q=ann"' in shown
    assert "broken" in as_vic.get(f"{page}count/", headers=HTMX).text
    assert as_vic.get(f"{page}export/").status_code == 400


def test_an_audience_is_renamed_and_deleted(as_eve: Client, acme: Workspace):
    audience = factories.make_audience(acme, "q=ann", name="Anns")
    page = f"/w/acme/audiences/{audience.pk}/"

    as_eve.post(f"{page}edit/", {"name": "All Anns", "description": "x"})
    assert acme.audiences.get().name == "All Anns"
    response = as_eve.post(f"{page}delete/", follow=True)

    assert "The audience All Anns was deleted. Its contacts stay." in response.text
    assert not acme.audiences.exists()


def test_an_export_holds_only_who_can_be_called(
    as_vic: Client, acme: Workspace, vip: Flag, stop: Flag
):
    factories.make_contact(acme, name="=fine", phone="+12125550111", flags=[vip])
    factories.make_contact(acme, name="stopped", phone="+12125550112", flags=[vip, stop])
    factories.make_contact(acme, name="other", phone="+12125550113")
    audience = factories.make_audience(acme, f"flags={vip.pk}", name="VIPs")
    page = f"/w/acme/audiences/{audience.pk}/export/"

    assert records(as_vic.get(page)) == [
        ["name", "phone", "email", "state", "brokerage"],
        ["'=fine", "+12125550111", "", "", ""],
    ]
    assert [(row[0], row[-1]) for row in records(as_vic.get(f"{page}?who=all&shape=flags"))] == [
        ("name", "calling"),
        ("stopped", "Do Not Call"),
        ("'=fine", "Callable"),
    ]
    assert [entry.detail["contacts"] for entry in AuditEntry.objects.all()[:2]] == [2, 1]
    assert as_vic.get(f"{page}?who=x").status_code == 400
    assert as_vic.get(f"{page}?shape=x").status_code == 400


def test_a_frozen_list_is_made_shown_compared_and_deleted(
    as_eve: Client, acme: Workspace, vip: Flag
):
    factories.make_contact(acme, name="Ann", flags=[vip])
    audience = factories.make_audience(acme, f"flags={vip.pk}", name="VIPs")
    page = as_eve.post(f"/w/acme/audiences/{audience.pk}/freeze/").url
    factories.make_contact(acme, name="Bob", flags=[vip])

    assert "1 contact was in it at that moment" in text(as_eve.get(page).text)
    changes = as_eve.get(f"{page}changes/", headers=HTMX).text
    assert "Still in it 1 Joined 1 Left 0 Became Do Not Call 0" in text(changes)
    joined = re.search(r'href="(\S+change=joined)"', changes)[1].replace("&amp;", "&")
    assert "Bob" in as_eve.get(joined).text
    assert [row[0] for row in records(as_eve.get(f"{page}export/"))] == ["name", "Ann"]
    frozen = f"?frozen={page.split('/')[-2]}"
    verdict = as_eve.get(f"/w/acme/contacts/verdict/{frozen}", headers=HTMX).text
    assert "Match 1 Can be called 1" in text(verdict)
    listed = records(as_eve.get(f"/w/acme/contacts/export/{frozen}"))
    assert [row[0] for row in listed] == ["name", "Ann"]
    as_eve.post(f"{page}delete/")
    assert as_eve.get(page).status_code == 404


def test_a_name_of_another_workspace_is_free(as_ada: Client, acme: Workspace, globex: Workspace):
    factories.make_audience(globex, "q=ann", name="Anns")

    as_ada.post("/w/acme/audiences/new/?q=bob", {"name": "Anns"})

    assert acme.audiences.get().name == "Anns"


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_audiences(as_vic: Client, acme: Workspace):
    factories.make_audience(acme, "q=one")
    queries(as_vic, "/w/acme/audiences/")  # remembers the workspace as open last
    one = queries(as_vic, "/w/acme/audiences/")
    for word in ("two", "three"):
        factories.make_audience(acme, f"q={word}")

    assert queries(as_vic, "/w/acme/audiences/") == one
    assert Audience.objects.count() == 3
