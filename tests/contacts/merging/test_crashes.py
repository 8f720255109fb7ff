"""Merges and their undo are killed wherever a process can be: each group is done once."""

import signal
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from contacts import jobs
from contacts.merging import merge_exact, unmerge
from contacts.models import ContactChange, Job, JobKind, JobState, Merge
from tests.contacts.imports import victims
from tests.contacts.merging.groups import GROUPS, make_groups
from tests.contacts.merging.whole import whole
from workspaces.models import AuditEntry, User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

CHUNKS = {"sqlite": 3, "postgresql": 3}
PLACES = [("claimed", 1)] + [
    (f"{step} {point}", hit)
    for step, hit in (("step", 2), ("last step", 1))
    for point in ("computed", "applied", "moved", "committed")
]
by_place = pytest.mark.parametrize(("place", "hit"), PLACES)


@pytest.fixture(autouse=True)
def short_leases(settings) -> None:
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS


def work_in_small_steps() -> None:
    """What the victim does."""
    merge_exact.CHUNKS = unmerge.CHUNKS = CHUNKS
    victims.work_off()


def die_and_go_on(job: Job, place: str, hit: int, **orders: Any) -> None:
    """The worker is killed at the place; another one does the rest."""
    connections.close_all()
    failpoint = (f"{job.kind} {place}", "SIGKILL", hit)
    victim = victims.start(work_in_small_steps, failpoint=failpoint, **orders)
    assert victims.end(victim) == -signal.SIGKILL
    time.sleep(victims.LEASE_SECONDS)
    call_command("worker", "--once")
    job.refresh_from_db()


def start_merge(workspace: Workspace, person: User) -> Job:
    return jobs.start(JobKind.MERGE, workspace, person, total=GROUPS, actor_name=str(person))


def start_undo(workspace: Workspace, person: User) -> tuple[Job, dict[str, Any]]:
    """The undo of a merge that is done, and what was there before that."""
    before = whole(workspace)
    merged = start_merge(workspace, person)
    jobs.advance(merged.pk)
    assert workspace.contacts.count() == GROUPS
    undo = jobs.start(
        JobKind.UNMERGE, workspace, person, total=GROUPS, merges_of=merged.pk, actor_name="ada"
    )
    return undo, before


def check_merged(job: Job) -> None:
    assert job.state == JobState.DONE
    assert job.counts == {"groups": GROUPS, "merged": GROUPS, "skipped": 0}
    contacts = job.workspace.contacts
    assert Merge.objects.filter(job=job).count() == contacts.count() == GROUPS
    assert ContactChange.objects.filter(kind="merged").count() == GROUPS
    assert ContactChange.objects.filter(kind="created").count() == 2 * GROUPS
    assert contacts.filter(flags__suppressing=True).count() == 3
    assert AuditEntry.objects.filter(action="merges.ended").count() == 1
    connection.check_constraints()


def check_undone(job: Job, before: dict[str, Any]) -> None:
    assert job.state == JobState.DONE
    assert job.counts == {"groups": GROUPS, "kept": 0, "changed": 0}
    assert whole(job.workspace) == before
    assert not Merge.objects.in_force().exists()
    assert ContactChange.objects.filter(kind="unmerged").count() == 2 * GROUPS
    assert AuditEntry.objects.filter(action="unmerges.ended").count() == 1
    connection.check_constraints()


@by_place
def test_a_merge_that_is_killed_merges_each_group_once(acme, ada, place, hit):
    make_groups(acme)
    job = start_merge(acme, ada)

    die_and_go_on(job, place, hit)

    check_merged(job)


@by_place
def test_an_undo_that_is_killed_gives_each_group_back_once(acme, ada, place, hit):
    make_groups(acme)
    job, before = start_undo(acme, ada)

    die_and_go_on(job, place, hit)

    check_undone(job, before)


def test_a_cursor_that_moves_by_itself_is_noticed_in_a_merge(acme, ada):
    make_groups(acme)
    job = start_merge(acme, ada)

    die_and_go_on(job, "step applied", 2, mutant="cursor outside")

    with pytest.raises(AssertionError):
        check_merged(job)


def test_a_cursor_that_moves_by_itself_is_noticed_in_an_undo(acme, ada):
    make_groups(acme)
    job, before = start_undo(acme, ada)

    die_and_go_on(job, "step applied", 2, mutant="cursor outside")

    with pytest.raises(AssertionError):
        check_undone(job, before)
