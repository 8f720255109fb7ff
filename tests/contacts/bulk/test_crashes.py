"""Kill -9 at every point of a bulk action and its undo: nothing lost, nothing twice."""

import signal
import time

import pytest
from django.core.management import call_command
from django.db import connections

from contacts import bulk_actions, jobs
from contacts.bulk import frozen, undoing
from contacts.models import ContactChange, FrozenContacts, Job, JobKind, JobState
from tests.contacts.bulk.acting import begun, carriers, everybody
from tests.contacts.imports import victims
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

STEP = ("computed", "applied", "moved", "committed")
KINDS = ("add_flags", "undo_flags", "delete")
POINTS = [
    ("bulk written", 1),
    ("undo_flags written", 1),
    *[(f"{kind} {point}", 1) for kind in KINDS for point in ("recorded", "woken", "claimed")],
    *[(f"{kind} step {point}", 2) for kind in KINDS for point in STEP],
    *[(f"{kind} last step {point}", 1) for kind in KINDS for point in STEP],
]


def whole_life(slug: str, username: str) -> None:
    """Flags for the Texans, taken back, and the Texans deleted."""
    for module in (frozen, undoing):
        module.BATCHES = {"sqlite": 3, "postgresql": 3}
    go_through(Workspace.objects.get(slug=slug), User.objects.get(username=username))


def go_through(workspace: Workspace, person: User) -> None:
    """What the person does who comes back: whatever is not there yet."""
    vip = workspace.flags.get(name="VIP")
    call_command("worker", "--once")
    added = workspace.jobs.filter(kind=JobKind.ADD_FLAGS).first()
    added = added or begun(JobKind.ADD_FLAGS, everybody(workspace), person, vip)
    call_command("worker", "--once")
    if not workspace.jobs.filter(kind=JobKind.UNDO_FLAGS).exists():
        added.refresh_from_db()
        assert len(carriers(vip)) == 10
        assert set(revisions(workspace)) == {1, 2}
        assert bulk_actions.undo(added, person)
        call_command("worker", "--once")
    if not workspace.jobs.filter(kind=JobKind.DELETE).exists():
        assert carriers(vip) == ["Texan 0", "Texan 1"]
        assert ContactChange.objects.filter(workspace=workspace, job=added).count() == 8
        begun(JobKind.DELETE, everybody(workspace), person)
        call_command("worker", "--once")


def revisions(workspace: Workspace) -> list[int]:
    return list(workspace.contacts.filter(state="Texas").values_list("revision", flat=True))


@pytest.fixture
def office(acme, crowd, threes, by_worker, settings) -> Workspace:
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS
    return acme


@pytest.mark.parametrize(("point", "hit"), POINTS, ids=lambda value: str(value))
def test_killed_process_loses_and_doubles_nothing(office, ada, point, hit):
    connections.close_all()
    orders = {"failpoint": (point, "SIGKILL", hit)}
    victim = victims.start(whole_life, office.slug, "ada", **orders)
    assert victims.end(victim) == -signal.SIGKILL

    time.sleep(victims.LEASE_SECONDS)
    go_through(office, ada)

    assert not Job.objects.exclude(state=JobState.DONE).exists(), "a job is stuck"
    counts = dict(office.jobs.values_list("kind", "counts"))
    assert counts == {
        "add_flags": {"left": 0, "changed": 8, "same": 2},
        "undo_flags": {"changed": 8, "kept": 0},
        "delete": {"left": 0, "changed": 10},
    }
    assert office.contacts.count() == 2
    assert not FrozenContacts.objects.exists()


def test_effect_apart_from_its_cursor_is_noticed(office, ada):
    """The fault these tests are for: done in one transaction, counted in the next."""
    connections.close_all()
    orders = {"failpoint": ("add_flags step applied", "SIGKILL", 2), "mutant": "cursor outside"}
    victim = victims.start(whole_life, office.slug, "ada", **orders)
    assert victims.end(victim) == -signal.SIGKILL
    time.sleep(victims.LEASE_SECONDS)
    call_command("worker", "--once")

    added = office.jobs.get(kind=JobKind.ADD_FLAGS)
    assert added.state not in jobs.UNFINISHED
    assert added.counts["changed"] != 8
