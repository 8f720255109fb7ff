"""Edited contacts brought back: what the review finds, and what the confirmation changes."""

import pytest

from contacts import uploads, writing
from contacts.imports import storage
from contacts.models import ContactChange
from tests.contacts.imports.edited import (
    HEADER,
    bring_back,
    change,
    counts,
    exported,
    messages,
    values,
)
from tests.contacts.imports.files import confirm, csv_bytes, problem_rows
from tests.factories import make_contact
from workspaces.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


def test_unchanged_file_changes_nothing(acme, ada, ann, bo):
    make_contact(acme, name="=1+1", phone="+442079460103", brokerage="'@x", state="-")

    contact_import = bring_back(acme, ada, exported(acme))

    assert contact_import.kind == "update"
    assert (contact_import.state, *counts(contact_import)) == ("ready", 3, 3, 3, 0, 0)
    assert not uploads.confirm(contact_import, ada)
    assert not ContactChange.objects.filter(kind="imported").exists()


def test_review_shows_old_and_new_and_changes_nothing(acme, ada, ann, bo):
    rows = exported(acme)
    rows[0] |= {"name": "Ann-Marie", "email": " "}

    contact_import = bring_back(acme, ada, rows)

    assert counts(contact_import) == (2, 2, 1, 0, 0)
    assert contact_import.sample == [
        {
            "line": 2,
            "contact_id": ann.pk,
            "name": "Ann",
            "changes": {"name": ["Ann", "Ann-Marie"], "email": ["ann@example.com", ""]},
        }
    ]
    assert values(ann)[0] == "Ann"


def test_confirmed_changes_are_in_contact_journal_and_audit(acme, ada, eve, ann, bo):
    rows = exported(acme)
    rows[0] |= {"name": "Ann-Marie", "email": ""}

    contact_import = confirm(bring_back(acme, ada, rows), eve)

    assert contact_import.state == "completed"
    assert (contact_import.created_count, contact_import.updated_count) == (0, 1)
    assert contact_import.skipped_count == 0
    assert values(ann) == ("Ann-Marie", "+442079460101", "", "TX", "")
    assert (ann.revision, ann.updated_by, ann.email_key) == (2, eve, "")
    assert "ann-marie" in ann.search_text
    entry = ContactChange.objects.get(kind="imported")
    assert (entry.contact_id, entry.actor, entry.job, entry.revision, entry.values) == (
        ann.pk,
        eve,
        contact_import.jobs.last(),
        2,
        {"name": ["Ann", "Ann-Marie"], "email": ["ann@example.com", ""]},
    )
    bo.refresh_from_db()
    assert bo.revision == 1
    actions = AuditEntry.objects.filter(action__startswith="import.").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "import.uploaded",
        "import.confirmed",
        "import.edited",
    ]


def test_name_and_phone_may_not_be_emptied(acme, ada, ann):
    rows = exported(acme)
    rows[0] |= {"name": "", "phone": " "}

    contact_import = bring_back(acme, ada, rows)

    assert counts(contact_import) == (1, 0, 0, 0, 1)
    assert set(contact_import.problems) == {"name_missing", "phone_missing"}


def test_contact_changed_since_the_export_is_refused_and_named(acme, ada, eve, ann, bo):
    rows = exported(acme)
    writing.change(ann, eve, {"state": "OH"}, revision=1)
    rows[0]["name"] = rows[1]["name"] = "By file"

    contact_import = change(acme, ada, rows)

    assert counts(contact_import) == (2, 1, 0, 0, 1)
    assert messages(contact_import) == {
        "changed_since": [
            (2, "was changed since the export by Eve: export the contact again and edit that")
        ]
    }
    assert (values(ann)[0], values(ann)[3], values(bo)[0]) == ("Ann", "OH", "By file")
    assert b"line 2: version: was changed since the export by Eve" in problem_rows(contact_import)
    assert problem_rows(contact_import).startswith(
        "\ufeffid,version,name,phone,email,state,brokerage,errors".encode()
    )


def test_contact_changed_by_nobody_known_is_refused_too(acme, ada, ann):
    rows = exported(acme)
    writing.change(ann, None, {"state": "OH"}, revision=1)

    assert messages(bring_back(acme, ada, rows)) == {
        "changed_since": [
            (2, "was changed since the export: export the contact again and edit that")
        ]
    }


def test_foreign_id_and_unknown_id_are_the_same_error(acme, globex, ada, ann):
    foreign = make_contact(globex, name="Foreign")
    rows = exported(acme)
    ids = [str(foreign.pk), "999999999", "", "x", "-1", "1" * 400, "\0", f" {ann.pk}.0"]
    rows = [rows[0] | {"id": one, "name": "Stolen"} for one in ids]

    contact_import = bring_back(acme, ada, rows)

    assert counts(contact_import) == (8, 0, 0, 0, 8)
    assert list(contact_import.problems) == ["contact_unknown"]
    assert {message for _, message in messages(contact_import)["contact_unknown"]} == {
        "no contact of this workspace has this id"
    }
    assert values(foreign)[0] == "Foreign"
    assert not uploads.confirm(contact_import, ada)
    assert acme.contacts.count() == 1


