"""A bulk action that fails half-way: it is on record, goes on when resumed, ends when given up."""

import pytest
from django.urls import reverse

from contacts import bulk_actions, jobs
from contacts.models import ContactChange, FrozenContacts, Job, JobKind, JobState
from tests.contacts.bulk.acting import begun, carriers, everybody
from tests.contacts.imports.files import one_step
from workspaces.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)

ADD, REMOVE, DELETE = JobKind.ADD_FLAGS, JobKind.REMOVE_FLAGS, JobKind.DELETE
RECORDED = {ADD: "flags.added", REMOVE: "flags.removed", DELETE: "contacts.deleted"}


def broken(job: Job) -> list[int]:
    """Let the job fail after its first step: what it was for is gone. Returns what that was."""
    one_step(job)
    ids = FrozenContacts.objects.get(job=job).ids()
    FrozenContacts.objects.all().delete()
    jobs.advance(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    return ids


@pytest.mark.parametrize("kind", [ADD, REMOVE, DELETE])
def test_failure_is_recorded_and_can_be_given_up(acme, ada, crowd, vip, threes, by_worker, kind):
    job = begun(kind, everybody(acme), ada, *([] if kind == DELETE else [vip]))
    broken(job)
    did, before = job.counts["changed"], (acme.contacts.count(), carriers(vip))
    failure = AuditEntry.objects.get(action=f"{RECORDED[kind]}_failed")
    assert (failure.detail["contacts"], failure.detail["job"]) == (did, job.pk)

    jobs.give_up(job)

    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.CANCELLED, jobs.CANCELLED_BY_PERSON)
    assert AuditEntry.objects.filter(action=f"{RECORDED[kind]}_cancelled").count() == 1
    assert (acme.contacts.count(), carriers(vip)) == before
    assert not jobs.resume(job)


def test_what_failed_goes_on_when_resumed(acme, ada, crowd, vip, threes, by_worker):
    job = begun(ADD, everybody(acme), ada, vip)
    FrozenContacts.freeze(job, broken(job))

    assert jobs.resume(job)
    jobs.advance(job.pk)

    job.refresh_from_db()
    assert (job.state, job.counts) == (JobState.DONE, {"left": 0, "changed": 8, "same": 2})
    assert ContactChange.objects.filter(job=job).count() == 8


def test_undo_that_fails_is_recorded_and_can_be_given_up(acme, ada, crowd, vip, threes, by_worker):
    job = begun(ADD, everybody(acme), ada, vip)
    jobs.advance(job.pk)
    job.refresh_from_db()
    undo = bulk_actions.undo(job, ada)
    one_step(undo)
    journal = ContactChange.objects.filter(job=job)
    journal.filter(pk=journal.latest("pk").pk).update(values={"added": [0]})
    jobs.advance(undo.pk)
    undo.refresh_from_db()
    assert undo.state == JobState.FAILED
    assert AuditEntry.objects.get(action="flags.undone_failed").detail["job"] == undo.pk

    jobs.give_up(undo)

    undo.refresh_from_db()
    assert undo.state == JobState.CANCELLED
    assert AuditEntry.objects.filter(action="flags.undone_cancelled").count() == 1


def test_job_that_has_not_failed_is_not_given_up(acme, ada, crowd, vip, by_worker):
    job = begun(ADD, everybody(acme), ada, vip)
    jobs.advance(job.pk)

    jobs.give_up(job)

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_page_of_what_failed_offers_both_ways(
    acme, ada, as_eve, as_vic, crowd, vip, threes, by_worker
):
    job = begun(ADD, everybody(acme), ada, vip)
    broken(job)
    page, give_up = (reverse(name, args=["acme", job.pk]) for name in ("job_detail", "job_cancel"))
    assert "Give up" in as_eve.get(page).content.decode()
    assert "Give up" not in as_vic.get(page).content.decode()

    assert as_eve.post(give_up)["Location"] == page

    shown = as_eve.get(page).content.decode()
    assert "This was stopped before its end" in shown
    assert "Resume" not in shown
