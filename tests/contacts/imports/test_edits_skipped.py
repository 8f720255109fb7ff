"""Contacts changed or deleted between review and confirmation: skipped, and told apart for good."""

import csv
import io

import pytest

from contacts import uploads, writing
from contacts.imports import storage
from contacts.imports.edits import changes, outcomes
from contacts.imports.edits import commit as edits_commit
from contacts.imports.summary import shares
from contacts.models import Contact, ContactImport
from tests.contacts.imports.edited import bring_back, exported, messages
from tests.contacts.imports.files import confirm, one_step, undo, work_off
from tests.factories import make_contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(acme) -> list[Contact]:
    return [make_contact(acme, name=name) for name in ("Ann", "Bo", "Cy", "Di")]


@pytest.fixture
def reviewed(acme, ada, people) -> ContactImport:
    return bring_back(acme, ada, [row | {"state": "TX"} for row in exported(acme)])


def marked(contact_import: ContactImport) -> dict[str, str]:
    """Outcome by name, from the file that is downloaded."""
    path = storage.folder(contact_import) / contact_import.changes_file
    content = b"".join(changes.with_outcomes(contact_import, path)).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(content, newline=""))
    return {row["name"]: row["outcome"] for row in rows}


def test_skipped_contacts_are_named_with_the_reason(acme, ada, eve, people, reviewed):
    _, bo, cy, di = people
    writing.change(bo, eve, {"brokerage": "Oak & Co"}, revision=1)
    writing.change(cy, None, {"brokerage": "Oak & Co"}, revision=1)
    writing.delete(di, eve)

    confirm(reviewed, ada)

    assert (reviewed.updated_count, reviewed.skipped_count, reviewed.not_reached_rows) == (1, 3, 0)
    assert messages(reviewed) == {
        "skipped_changed": [
            (3, "was changed after the review by Eve: export the contact again and edit that"),
            (4, "was changed after the review: export the contact again and edit that"),
        ],
        "skipped_deleted": [(5, "was deleted after the review")],
    }
    examples = reviewed.problems["skipped_changed"]["examples"]
    assert [(one["value"], one["contact_id"]) for one in examples] == [("Bo", bo.pk), ("Cy", cy.pk)]
    assert shares(reviewed)[:4] == [
        ("good", 1, "changed"),
        ("dup", 3, "skipped"),
        ("plain", 0, "not changed"),
        ("plain", 0, "unchanged"),
    ]


def test_list_of_changes_says_what_became_of_each(acme, ada, eve, people, reviewed, monkeypatch):
    monkeypatch.setattr(changes, "BATCH", 2)
    ann, bo, cy, di = people
    writing.change(bo, eve, {"state": "OH"}, revision=1)
    writing.delete(di, eve)

    confirm(reviewed, ada)

    became = {"Ann": "changed", "Bo": "skipped", "Cy": "changed", "Di": "no contact any more"}
    assert marked(reviewed) == became
    writing.change(cy, eve, {"state": "OH"}, revision=2)
    undo(reviewed, ada)
    assert marked(reviewed) == became | {"Ann": "changed, then undone"}
    ids = {contact.pk for contact in people}
    assert outcomes.outcomes(reviewed, ids)[ann.pk] == outcomes.UNDONE


def test_problems_of_the_review_stay_beside_those_that_were_skipped(acme, ada, eve, people):
    rows = [row | {"state": "TX"} for row in exported(acme)]
    rows[0]["name"] = ""
    reviewed = bring_back(acme, ada, rows)
    writing.change(people[1], eve, {"state": "OH"}, revision=1)

    confirm(reviewed, ada)

    assert set(reviewed.problems) == {"name_missing", "skipped_changed"}


def test_import_stopped_half_way_says_what_it_did_not_reach(
    acme, ada, eve, people, reviewed, monkeypatch, settings
):
    settings.IMPORT_INLINE_ROWS = -1
    monkeypatch.setattr(edits_commit, "CONTACTS", 2)
    writing.change(people[1], eve, {"state": "OH"}, revision=1)
    assert uploads.confirm(reviewed, ada)
    one_step(reviewed.jobs.last())

    uploads.cancel(reviewed, ada)
    work_off(reviewed)

    assert reviewed.state == "cancelled"
    assert (reviewed.updated_count, reviewed.skipped_count, reviewed.not_reached_rows) == (1, 1, 2)
    assert list(reviewed.problems) == ["skipped_changed"]
    assert set(marked(reviewed).values()) == {"changed", "not changed"}