@pytest.mark.parametrize("version", ["", "2", "x", "0", "9" * 30])
def test_version_that_the_contact_never_had_is_an_error(acme, ada, ann, version):
    rows = exported(acme)
    rows[0] |= {"version": version, "name": "Ann-Marie"}

    contact_import = bring_back(acme, ada, rows)

    assert counts(contact_import) == (1, 0, 0, 0, 1)
    assert list(contact_import.problems) == ["version"]


def test_of_rows_with_one_id_the_first_valid_one_wins(acme, ada, ann):
    [row] = exported(acme)
    rows = [row | {"name": name} for name in ("", "First", "Second")]

    contact_import = change(acme, ada, rows)

    assert counts(contact_import) == (3, 1, 0, 1, 1)
    assert messages(contact_import)["repeated_contact"] == [(4, "Ann is edited on line 3 already")]
    assert values(ann)[0] == "First"


def test_suggested_phone_can_be_used(acme, ada, ann):
    rows = exported(acme)
    rows[0]["phone"] = "+44 (20) 7946-0109"
    contact_import = bring_back(acme, ada, rows)
    assert counts(contact_import) == (1, 0, 0, 0, 1)

    assert uploads.repair(contact_import, ada, list(contact_import.problems))
    contact_import.refresh_from_db()

    assert (counts(contact_import), contact_import.repaired_rows) == ((1, 1, 0, 0, 0), 1)
    confirm(contact_import, ada)
    assert values(ann)[1] == "+442079460109"


def test_new_phone_that_another_has_is_worth_a_look(acme, ada, ann, bo):
    rows = exported(acme)
    rows[0]["phone"] = bo.phone

    contact_import = change(acme, ada, rows)

    assert (contact_import.warning_rows, counts(contact_import)) == (1, (2, 2, 1, 0, 0))
    assert messages(contact_import) == {"warning_shared": [(2, "Bo has it too")]}
    assert values(ann)[1] == bo.phone


def test_phone_that_stays_is_not_looked_at_again(acme, ada):
    make_contact(acme, name="Odd", phone="+1234567890")
    rows = exported(acme)
    rows[0]["state"] = "TX"

    assert bring_back(acme, ada, rows).warning_rows == 0


def test_contact_changed_between_review_and_confirmation_is_skipped(acme, ada, eve, ann, bo):
    rows = exported(acme)
    gone = make_contact(acme, name="Gone")
    rows = exported(acme)
    for row in rows:
        row["brokerage"] = "By file"
    contact_import = bring_back(acme, ada, rows)
    writing.change(ann, eve, {"brokerage": "By Eve"}, revision=1)
    writing.delete(gone, eve)

    confirm(contact_import, ada)

    assert (contact_import.updated_count, contact_import.skipped_count) == (1, 2)
    assert (values(ann)[4], values(bo)[4]) == ("By Eve", "By file")
    assert acme.contacts.count() == 2


def test_the_same_file_confirmed_twice_changes_once(acme, ada, ann):
    rows = exported(acme)
    rows[0]["name"] = "Ann-Marie"
    first, second = bring_back(acme, ada, rows), bring_back(acme, ada, rows)

    confirm(first, ada)
    confirm(second, ada)

    assert (first.updated_count, second.updated_count, second.skipped_count) == (1, 0, 1)
    assert ContactChange.objects.filter(kind="imported").count() == 1


def test_wrong_number_of_cells_counts_seven(acme, ada, ann):
    content = csv_bytes(f"{ann.pk},1,Ann,+442079460101", header=HEADER)

    contact_import = bring_back(acme, ada, content)

    assert messages(contact_import) == {
        "cells": [
            (2, "has 4 cells, expected 7: keep 6 commas in every row, also where cells are empty")
        ]
    }


def test_only_what_the_review_listed_is_changed(acme, ada, ann, bo):
    rows = exported(acme)
    rows[0]["name"] = "Ann-Marie"
    contact_import = bring_back(acme, ada, rows)
    path = storage.folder(contact_import) / contact_import.changes_file
    with path.open("a") as file:
        file.write(f"3,{bo.pk},1,Bo,name,Bo,Slipped in\r\n")

    confirm(contact_import, ada)

    assert (values(ann)[0], values(bo)[0]) == ("Ann-Marie", "Bo")


def test_new_email_that_another_has_is_worth_a_look(acme, ada, ann, bo):
    rows = exported(acme)
    rows[0]["email"] = "ANN@example.com"
    rows[1]["email"] = "ann@example.com"

    contact_import = bring_back(acme, ada, rows)

    assert messages(contact_import) == {
        "warning_same_email_contact": [(3, "a contact with another phone has this e-mail")]
    }
