"""Undo as a job: once, by many hands, stopped half-way, taken up again."""

import pytest

from contacts import jobs, uploads
from contacts.imports.undo import Undo
from contacts.models import (
    ContactChange,
    ContactImport,
    Job,
    JobState,
)
from tests.contacts.imports.files import (
    csv_bytes,
    expire,
    one_step,
    undo,
    upload,
    work_off,
)
from tests.contacts.imports.undoing import ORIGINAL, names, numbers
from tests.factories import make_contact
from workspaces.models import AuditEntry, Membership, Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("threes")]


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
