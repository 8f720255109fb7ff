"""Kill -9 where a person changes what is to be done: repairs, and cancelling half-way."""

import signal
from typing import Any

import pytest
from django.db import connection, connections

from contacts import uploads
from contacts.models import ContactImport, JobState
from tests.contacts.imports import victims
from tests.contacts.imports.files import counts, csv_bytes, expire, one_step, upload, work_off
from workspaces.models import AuditEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("by_worker")]

SPACES = [f"Person {n},+1 415 555 {n:04d},,," for n in range(1, 6)]
FILE = csv_bytes(*(f"Person {n},+1415555{n:04d},,," for n in range(11, 22)), *SPACES)
KINDS = ["phone_needs_cleaning"]


def kill_at(point: str, hit: int, work: Any, *arguments: Any) -> None:
    # A connection that a transaction holds open keeps others from the SQLite file.
    connections.close_all()
    victim = victims.start(work, *arguments, failpoint=(point, "SIGKILL", hit))
    assert victims.end(victim) == -signal.SIGKILL


def go_on(contact_import: ContactImport) -> None:
    """The dead one's lease is over, and the next worker takes over."""
    for job in contact_import.jobs.filter(state=JobState.RUNNING):
        expire(job)
    work_off(contact_import)


@pytest.mark.parametrize(
    ("point", "hit"),
    [
        ("repair written", 1),
        ("review recorded", 1),
        ("review woken", 1),
        ("review step applied", 2),
        ("review step committed", 2),
        ("review last step moved", 1),
        ("review last step committed", 1),
    ],
)
def test_repair_is_done_wholly_or_not_at_all(acme, ada, point, hit):
    contact_import = upload(acme, ada, FILE)

    kill_at(point, hit, victims.repair, "ada", KINDS)

    go_on(contact_import)
    began = point != "repair written"
    assert counts(contact_import) == ((16, 16, 0, 0, 0) if began else (16, 11, 0, 5, 0))
    assert uploads.repair(contact_import, ada, KINDS) is not began
    work_off(contact_import)
    assert counts(contact_import) == (16, 16, 0, 0, 0)
    assert (contact_import.state, contact_import.repaired_rows) == ("ready", 5)
    assert uploads.confirm(contact_import, ada)
    work_off(contact_import)
    assert contact_import.created_count == acme.contacts.count() == 16
    connection.check_constraints()


@pytest.mark.parametrize("kind", ["review", "commit", "undo"])
def test_cancelling_is_done_by_the_next_worker(acme, ada, kind):
    contact_import = uploads.receive(acme, ada, "people.csv", [FILE])
    if kind != "review":
        work_off(contact_import)
        assert uploads.confirm(contact_import, ada)
    if kind == "undo":
        work_off(contact_import)
        assert uploads.undo(contact_import, ada)

    kill_at(f"{kind} ending", 1, victims.cancel_half_way, "ada")

    go_on(contact_import)
    assert contact_import.state == "cancelled"
    assert contact_import.jobs.latest("id").state == JobState.CANCELLED
    left = {"review": 0, "commit": victims.CHUNK, "undo": 11 - victims.CHUNK}[kind]
    assert acme.contacts.count() == left
    assert contact_import.created_count - contact_import.deleted_count == left
    cancelled = AuditEntry.objects.filter(action__endswith="cancelled").count()
    assert cancelled == (kind != "review")


def test_import_that_waits_for_its_turn_is_cancelled_at_once(acme, ada, threes):
    first, second = (uploads.receive(acme, ada, "people.csv", [FILE]) for _ in range(2))
    for contact_import in (first, second):
        work_off(contact_import)
        assert uploads.confirm(contact_import, ada)
    one_step(first.jobs.last())

    uploads.cancel(second, ada)

    second.refresh_from_db()
    assert (second.state, second.created_count) == ("cancelled", 0)
    work_off(first)
    assert (first.state, first.created_count) == ("completed", 11)
