"""Suppressing flags that a file of edited contacts brought, and that its undo leaves behind."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from contacts import jobs, uploads, writing
from contacts.imports.kept_flags import still_flagged
from contacts.models import ChangeKind, Contact, ContactChange, ContactImport, Flag
from contacts.writing import suppression
from tests.contacts.imports.edited import change, exported, values
from tests.contacts.imports.files import DOCUMENTED, confirm, one_step, undo, upload
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


@pytest.fixture
def half_undone(acme, ada, ines, stop, monkeypatch, settings) -> ContactImport:
    """Inès and Zoé were given such a number; the undo was cancelled when it had restored one."""
    make_contact(acme, [stop], name="Bo", phone=NEVER_CALLED)
    make_contact(acme, name="Zoé", phone="+442079460102")
    rows = [row for row in exported(acme) if row["name"] != "Bo"]
    for row in rows:
        row["phone"] = NEVER_CALLED
    contact_import = change(acme, ada, rows)
    monkeypatch.setattr("contacts.imports.undo.CHUNK", 1)
    settings.IMPORT_INLINE_ROWS = -1
    assert uploads.undo(contact_import, ada)
    job = contact_import.jobs.last()
    while not contact_import.restored_count:
        one_step(job)
        contact_import.refresh_from_db()
    jobs.cancel(job)
    contact_import.refresh_from_db()
    return contact_import


def test_half_an_undo_names_whom_it_restored(half_undone, as_ada):
    assert (half_undone.state, half_undone.restored_count) == ("cancelled", 1)
    restored = still_flagged(half_undone, half_undone=True)
    names = [(contact.name, contact.phone) for contact in restored]
    assert [phone != NEVER_CALLED for _, phone in names] == [True]

    page = as_ada.get(f"/w/acme/imports/{half_undone.pk}/")

    assert "The undo stopped half-way" in page.text
    assert "1 contact keeps a suppressing flag that came with the import" in page.text
    assert [contact.name for contact in page.context["flagged"]] == [names[0][0]]


def test_the_rest_of_half_an_undo_names_all(half_undone, ada):
    undo(half_undone, ada)

    assert half_undone.state == "undone"
    assert {name for name, _ in flagged(half_undone)} == {"Inès", "Zoé"}


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


@contextmanager
def analyzed() -> Iterator[None]:
    """The planner knows how many rows there are, and forgets it: other tests ask it, too."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        yield
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")


def test_nothing_is_read_of_what_else_the_import_changed(acme, edited):
    job = edited.jobs.latest("pk")
    others = (
        ContactChange(workspace=acme, contact_id=number, job=job, kind=ChangeKind.IMPORTED)
        for number in range(10**9, 10**9 + 3000)
    )
    ContactChange.objects.bulk_create(others)

    with analyzed():
        plan = still_flagged(edited).explain()

    assert "contact_change_flagged" in plan
    assert "contact_change_job" not in plan
