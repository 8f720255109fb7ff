"""Undo: created contacts go, overwritten values come back, what a person changed stays."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from contacts import jobs, uploads, writing
from contacts.imports.undo import Undo, kept
from contacts.models import (
    ContactChange,
    ContactFlag,
    ContactImport,
    Interaction,
)
from tests.contacts.at_once import at_once, somebody_waits
from tests.contacts.imports.files import (
    expire,
    one_step,
    undo,
    upload,
    work_off,
)
from tests.contacts.imports.undoing import FILE, ORIGINAL, names, numbers
from tests.factories import make_contact
from tests.tooling.waiting import PATIENCE, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("threes")]


def test_undo_leaves_the_workspace_as_it_was_before(acme, globex, ada, done):
    neighbour = make_contact(globex, phone="+14155550201")

    undo(done, ada)

    assert numbers(done) == ("undone", 7, 5, 0)
    assert (done.created_count, done.updated_count, done.undone_by) == (7, 5, ada)
    assert names(acme) == ORIGINAL
    assert not ContactFlag.objects.filter(workspace=acme).exists()
    assert list(globex.contacts.all()) == [neighbour]
    assert done.jobs.last().done == 12


def test_restored_contact_is_right_in_every_column_and_says_why(acme, ada, eve, known, done):
    undo(done, eve)

    contact = known[0]
    contact.refresh_from_db()
    assert (contact.revision, contact.updated_by) == (3, eve)
    before = (contact.search_text, contact.name_key, contact.email_key)
    contact.derive()
    assert before == (contact.search_text, contact.name_key, contact.email_key)
    entry = ContactChange.objects.get(contact_id=contact.pk, kind="undone")
    assert (entry.actor, entry.revision, entry.values) == (
        eve,
        3,
        {
            "name": ["Known 0 by file", "Known 0"],
            "email": ["file@example.com", "own@example.com"],
        },
    )


def test_what_is_being_saved_while_the_undo_comes_by_is_kept(acme, ada, done):
    contact = acme.contacts.get(name="New 2")
    is_written = Event()

    def save() -> None:
        with transaction.atomic():
            writing.change(contact, ada, {"state": "NV"}, revision=1)
            is_written.set()
            eventually(somebody_waits)

    def take_back() -> None:
        is_written.wait(PATIENCE)
        undo(done, ada)

    assert at_once(save, take_back) == [None, None]
    assert numbers(done) == ("undone", 6, 5, 1)
    assert acme.contacts.get(name="New 2").state == "NV"


def test_what_a_person_changed_since_is_kept_and_named(acme, ada, known, done):
    created = acme.contacts.get(name="New 2")
    writing.change(created, ada, {"state": "NV"}, revision=1)
    flagged = acme.contacts.get(name="New 3")
    writing.change(flagged, ada, {}, [], revision=1)
    writing.delete(acme.contacts.get(name="New 4"), ada)
    writing.change(known[1], ada, {"notes": "Call back"}, revision=2)
    writing.delete(known[2], ada)

    undo(done, ada)

    assert numbers(done) == ("undone", 4, 3, 3)
    assert names(acme) == [
        ("Known 0", "own@example.com"),
        ("Known 1 by file", "file@example.com"),
        ("Known 3", "own@example.com"),
        ("Known 4", "own@example.com"),
        ("New 2", ""),
        ("New 3", ""),
    ]
    assert list(kept(done).order_by("pk")) == [known[1], created, flagged]


def test_contact_with_whom_somebody_has_spoken_is_kept(acme, ada, done):
    spoken_with = acme.contacts.get(name="New 5")
    Interaction.objects.create(
        workspace=acme, contact=spoken_with, author=ada, kind="call", text="Will think about it"
    )

    undo(done, ada)

    assert numbers(done) == ("undone", 6, 5, 1)
    assert list(kept(done)) == [spoken_with]


def test_contact_saved_between_reading_and_restoring_is_kept(acme, ada, known, done, by_worker):
    assert uploads.undo(done, ada)
    job = done.jobs.last()
    while job.cursor.get("phase") != "updated":
        one_step(job)
    claimed = jobs.claim(job.pk)
    step = Undo(claimed).step(claimed)
    writing.change(known[0], ada, {"name": "Known to Ada"}, revision=2)

    jobs._take_effect(claimed, step)

    expire(claimed)
    work_off(done)
    assert numbers(done) == ("undone", 7, 4, 1)
    assert list(kept(done)) == [known[0]]


def test_cancelled_import_can_be_undone(acme, ada, known, by_worker):
    contact_import = upload(acme, ada, FILE)
    uploads.confirm(contact_import, ada)
    one_step(contact_import.jobs.last())
    uploads.cancel(contact_import, ada)
    contact_import.refresh_from_db()
    assert (contact_import.state, contact_import.created_count) == ("cancelled", 3)

    undo(contact_import, ada)

    assert numbers(contact_import) == ("undone", 3, 0, 0)
    assert names(acme) == ORIGINAL


@pytest.mark.parametrize("state", ["ready", "importing", "rejected", "expired", "undone"])
def test_only_what_has_ended_can_be_undone(done, ada, state):
    ContactImport.objects.filter(pk=done.pk).update(state=state)

    assert not uploads.undo(done, ada)


def test_undo_is_open_for_thirty_days(done, ada):
    ContactImport.objects.filter(pk=done.pk).update(finished_at=timezone.now() - timedelta(days=30))
    assert not uploads.undo(done, ada)
    ContactImport.objects.filter(pk=done.pk).update(
        finished_at=timezone.now() - timedelta(days=30) + timedelta(minutes=1)
    )
    assert uploads.undo(done, ada)


def test_import_that_did_nothing_cannot_be_undone(acme, ada, known):
    contact_import = upload(acme, ada, FILE)
    uploads.cancel(contact_import, ada)

    assert not uploads.undo(contact_import, ada)
