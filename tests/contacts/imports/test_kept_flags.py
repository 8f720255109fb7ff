"""Suppressing flags that a file of edited contacts brought, and that its undo leaves behind."""

import pytest

from contacts import writing
from contacts.imports.kept_flags import still_flagged
from contacts.models import Contact, Flag
from contacts.writing import suppression
from tests.contacts.imports.edited import change, exported, values
from tests.contacts.imports.files import DOCUMENTED, confirm, undo, upload
from tests.factories import make_contact

pytestmark = pytest.mark.django_db(transaction=True)

OWN, NEVER_CALLED = "+442079460101", "+442079460199"


@pytest.fixture
def stop(acme) -> Flag:
    return acme.flags.get(suppressing=True)


@pytest.fixture
def ines(acme) -> Contact:
    return make_contact(acme, name="Inès", phone=OWN)


@pytest.fixture
def edited(acme, ada, ines, stop):
    """An import that gave Inès, by mistake, the number of somebody who must not be called."""
    make_contact(acme, name="Bo", phone=NEVER_CALLED)
    rows = exported(acme)
    bo = acme.contacts.get(name="Bo")
    writing.change(bo, ada, {}, [stop], revision=1)
    rows[0]["phone"] = NEVER_CALLED
    return change(acme, ada, [rows[0]])


def flagged(contact_import) -> list[tuple[str, list[str]]]:
    return [
        (contact.name, [flag.name for flag in contact.suppressing])
        for contact in still_flagged(contact_import)
    ]


def test_flag_that_came_with_the_number_is_told_before_and_after_the_undo(acme, ada, ines, edited):
    assert flagged(edited) == [("Inès", ["Do Not Call"])]

    undo(edited, ada)

    assert values(ines)[1] == OWN
    assert flagged(edited) == [("Inès", ["Do Not Call"])]


def test_number_can_be_called_again_once_a_person_took_the_flag_off(acme, ada, ines, edited):
    undo(edited, ada)
    assert suppression.of_numbers(acme.pk, [OWN])
    ines.refresh_from_db()

    writing.change(ines, ada, {}, [], revision=ines.revision, reason="A slip of the file")

    assert suppression.of_numbers(acme.pk, [OWN]) == {}
    assert suppression.of_numbers(acme.pk, [NEVER_CALLED])
    assert flagged(edited) == []


def test_flag_that_a_person_gave_again_is_none_of_the_import(acme, ada, ines, stop, edited):
    ines.refresh_from_db()
    writing.change(ines, ada, {}, [], revision=ines.revision, reason="A slip of the file")
    writing.change(ines, ada, {}, [stop], revision=ines.revision + 1)

    assert flagged(edited) == []


def test_contact_that_keeps_the_number_keeps_its_flag_unsaid(acme, ada, eve, ines, edited):
    ines.refresh_from_db()
    writing.change(ines, eve, {"state": "TX"}, revision=ines.revision)

    undo(edited, ada)

    assert (edited.restored_count, edited.kept_count) == (0, 1)
    assert values(ines)[1] == NEVER_CALLED
    assert flagged(edited) == []


def test_flag_that_the_contact_had_before_is_none_of_the_import(acme, ada, ines, stop):
    make_contact(acme, [stop], phone=NEVER_CALLED)
    writing.change(ines, ada, {}, [stop], revision=1)
    rows = exported(acme)
    rows[0]["phone"] = NEVER_CALLED

    contact_import = change(acme, ada, rows)

    assert (contact_import.updated_count, flagged(contact_import)) == (1, [])


def test_new_contacts_are_flagged_for_good(acme, ada, stop):
    writing.delete(make_contact(acme, [stop], phone="+1234567890"), ada)

    contact_import = confirm(upload(acme, ada, DOCUMENTED), ada)

    assert (contact_import.suppressed_count, flagged(contact_import)) == (1, [])
