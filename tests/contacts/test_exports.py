"""The list as a CSV file: safe in a spreadsheet, and exactly what was stored."""

import csv
import io

import pytest
from django.test import Client

from contacts.csv_cells import unguard
from contacts.models import CSV_FIELDS
from tests import factories
from workspaces.models import AuditEntry, Workspace

URL = "/w/acme/contacts/export/"


def exported(client: Client, query: str = "") -> bytes:
    response = client.get(URL + query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def records(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_export_is_the_template_with_the_contacts_of_the_list(as_vic: Client, acme: Workspace):
    factories.make_contact(acme, name="Ann", phone="+442079460018", email="ann@example.com")
    factories.make_contact(acme, name="Élodie", phone="+33123456780", state="IDF, Paris")

    assert (
        exported(as_vic, "?sort=name")
        == (
            "\ufeffname,phone,email,state,brokerage\r\n"
            "Ann,+442079460018,ann@example.com,,\r\n"
            'Élodie,+33123456780,,"IDF, Paris",\r\n'
        ).encode()
    )


def test_export_with_flags_names_them(as_ada: Client, acme: Workspace):
    flags = acme.flags.filter(name__in=["VIP", "Hot Lead"])
    factories.make_contact(acme, name="Ann", phone="+442079460018", flags=list(flags))
    factories.make_contact(acme, name="Bob", phone="+442079460019")

    assert records(exported(as_ada, "?shape=flags&sort=name")) == [
        [*CSV_FIELDS, "flags"],
        ["Ann", "+442079460018", "", "", "", "Hot Lead; VIP"],
        ["Bob", "+442079460019", "", "", "", ""],
    ]


def test_export_applies_search_and_filters(as_ada: Client, acme: Workspace, globex: Workspace):
    factories.make_contact(acme, name="Ann", state="TX")
    factories.make_contact(acme, name="Anna", state="OH")
    factories.make_contact(globex, name="Ann", state="TX")

    assert [row[0] for row in records(exported(as_ada, "?q=ann&state=tx"))] == ["name", "Ann"]


def test_export_gives_all_pages_in_the_order_of_the_list(
    as_ada: Client, acme: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("contacts.exports.CHUNK", 3)
    names = [f"Contact {number}" for number in range(8)]
    for name in names:
        factories.make_contact(acme, name=name, state="TX")

    for query, expected in (("", names[::-1]), ("?sort=state", names)):
        assert [row[0] for row in records(exported(as_ada, query))[1:]] == expected


@pytest.mark.parametrize(
    "name", ["=1+1", "'=1", "@SUM(A1)", "-x", "+1 x", "＝1", "'", "O'Neil", '"']
)
def test_what_is_exported_is_safe_and_comes_back_as_it_was(
    as_ada: Client, acme: Workspace, name: str
):
    factories.make_contact(acme, name=name, phone="+442079460018", brokerage=name)

    [_, row] = records(exported(as_ada))

    assert row[0][0] not in "=+-@＝"
    assert [unguard(cell) for cell in row] == [name, "+442079460018", "", "", name]


def test_export_is_a_download_named_after_workspace_and_day(as_ada: Client, acme: Workspace):
    response = as_ada.get(URL)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="acme-contacts-2')
    assert b"".join(response.streaming_content).count(b"\r\n") == 1


def test_export_is_audited_with_its_exact_number(as_vic: Client, acme: Workspace):
    factories.make_contact(acme, name="Ann")
    factories.make_contact(acme, name="Bob")

    exported(as_vic, "?q=ann&shape=flags")

    entry = AuditEntry.objects.get(action="contacts.exported")
    assert (entry.actor_name, entry.workspace) == ("vic", acme)
    assert entry.detail == {"contacts": 1, "shape": "flags"}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?flags=999999", "This workspace has no flag with the number “999999”."),
        ("?shape=all", "“all” is no kind of export."),
        ("?flag=1", "“flag” is no filter of this list."),
        ("?q=%00", "contains a control character"),
    ],
)
def test_nothing_is_exported_by_a_link_that_is_not_understood(
    as_ada: Client, acme: Workspace, query: str, message: str
):
    factories.make_contact(acme)

    response = as_ada.get(URL + query)

    assert response.status_code == 400
    assert message in response.content.decode()
    assert not AuditEntry.objects.filter(action="contacts.exported").exists()


def test_export_is_read_only(as_ada: Client, acme: Workspace):
    assert as_ada.post(URL).status_code == 405
