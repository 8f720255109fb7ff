"""Undo: created contacts go, overwritten values come back, what a person changed stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts import jobs, uploads, writing
from contacts.imports import commit
from contacts.imports.undo import Undo, kept
from contacts.models import (
    ContactChange,
    ContactFlag,
    ContactImport,
    DuplicatePolicy,
    Interaction,
    Job,
    JobState,
)
from tests.contacts.imports.files import (
    confirm,
    csv_bytes,
    expire,
    one_step,
    undo,
    upload,
    work_off,
)
from tests.factories import make_contact
from workspaces.models import AuditEntry, Membership, Role

pytestmark = pytest.mark.django_db(transaction=True)

NEW = [f"New {n},+1415555020{n},,CA," for n in range(7)]
KNOWN = [f"Known {n} by file,+1415555030{n},file@example.com,," for n in range(5)]
FILE = csv_bytes(*NEW, *KNOWN)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Many steps also for small files."""
    monkeypatch.setattr(commit, "CHUNKS", {"sqlite": 3, "postgresql": 3})
    monkeypatch.setattr("contacts.imports.undo.CHUNKS", {"sqlite": 3, "postgresql": 3})


@pytest.fixture
def by_worker(settings):
    """Nothing is done within the request."""
    settings.IMPORT_INLINE_ROWS = -1


@pytest.fixture
def known(acme):
    return [
        make_contact(acme, name=f"Known {n}", phone=f"+1415555030{n}", email="own@example.com")
        for n in range(5)
    ]


@pytest.fixture
def done(acme, ada, known) -> ContactImport:
    """An import that created seven contacts, with a flag, and overwrote five."""
    vip = acme.flags.get(name="VIP")
    contact_import = confirm(
        upload(acme, ada, FILE), ada, policy=DuplicatePolicy.OVERWRITE, flags=[vip]
    )
    assert (contact_import.created_count, contact_import.updated_count) == (7, 5)
    return contact_import


def numbers(contact_import: ContactImport) -> tuple[str, int, int, int]:
    return (
        contact_import.state,
        contact_import.deleted_count,
        contact_import.restored_count,
        contact_import.kept_count,
    )


def names(workspace) -> list[tuple[str, str]]:
    return sorted(workspace.contacts.values_list("name", "email"))


ORIGINAL = [(f"Known {n}", "own@example.com") for n in range(5)]


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


def test_undo_happens_once_whoever_asks_how_often(acme, ada, eve, done):
    assert [uploads.undo(done, person) for person in (ada, eve, ada)] == [True, False, False]

    assert done.jobs.filter(kind="undo").count() == 1
    assert AuditEntry.objects.filter(action="import.undone").count() == 1


def test_work_in_many_hands_ends_as_in_one(acme, ada, done, by_worker):
    assert uploads.undo(done, ada)
    job, steps = done.jobs.last(), 0
    while job.state in jobs.UNFINISHED:
        one_step(job)
        steps += 1

    done.refresh_from_db()
    assert numbers(done) == ("undone", 7, 5, 0)
    assert names(acme) == ORIGINAL
    assert steps > 3
    assert ContactChange.objects.filter(kind="undone").count() == 5


@pytest.mark.parametrize("steps_before", range(5))
def test_process_that_slept_past_its_lease_takes_nothing_back(
    acme, ada, done, by_worker, steps_before
):
    assert uploads.undo(done, ada)
    job = done.jobs.last()
    for _ in range(steps_before):
        one_step(job)
    sleeper = jobs.claim(job.pk)
    step = Undo(sleeper).step(sleeper)
    expire(sleeper)
    work_off(done)
    assert numbers(done) == ("undone", 7, 5, 0)
    again = make_contact(acme, name="New 0", phone="+14155550200")

    with pytest.raises(jobs.LeaseLost):
        jobs._take_effect(sleeper, step)

    done.refresh_from_db()
    assert numbers(done) == ("undone", 7, 5, 0)
    assert names(acme) == sorted([*ORIGINAL, ("New 0", "")])
    assert again.revision == 1


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


@pytest.mark.parametrize("steps", [1, 4])
def test_undo_that_was_cancelled_says_how_far_it_came_and_can_be_taken_up_again(
    acme, ada, done, by_worker, steps
):
    assert uploads.undo(done, ada)
    for _ in range(steps):
        one_step(done.jobs.last())

    uploads.cancel(done, ada)

    done.refresh_from_db()
    assert (done.state, done.reason) == ("cancelled", jobs.CANCELLED_BY_PERSON)
    assert done.deleted_count + done.restored_count == done.jobs.last().done > 0
    undo(done, ada)
    assert numbers(done) == ("undone", 7, 5, 0)
    assert names(acme) == ORIGINAL


def test_person_who_lost_the_right_stops_the_undo(acme, ada, eve, done, by_worker):
    assert uploads.undo(done, eve)
    one_step(done.jobs.last())
    Membership.objects.filter(workspace=acme, user=eve).update(role=Role.VIEWER)

    work_off(done)

    assert (done.state, done.deleted_count) == ("cancelled", 3)
    assert done.reason == "Eve may no longer change contacts of this workspace."


def test_failed_undo_can_be_resumed_or_left(acme, ada, done, by_worker, monkeypatch):
    ended = done.finished_at

    def fail(self, job, after):
        raise RuntimeError("Out of order.")

    assert uploads.undo(done, ada)
    with monkeypatch.context() as broken:
        broken.setattr(Undo, "_restore", fail)
        work_off(done)
        assert (done.state, done.deleted_count) == ("failed", 7)
        assert uploads.resume(done)
        work_off(done)
        assert (done.state, done.finished_at) == ("failed", ended)
    assert uploads.resume(done)
    work_off(done)
    assert numbers(done) == ("undone", 7, 5, 0)


def test_failed_undo_that_was_left_can_be_undone_for_as_long_as_before(acme, ada, done, by_worker):
    ended = done.finished_at
    assert uploads.undo(done, ada)
    ContactImport.objects.filter(pk=done.pk).update(state="failed")
    Job.objects.filter(pk=done.jobs.last().pk).update(state=JobState.FAILED)

    uploads.cancel(done, ada)

    done.refresh_from_db()
    assert (done.state, done.finished_at) == ("cancelled", ended)
    undo(done, ada)
    assert numbers(done) == ("undone", 7, 5, 0)


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


def test_undo_waits_for_the_import_that_runs(acme, ada, done, by_worker):
    other = upload(acme, ada, csv_bytes(*(f"Other {n},+1415555040{n},,," for n in range(9))))
    uploads.confirm(other, ada)
    one_step(other.jobs.last())
    assert uploads.undo(done, ada)

    assert not jobs.advance(done.jobs.last().pk)

    work_off(other)
    work_off(done)
    assert numbers(done) == ("undone", 7, 5, 0)
    assert acme.contacts.count() == 5 + 9
