"""A thousand groups in one job, whose worker is killed again and again, wherever it is."""

import random
import signal
import time

import pytest
from django.core.management import call_command
from django.db import connection, connections

from contacts import jobs
from contacts.merging import count_exact
from contacts.models import Contact, ContactChange, Job, JobKind, JobState, Merge
from tests.contacts.imports import victims
from workspaces.models import AuditEntry, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

GROUPS, KILLS = 1_000, 4


@pytest.fixture(autouse=True)
def short_leases(settings) -> None:
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS


def make_pairs(workspace: Workspace) -> None:
    Contact.objects.bulk_create(
        Contact(
            workspace=workspace,
            name=f"{'Élodie' if twin else 'ELODIE'} {number}",
            phone=f"+1415555{number:04}",
            email=f"elodie{number}@example.org",
        )
        for number in range(GROUPS)
        for twin in (True, False)
    )


def kill_at(job: Job, place: int) -> None:
    """Let a worker do the job until that many groups are done, and kill it soon after."""
    connections.close_all()
    victim = victims.start(victims.work_off)
    while job.done < place and victim.is_alive():
        time.sleep(random.random() / 50)
        job.refresh_from_db()
    victim.kill()
    assert victims.end(victim) == -signal.SIGKILL, "the worker was done before it was killed"
    time.sleep(victims.LEASE_SECONDS)


def test_a_thousand_groups_are_merged_once_though_the_worker_is_killed(acme, ada):
    make_pairs(acme)
    assert count_exact(acme) == GROUPS
    job = jobs.start(JobKind.MERGE, acme, ada, total=GROUPS, actor_name=str(ada))

    seen = []
    for place in sorted(random.sample(range(1, GROUPS * 9 // 10), KILLS)):
        kill_at(job, place)
        job.refresh_from_db()
        seen.append(job.done)
        assert Merge.objects.count() == job.done == job.counts["groups"] < GROUPS
    call_command("worker", "--once")

    job.refresh_from_db()
    assert job.state == JobState.DONE and seen == sorted(seen), (job.reason, seen)
    assert job.counts == {"groups": GROUPS, "merged": GROUPS, "skipped": 0}
    assert job.done == job.total == GROUPS
    assert Merge.objects.filter(job=job).values("survivor").distinct().count() == GROUPS
    assert acme.contacts.values("phone").distinct().count() == acme.contacts.count() == GROUPS
    assert ContactChange.objects.filter(kind="merged").count() == GROUPS
    assert AuditEntry.objects.filter(action="merges.ended").count() == 1
    assert count_exact(acme) == 0
    connection.check_constraints()
