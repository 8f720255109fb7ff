"""The documented file, from upload to contacts."""

import pytest

from contacts import uploads
from contacts.imports import storage
from tests.contacts.imports.files import DOCUMENTED, counts, csv_bytes, upload

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
    assert storage.problems_path(contact_import).read_text(encoding="utf-8-sig").splitlines() == [
        "name,phone,email,state,brokerage,errors",
        ",'+1 (415) 555-0102,nobody,,,\"line 3: name: the name is missing; phone: remove spaces,"
        " dashes and parentheses: +14155550102; email: is not an e-mail address: correct it, or"
        ' leave the cell empty"',
        "Cy,+14155550101,,,,line 4: phone: same phone as line 2",
        'Di,+14155550104,,CA,"Smith, Jane","line 5: has 6 cells, expected 5: put quotes around a'
        ' cell that holds a comma, such as ""Smith, Jane"""',
        'Ed,0044 20 7946 0105,,,,"line 6: has 2 cells, expected 5: keep 4 commas in every row,'
        ' also where cells are empty"',
        "'=1+1,4155550106,,,,\"line 8: phone: the + and country code are missing; spreadsheets"
        ' drop the +: write it as +[country code][number], such as +1234567890"',
    ]
