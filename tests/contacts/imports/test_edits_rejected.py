"""Files that are none of edited contacts: refused as a whole, and told what they are."""

import pytest

from contacts import uploads
from tests.contacts.imports.edited import HEADER, bring_back
from tests.contacts.imports.files import csv_bytes
from tests.factories import make_contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (csv_bytes("Ann,+442079460101,,,"), "header_other_kind"),
        (csv_bytes(header="id,version,name,phone,email,state\r\n"), "header_missing_columns"),
        (csv_bytes(header="ID,version,name,phone,email,state,brokerage\r\n"), "header_case"),
        (csv_bytes(header="version,id,name,phone,email,state,brokerage\r\n"), "header_reordered"),
        (csv_bytes(header=HEADER.strip() + ",errors\r\n"), "header_errors"),
        (csv_bytes(header=HEADER.strip() + ",calling\r\n"), "header_extra"),
        (csv_bytes(header=HEADER), "no_rows"),
        (b"PK\x03\x04", "zip"),
    ],
)
def test_file_with_another_header_is_rejected_as_a_whole(acme, ada, content, code):
    contact_import = bring_back(acme, ada, content)

    assert (contact_import.state, contact_import.rejection["code"]) == ("rejected", code)
    assert "template" not in contact_import.rejection["remedy"] or code == "zip"


def test_edited_contacts_are_no_bulk_import(acme, ada):
    ann = make_contact(acme)
    contact_import = uploads.receive(
        acme, ada, "people.csv", [csv_bytes(f"{ann.pk},1,Ann,+442079460101,,,", header=HEADER)]
    )
    contact_import.refresh_from_db()

    assert contact_import.rejection["code"] == "header_other_kind"
    assert "Bring back edited contacts" in contact_import.rejection["remedy"]
