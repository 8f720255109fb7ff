"""Suggested values: used where a person says so, listed in full, taken back with one click."""

import pytest

from contacts import uploads
from contacts.imports import repairs, storage
from tests.contacts.imports.files import confirm, counts, csv_bytes, upload, work_off
from tests.factories import make_contact
from workspaces.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)

SPACES, ZEROES, WIDE = "phone_needs_cleaning", "phone_double_zero", "phone_fullwidth"
FILE = csv_bytes(
    "Ann,+1 (415) 555-2671,,CA,",
    "Ben,0044 20 7946 0018,,,",
    "Cy,4155552673,,,",
    "Dee,+1 415 555 2674,nobody,,",
    "Eve,+14155552671,,,",
    "=Fay,+1 415-555-2671,,,",
    "Gil,+1 415-555-2676,,,",
)


def use(contact_import, actor, *kinds: str) -> None:
    assert uploads.repair(contact_import, actor, kinds)
    work_off(contact_import)


def test_suggested_values_are_used_only_when_chosen_and_only_those_kinds(acme, ada):
    contact_import = upload(acme, ada, FILE)
    assert counts(contact_import) == (7, 1, 0, 6, 0)
    assert contact_import.problems[SPACES]["repairs"] == 4
    assert contact_import.problems["phone_no_plus"]["repairs"] == 0

    use(contact_import, ada, SPACES)

    # Eve and Fay have Ann's phone by now; Dee's e-mail is still wrong, as are Ben and Cy.
    assert counts(contact_import) == (7, 2, 2, 3, 0)
    assert (contact_import.repairs, contact_import.repaired_rows) == ([SPACES], 3)
    assert contact_import.problems["repaired_" + SPACES]["count"] == 4
    assert contact_import.problems[ZEROES]["repairs"] == 1
    assert SPACES not in contact_import.problems

    use(contact_import, ada, SPACES, ZEROES)

    assert counts(contact_import) == (7, 3, 2, 2, 0)
    confirm(contact_import, ada)
    assert sorted(acme.contacts.values_list("name", "phone")) == [
        ("Ann", "+14155552671"),
        ("Ben", "+442079460018"),
        ("Gil", "+14155552676"),
    ]
    assert contact_import.created_count == 3


def test_repairs_are_taken_back_with_everything_as_before(acme, ada):
    contact_import = upload(acme, ada, FILE)
    before, problems = counts(contact_import), contact_import.problems
    use(contact_import, ada, SPACES, WIDE)

    use(contact_import, ada)

    assert counts(contact_import) == before
    assert contact_import.problems == problems
    assert (contact_import.repairs, contact_import.repaired_rows) == ([], 0)


def test_repaired_row_is_checked_for_duplicates_of_contacts(acme, ada):
    make_contact(acme, name="Gil's wife", phone="+14155552676")
    contact_import = upload(acme, ada, FILE)

    use(contact_import, ada, SPACES)

    assert counts(contact_import) == (7, 1, 3, 3, 0)


def test_list_of_suggestions_is_complete_and_says_what_is_used(acme, ada):
    contact_import = upload(acme, ada, FILE)
    use(contact_import, ada, ZEROES)

    path = storage.folder(contact_import) / contact_import.repairs_file
    listed = repairs.first(path, 100)

    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == (
        "line,name,problem,found,suggested,used"
    )
    assert [(item.line, item.name, item.found, item.suggested, item.used) for item in listed] == [
        (2, "Ann", "+1 (415) 555-2671", "+14155552671", False),
        (3, "Ben", "0044 20 7946 0018", "+442079460018", True),
        (5, "Dee", "+1 415 555 2674", "+14155552674", False),
        (7, "=Fay", "+1 415-555-2671", "+14155552671", False),
        (8, "Gil", "+1 415-555-2676", "+14155552676", False),
    ]
    assert listed[1].problem == "Phone with 00 in place of +"
    assert len(repairs.first(path, 2)) == 2


def test_files_of_the_review_before_go(acme, ada):
    contact_import = upload(acme, ada, FILE)

    use(contact_import, ada, SPACES)

    assert sorted(file.name.split("-")[0] for file in storage.folder(contact_import).iterdir()) == [
        "accepted",
        "problems",
        "repairs",
        "upload.csv",
    ]


def test_repairs_are_chosen_once_and_only_before_the_import(acme, ada):
    contact_import = upload(acme, ada, FILE)
    assert not uploads.repair(contact_import, ada, [])
    use(contact_import, ada, SPACES)

    assert not uploads.repair(contact_import, ada, [SPACES])
    confirm(contact_import, ada)
    assert not uploads.repair(contact_import, ada, [])

    assert list(
        AuditEntry.objects.filter(action="import.repaired").values_list("detail", flat=True)
    ) == [{"contact_import": contact_import.pk, "kinds": [SPACES]}]
