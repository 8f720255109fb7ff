"""What the pages of edited contacts say: only what is so, in the tense of the moment."""

import re

import pytest

from contacts import writing
from tests.contacts.imports.edited import bring_back, change, exported
from tests.contacts.imports.files import confirm, undo
from tests.contacts.views.import_pages import page, url
from tests.factories import make_contact

pytestmark = pytest.mark.django_db(transaction=True)


def told(client, contact_import) -> str:
    """The import's page as it is read: without marks, in one line."""
    html = page(client, url("import_detail", contact_import.workspace, contact_import.pk))
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_review_without_errors_and_looks_speaks_of_none(as_eve, acme, eve):
    make_contact(acme, name="Ann")
    [row] = exported(acme)

    rows = [row | {"state": "TX"}]
    clean = told(as_eve, bring_back(acme, eve, rows))
    repeated = told(as_eve, bring_back(acme, eve, rows * 2))
    with_error = told(as_eve, bring_back(acme, eve, [*rows, row | {"id": "x"}]))

    assert "Worth a look 0 Change 1 contact of Acme" in clean
    assert "An empty cell clears the value." in clean
    assert "Rows with errors change nothing" not in clean + repeated
    assert "Of rows with the same contact only the first counts." in repeated
    assert "Rows with errors change nothing" in with_error


def test_number_that_must_not_be_called_is_said_of_the_number(as_eve, acme, eve):
    stop = acme.flags.get(suppressing=True)
    make_contact(acme, name="Ann")
    [row] = exported(acme)
    bo = make_contact(acme, [stop], name="Bo")

    review = told(as_eve, bring_back(acme, eve, [row | {"phone": bo.phone}]))

    assert "Worth a look 1 changed all the same" in review
    assert "New phone that must not be called: its flag comes along" in review
    assert "the number must not be called: it brings “Do Not Call” along" in review
    assert "had “Do Not Call” here before" not in review


def test_result_of_an_undo_is_in_the_past(as_eve, acme, eve):
    for name in ("Ann", "Bo"):
        make_contact(acme, name=name)
    reviewed = bring_back(acme, eve, [row | {"state": "TX"} for row in exported(acme)])
    confirmed = told(as_eve, confirm(reviewed, eve))
    bo = acme.contacts.get(name="Bo")
    writing.change(bo, eve, {"state": "NV"}, revision=2)

    undone = told(as_eve, undo(reviewed, eve))

    assert "What the file changed All of them. See every" in confirmed
    assert re.search(r"former values back\. Undone today, \d\d:\d\d by Eve\.", undone)
    assert "Changed 2 1 undone since" in undone
    assert "Bo (changed by the import)" in undone
    assert "What the file had changed All of them. See every" in undone
    changes = page(as_eve, url("import_changes", acme, reviewed.pk))
    assert "The import was undone since: 1 got its former values back." in changes


def test_file_that_was_not_confirmed_would_have_changed(as_eve, acme, eve):
    make_contact(acme, name="Ann")
    reviewed = bring_back(acme, eve, [exported(acme)[0] | {"state": "TX"}])
    as_eve.post(url("import_cancel", acme, reviewed.pk))

    assert "What the file would have changed All of them. See every" in told(as_eve, reviewed)


def test_row_with_a_broken_version_says_whose_it_is(as_eve, acme, eve):
    make_contact(acme, name="Ann")
    reviewed = bring_back(acme, eve, [exported(acme)[0] | {"version": "999", "state": "TX"}])

    html = page(as_eve, url("import_detail", acme, reviewed.pk))

    assert re.findall(r'class="found-cell( whose| broken)', html) == [" broken", " whose"]


def test_result_of_edits_without_an_undo_has_no_note_of_one(as_eve, acme, eve):
    make_contact(acme, name="Ann")

    assert "undone" not in told(as_eve, change(acme, eve, [exported(acme)[0] | {"state": "TX"}]))
