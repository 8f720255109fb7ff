"""The review tells of rows whose e-mail somebody has already, under another phone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts import uploads
from contacts.imports import review, storage
from contacts.models import DuplicatePolicy
from tests.contacts.imports.files import csv_bytes, one_step
from tests.factories import make_contact

pytestmark = pytest.mark.django_db

OF_LINE, OF_CONTACT = "warning_same_email_line", "warning_same_email_contact"


def row(number: int, email: str) -> str:
    return f"Person {number},+1415555{number:04d},{email},,"


def received(workspace, person, *rows: str):
    contact_import = uploads.receive(workspace, person, "people.csv", [csv_bytes(*rows)])
    contact_import.refresh_from_db()
    return contact_import


def lines(contact_import, kind: str) -> list[int]:
    found = contact_import.problems.get(kind, {"count": 0, "examples": []})
    assert found["count"] == len(found["examples"])
    return [example["line"] for example in found["examples"]]


def test_rows_with_the_e_mail_of_an_earlier_line_are_told_and_imported(acme, as_ada, ada):
    found = received(
        acme, ada, row(1, "ann@example.org"), row(2, ""), row(3, "ANN@Example.org"), row(4, "")
    )

    assert lines(found, OF_LINE) == [4]
    assert (found.valid_rows, found.warning_rows) == (4, 1)
    page = as_ada.get(f"/w/acme/imports/{found.pk}/").text
    assert "Same e-mail as an earlier line, with another phone" in page
    assert "same e-mail as line 2, with another phone" in page
    assert "1 row has the e-mail of another contact or line; it will be imported." in page
    assert uploads.confirm(found, ada)
    assert acme.contacts.count() == 4
    assert "will be imported" not in as_ada.get(f"/w/acme/imports/{found.pk}/").text


def test_rows_with_the_e_mail_of_a_contact_lead_to_it(acme, as_ada, ada):
    known = make_contact(acme, email="Ann@example.org")
    make_contact(acme, email="ann@EXAMPLE.org")

    found = received(acme, ada, row(1, "ann@example.org"), row(2, "ann@example.org"))

    assert lines(found, OF_CONTACT) == [2, 3]
    assert lines(found, OF_LINE) == []
    page = as_ada.get(f"/w/acme/imports/{found.pk}/").text
    assert "E-mail of a contact with another phone" in page
    assert "2 rows have the e-mail of another contact or line; they will be imported." in page
    assert f"/w/acme/contacts/{known.pk}/" in page


def test_a_row_that_may_bring_a_contact_up_to_date_is_an_earlier_line(acme, ada):
    make_contact(acme, phone="+14155550001", email="")

    found = received(
        acme, ada, row(1, "ann@example.org"), row(1, "bo@example.org"), row(2, "ann@example.org"),
        row(3, "bo@example.org"),
    )  # fmt: skip

    assert lines(found, OF_LINE) == [4]
    assert (found.valid_rows, found.duplicate_rows, found.warning_rows) == (2, 2, 1)


def test_neither_a_neighbours_contact_nor_a_row_that_is_not_imported_counts(acme, globex, ada):
    make_contact(globex, email="ann@example.org")
    same_phone = make_contact(acme, phone="+14155550001", email="bo@example.org")

    found = received(
        acme,
        ada,
        row(1, "bo@example.org"),  # the contact itself
        "Bad,1,ann@example.org,,",
        row(2, "ann@example.org"),
        row(2, "ann@example.org"),  # repeats the line before
    )

    assert (found.valid_rows, found.duplicate_rows, found.error_rows) == (1, 2, 1)
    assert found.warning_rows == 0, found.problems
    assert uploads.confirm(found, ada, DuplicatePolicy.OVERWRITE)
    same_phone.refresh_from_db()
    assert same_phone.name == "Person 1"


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_the_review_up_knows_the_e_mails_of_the_rows_before(
    acme, ada, settings, monkeypatch
):
    monkeypatch.setattr(review, "CHUNK", 2)
    settings.IMPORT_INLINE_ROWS = -1
    people = [row(number, f"p{number % 4}@example.org") for number in range(8)]
    contact_import = received(acme, ada, *people)
    job = contact_import.jobs.get()
    while job.state != "done":
        one_step(job)

    contact_import.refresh_from_db()
    assert lines(contact_import, OF_LINE) == [6, 7, 8, 9]
    files = storage.folder(contact_import).iterdir()
    assert not [file.name for file in files if file.name.startswith("emails")]


def test_the_account_is_bounded_and_its_rows_are_in_no_file(acme, as_ada, ada):
    people = [row(number, "ann@example.org") for number in range(20)]
    found = received(acme, ada, "Bad,1,,,", *people)

    known = found.problems[OF_LINE]
    assert (known["count"], len(known["examples"])) == (19, 5)
    page = as_ada.get(f"/w/acme/imports/{found.pk}/").text
    assert "The first 5 of 19." in page
    assert "All are in the" not in page


def test_looking_takes_one_query_a_chunk(acme, ada):
    asked = []
    for count in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            received(acme, ada, *(row(number, f"p{number}@example.org") for number in range(count)))
        asked.append(sum("email_key IN" in query["sql"] for query in queries))

    assert asked == [1, 1]
