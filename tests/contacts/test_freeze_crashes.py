"""Kill -9 at every point of a freezing: one moment, each contact once."""

import signal
import time

import pytest
from django.core.management import call_command
from django.db import connection, connections

from contacts import frozen_lists
from contacts.models import FrozenMember, Job, JobState
from tests import factories
from tests.contacts.imports import victims
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

STEP = ("computed", "applied", "moved", "committed")
POINTS = [
    *[(f"freeze {point}", 1) for point in ("recorded", "woken", "claimed")],
    *[(f"freeze step {point}", hit) for point in STEP for hit in (1, 2)],
    *[(f"freeze last step {point}", 1) for point in STEP],
]


def freeze_all(slug: str, username: str) -> None:
    """What the web process and the worker do, in a process of their own."""
    from contacts import freezing

    freezing.CHUNKS = dict.fromkeys(freezing.CHUNKS, 4)
    workspace, person = Workspace.objects.get(slug=slug), User.objects.get(username=username)
    frozen_lists.freeze(workspace.audiences.get(), person)
    call_command("worker", "--once")


@pytest.mark.parametrize(("point", "hit"), POINTS, ids=str)
def test_a_killed_freezing_is_finished_with_each_contact_once(acme, ada, settings, point, hit):
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS
    contacts = [factories.make_contact(acme) for _ in range(11)]
    factories.make_audience(acme, "", name="All")
    # A connection that a transaction holds open keeps others from the SQLite file.
    connections.close_all()
    victim = victims.start(freeze_all, "acme", "ada", failpoint=(point, "SIGKILL", hit))
    assert victims.end(victim) == -signal.SIGKILL
    factories.make_contact(acme, name="Late")

    time.sleep(victims.LEASE_SECONDS)
    call_command("worker", "--once")

    assert not Job.objects.exclude(state=JobState.DONE).exists(), "a job is stuck"
    frozen = acme.frozen_lists.get()
    assert frozen.snapshot is None
    members = FrozenMember.objects.order_by("contact_id").values_list("contact_id", flat=True)
    looked = point not in ("freeze recorded", "freeze woken", "freeze claimed") and (
        (point, hit) not in [(f"freeze step {name}", 1) for name in STEP[:3]]
    )
    late = [] if looked else [acme.contacts.get(name="Late").pk]
    assert list(members) == [contact.pk for contact in contacts] + late
    assert frozen.total == len(members)
    connection.check_constraints()
