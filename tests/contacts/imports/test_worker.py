"""The worker's loop: fair to all workspaces, patient with the database, ending when told."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from contacts import jobs, uploads
from contacts.imports import review
from contacts.management.commands import worker
from contacts.models import Job, JobState
from tests.contacts.imports.files import DOCUMENTED, csv_bytes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def by_worker(settings):
    settings.IMPORT_INLINE_ROWS = -1


@pytest.fixture
def kept_signals() -> Iterator[None]:
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


class AwayOnce:
    """A database that fails the statement which begins like this, the first time."""

    def __init__(self, beginning: str) -> None:
        self.beginning = beginning
        self.failed = False

    def __call__(self, execute, sql, params, many, context):
        if not self.failed and sql.startswith(self.beginning):
            self.failed = True
            raise OperationalError("the database is away")
        return execute(sql, params, many, context)


def test_worker_does_all_that_is_due(acme, globex, ada):
    for workspace in (acme, globex, acme):
        uploads.receive(workspace, ada, "people.csv", [DOCUMENTED])

    call_command("worker", "--once")

    assert [job.state for job in Job.objects.all()] == [JobState.DONE] * 3


def test_wake_up_is_a_step_and_the_sweep_does_the_rest(acme, ada, monkeypatch):
    """A worker that is told to stop need not wait until a wake-up has done a whole import."""
    monkeypatch.setattr(review, "CHUNK", 1)
    uploads.receive(acme, ada, "people.csv", [DOCUMENTED])
    assert DBTaskResult.objects.ready().count() == 1
    command = worker.Command()

    command.run_wake_ups()

    assert Job.objects.get().state == JobState.RUNNING
    assert DBTaskResult.objects.ready().count() == 0

    command.sweep()

    assert Job.objects.get().state == JobState.DONE


def test_huge_file_starves_nobody(acme, globex, ada, monkeypatch):
    monkeypatch.setattr(review, "CHUNK", 1)
    monkeypatch.setattr(jobs, "SLICE_SECONDS", 0)
    rows = csv_bytes(*(f"Ann,+1415555{n:04d},,," for n in range(50)))
    huge = uploads.receive(acme, ada, "huge.csv", [rows]).jobs.get()
    small = uploads.receive(globex, ada, "small.csv", [DOCUMENTED]).jobs.get()
    DBTaskResult.objects.all().delete()
    command = worker.Command()

    while small.state in jobs.UNFINISHED:
        command.sweep()
        small.refresh_from_db()

    huge.refresh_from_db()
    assert (huge.state, huge.done < 10) == (JobState.RUNNING, True)
    assert command.sweep()
    huge.refresh_from_db()
    assert huge.state == JobState.DONE


@pytest.mark.parametrize("statement", ['SELECT "contacts_job"', 'UPDATE "contacts_contactimport"'])
def test_database_that_was_away_is_waited_for(acme, ada, monkeypatch, settings, statement):
    monkeypatch.setattr(worker, "RETRY_SECONDS", 0)
    settings.JOB_LEASE_SECONDS = 0
    uploads.receive(acme, ada, "people.csv", [DOCUMENTED])
    DBTaskResult.objects.all().delete()
    away = AwayOnce(statement)

    with connection.execute_wrapper(away):
        call_command("worker", "--once")

    assert away.failed
    assert Job.objects.get().state == JobState.DONE


def test_worker_ends_when_it_is_told_to(acme, ada, kept_signals, monkeypatch):
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)
    uploads.receive(acme, ada, "people.csv", [DOCUMENTED])
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM)).start()

    call_command("worker")

    assert Job.objects.get().state == JobState.DONE


def test_worker_that_is_stopping_lets_the_job_go(acme, ada, monkeypatch):
    monkeypatch.setattr(review, "CHUNK", 1)
    job = uploads.receive(acme, ada, "people.csv", [DOCUMENTED]).jobs.get()
    DBTaskResult.objects.all().delete()
    command = worker.Command()

    jobs.advance_fairly(job.pk, stopping=lambda: True)
    command.stop(signal.SIGTERM, None)

    assert not command.sweep()
    job.refresh_from_db()
    assert (job.state, job.lease_until) == (JobState.RUNNING, None)


def test_import_that_must_wait_for_its_turn_does_not_hold_up_a_review(acme, ada, settings):
    settings.IMPORT_INLINE_ROWS = 100
    first, second = (uploads.receive(acme, ada, "people.csv", [DOCUMENTED]) for _ in range(2))
    settings.IMPORT_INLINE_ROWS = -1
    for contact_import in (first, second):
        contact_import.refresh_from_db()
        uploads.confirm(contact_import, ada)
    assert jobs.claim(first.jobs.last().pk)
    third = uploads.receive(acme, ada, "people.csv", [DOCUMENTED])
    DBTaskResult.objects.all().delete()

    call_command("worker", "--once")

    third.refresh_from_db()
    assert third.state == "ready"
    assert second.jobs.last().state == JobState.WAITING
