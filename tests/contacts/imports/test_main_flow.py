"""The documented file, from upload to contacts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from import_export.results import Error

from contacts import uploads
from contacts.imports.csv_file import Record
from contacts.imports.insert import COLUMNS
from contacts.imports.resource import CheckedRows, ContactResource
from contacts.models import Contact
from tests.contacts.imports.files import (
    DOCUMENTED,
    confirm,
    counts,
    csv_bytes,
    problem_rows,
    upload,
)
from tests.factories import make_contact

pytestmark = pytest.mark.django_db(transaction=True)


def test_documented_file_reviews_as_three_of_three_and_imports_three(acme, ada):
    contact_import = upload(acme, ada, DOCUMENTED)

    assert contact_import.state == "ready"
    assert counts(contact_import) == (3, 3, 0, 0, 0)
    assert acme.contacts.count() == 0

    assert uploads.confirm(contact_import, ada)

    contact_import.refresh_from_db()
    assert (contact_import.state, contact_import.created_count) == ("completed", 3)
    assert list(
        acme.contacts.order_by("import_line").values_list(
            "import_line", "name", "phone", "email", "state", "brokerage"
        )
    ) == [
        (2, "John Doe", "+1234567890", "john@example.com", "CA", "ABC Corp"),
        (3, "Jane Smith", "+1987654321", "jane@example.com", "NY", "XYZ Inc"),
        (4, "Bob Johnson", "+1555123456", "", "TX", ""),
    ]


def test_second_upload_of_the_same_file_is_all_duplicates(acme, ada):
    uploads.confirm(upload(acme, ada, DOCUMENTED), ada)

    again = upload(acme, ada, DOCUMENTED)

    assert counts(again) == (3, 0, 3, 0, 0)
    john = acme.contacts.get(name="John Doe")
    assert again.problems["duplicate_contact"]["examples"][0] == {
        "line": 2,
        "field": "phone",
        "value": "+1234567890",
        "cells": ["John Doe", "+1234567890", "john@example.com", "CA", "ABC Corp"],
        "message": "John Doe already has this phone",
        "suggestion": "",
        "contact_id": john.pk,
    }
    assert not uploads.confirm(again, ada)


def test_confirming_twice_imports_once(acme, ada, eve):
    contact_import = upload(acme, ada, DOCUMENTED)

    assert [uploads.confirm(contact_import, person) for person in (ada, eve, ada)] == [
        True,
        False,
        False,
    ]
    assert acme.contacts.count() == 3


def test_problem_rows_keep_their_cells_and_say_what_is_wrong(acme, ada):
    contact_import = upload(
        acme,
        ada,
        csv_bytes(
            "Ann,+14155550101,,,",
            ",+1 (415) 555-0102,nobody,,",
            "Cy,+14155550101,,,",
            "Di,+14155550104,,CA,Smith, Jane",
            "Ed,0044 20 7946 0105",
            "",
            "=1+1,4155550106,,,",
        ),
    )

    assert counts(contact_import) == (6, 1, 1, 4, 1)
    assert problem_rows(contact_import).decode("utf-8-sig").splitlines() == [
        "name,phone,email,state,brokerage,errors",
        ",'+1 (415) 555-0102,nobody,,,\"line 3: name: the name is missing; phone: remove spaces,"
        " dashes and parentheses: +14155550102; email: is not an e-mail address: correct it, or"
        ' leave the cell empty"',
        "Cy,+14155550101,,,,line 4: phone: same phone as line 2",
        'Di,+14155550104,,CA,Smith, Jane,"line 5: has 6 cells, expected 5: put quotes around a'
        ' cell that holds a comma, such as ""Smith, Jane"""',
        'Ed,0044 20 7946 0105,,,,"line 6: has 2 cells, expected 5: keep 4 commas in every row,'
        ' also where cells are empty"',
        "'=1+1,4155550106,,,,\"line 8: phone: the + and country code are missing; spreadsheets"
        ' drop the +: write it as +[country code][number], such as +1234567890"',
    ]


def test_account_of_problems_counts_all_and_shows_the_first_five(acme, ada):
    contact_import = upload(acme, ada, csv_bytes(*["Ann,4155550101,,,"] * 7))

    assert contact_import.problems["phone_no_plus"]["count"] == 7
    assert [
        example["line"] for example in contact_import.problems["phone_no_plus"]["examples"]
    ] == [2, 3, 4, 5, 6]


def test_row_that_became_a_duplicate_after_the_review_is_skipped(acme, ada):
    contact_import = upload(acme, ada, DOCUMENTED)
    make_contact(acme, name="Jane was quicker", phone="+1987654321")

    confirm(contact_import, ada)

    assert (contact_import.created_count, contact_import.skipped_count) == (2, 1)
    assert sorted(acme.contacts.values_list("name", flat=True)) == [
        "Bob Johnson",
        "Jane was quicker",
        "John Doe",
    ]


def test_file_whose_contacts_all_came_meanwhile_imports_none(acme, ada):
    first, second = upload(acme, ada, DOCUMENTED), upload(acme, ada, DOCUMENTED)
    confirm(first, ada)

    confirm(second, ada)

    assert (second.state, second.created_count, second.skipped_count) == ("completed", 0, 3)


def test_imported_contacts_equal_those_made_by_hand(acme, globex, ada):
    row = {
        "name": "Élodie  Ünal",
        "phone": "+1234567890",
        "email": "Elodie@Example.com",
        "state": "Île-de-France",
        "brokerage": "Ünal & Söhne",
    }
    by_hand = make_contact(globex, **row)
    confirm(upload(acme, ada, csv_bytes(",".join(row.values()))), ada)

    imported = acme.contacts.get()

    own = {"id", "workspace", "created_at", "updated_at", "created_by", "updated_by"}
    own |= {"contact_import", "import_line"}
    for field in Contact._meta.concrete_fields:
        if field.name not in own:
            assert getattr(imported, field.name) == getattr(by_hand, field.name), field.name
    assert (imported.created_by, imported.updated_by) == (ada, ada)
    assert set(COLUMNS) == {field.attname for field in Contact._meta.concrete_fields} - {
        "id",
        "former_text",
    }


def test_many_who_confirm_at_once_import_once(acme, ada):
    contact_import = upload(acme, ada, DOCUMENTED)

    def confirm_once(_: int) -> bool:
        try:
            return uploads.confirm(contact_import, ada)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(confirm_once, range(20)))

    assert sorted(outcomes) == [False] * 19 + [True]
    assert acme.contacts.count() == 3
    assert contact_import.jobs.filter(kind="commit").count() == 1


def test_fault_of_ours_is_not_hidden_as_a_wrong_row(acme):
    resource = ContactResource(acme)

    with pytest.raises(AttributeError):
        resource.check([Record(2, [None] * 5, 2)])
    with pytest.raises(RuntimeError):
        CheckedRows().append_base_error(Error(RuntimeError()))


def test_export_of_the_resource_is_safe_in_a_spreadsheet(acme):
    make_contact(acme, name="=1+1", phone="+14155552671")

    exported = ContactResource(acme).export(acme.contacts.all())

    assert exported.headers == ["name", "phone", "email", "state", "brokerage"]
    assert exported[0] == ("'=1+1", "+14155552671", "", "", "")
