"""Phones of edited contacts after a spreadsheet had them: without their +, or rounded."""

import pytest

from contacts.models import ContactChange
from tests.contacts.imports.edited import bring_back, change, counts, exported, messages, values

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "cell", ["442079460101", "'+442079460101", " 44 20 7946-0101", "+44 (20) 79460101"]
)
def test_phone_with_the_digits_it_has_is_unchanged(acme, ada, ann, bo, cell):
    rows = exported(acme)
    rows[0] |= {"name": "Ann-Marie", "phone": cell}
    rows[1] |= {"phone": rows[1]["phone"].lstrip("+")}

    contact_import = change(acme, ada, rows)

    assert counts(contact_import) == (2, 2, 1, 0, 0)
    assert values(ann) == ("Ann-Marie", "+442079460101", "ann@example.com", "TX", "")
    entry = ContactChange.objects.get(kind="imported")
    assert entry.values == {"name": ["Ann", "Ann-Marie"]}


@pytest.mark.parametrize("cell", ["442079460109", "02079460101", "442079460101.0", "2079460101"])
def test_other_digits_without_a_plus_are_no_phone(acme, ada, ann, bo, cell):
    rows = exported(acme)
    rows[0]["phone"] = cell

    contact_import = bring_back(acme, ada, rows)

    assert counts(contact_import) == (2, 1, 1, 0, 1)
    assert list(contact_import.problems) == ["phone_no_plus"]


@pytest.mark.parametrize("cell", ["4.42079E+11", "4,42079E+11", "4.4207946010100E+11"])
def test_rounded_phone_is_an_error_that_says_how_to_keep_it(acme, ada, ann, cell):
    rows = exported(acme)
    rows[0] |= {"name": "Ann-Marie", "phone": cell}

    contact_import = bring_back(acme, ada, rows)

    assert counts(contact_import) == (1, 0, 0, 0, 1)
    assert messages(contact_import) == {
        "phone_rounded": [
            (
                2,
                "the spreadsheet rounded this number: export the contacts again and, before you"
                " save them, format the column phone as text, or as a number without decimals",
            )
        ]
    }
