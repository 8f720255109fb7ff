"""Kill -9 while edited contacts are brought back: each is changed once, and restored once."""

import os
import signal
import time

import pytest
from django.core.management import call_command
from django.db import connection, connections

from contacts import uploads
from contacts.models import ContactChange, ContactImport, ImportKind, Job, JobState
from tests import factories
from tests.contacts.imports import victims
from tests.contacts.imports.edited import counts, exported, file_of
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

SIZE = 11
OLD, NEW = "+442079460101", "+442079460199"
STEP = ("computed", "applied", "moved", "committed")
POINTS = [
    *[(point, 1) for point in ("upload stored", "upload written", "confirm written")],
    *[(f"edit {point}", 1) for point in ("recorded", "woken", "claimed")],
    *[(f"{kind} step {point}", 2) for kind in ("review", "edit") for point in STEP],
    *[(f"undo step {point}", 2) for point in STEP],
    *[(f"{kind} last step {point}", 1) for kind in ("review", "edit", "undo") for point in STEP],
]


@pytest.fixture
def office(acme, ada, settings) -> Workspace:
    """Eleven contacts; the third must not be called, and the file gives it another number."""
    settings.IMPORT_INLINE_ROWS = -1
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS
    stop = acme.flags.get(suppressing=True)
    for number in range(SIZE):
        marked = {"flags": [stop], "phone": OLD} if number == 2 else {}
        factories.make_contact(acme, name=f"Person {number}", **marked)
    return acme


@pytest.fixture
def content(office) -> bytes:
    rows = exported(office)
    for row in rows[:-1]:
        row["state"] = "By file"
    rows[2]["phone"] = NEW
    return file_of(rows)


def die(point: str, hit: int, workspace: Workspace, content: bytes, **orders: str) -> None:
    connections.close_all()
    victim = victims.start(
        victims.life_of_edits,
        workspace.slug,
        "ada",
        content,
        failpoint=(point, "SIGKILL", hit),
        **orders,
    )
    assert victims.end(victim) == -signal.SIGKILL


def go_on() -> None:
    time.sleep(victims.LEASE_SECONDS)
    call_command("worker", "--once")
    assert not Job.objects.exclude(state=JobState.DONE).exists(), "a job is stuck"


def finish(workspace: Workspace, person: User, content: bytes) -> ContactImport:
    """What the person does who comes back: upload again if it was lost, and confirm."""
    contact_import = workspace.imports.first() or uploads.receive(
        workspace, person, "people.csv", [content], ImportKind.UPDATE
    )
    go_on()
    if uploads.confirm(contact_import, person):
        go_on()
    contact_import.refresh_from_db()
    return contact_import


def states(workspace: Workspace) -> list[tuple[str, int]]:
    return list(workspace.contacts.order_by("pk").values_list("state", "revision"))


def check_changed(contact_import: ContactImport) -> None:
    workspace = contact_import.workspace
    assert (contact_import.state, *counts(contact_import)) == ("completed", 11, 11, 1, 0, 0)
    assert (contact_import.updated_count, contact_import.skipped_count) == (10, 0)
    assert states(workspace) == [*[("By file", 2)] * 10, ("", 1)]
    assert workspace.contacts.get(phone=NEW).flags.get().suppressing
    assert workspace.suppressed_numbers.count() == 1
    assert ContactChange.objects.filter(kind="imported").count() == 10


def check_undone(contact_import: ContactImport) -> None:
    workspace = contact_import.workspace
    assert (contact_import.state, contact_import.restored_count) == ("undone", 10)
    assert contact_import.kept_count == 0
    assert states(workspace) == [*[("", 3)] * 10, ("", 1)]
    assert workspace.contacts.get(phone=OLD).flags.get().suppressing
    assert ContactChange.objects.filter(kind="undone").count() == 10
    connection.check_constraints()


def take_back(contact_import: ContactImport, person: User) -> None:
    if uploads.undo(contact_import, person):
        go_on()
    contact_import.refresh_from_db()


@pytest.mark.parametrize(("point", "hit"), POINTS, ids=str)
def test_killed_process_loses_and_doubles_no_edit(office, ada, content, point, hit):
    die(point, hit, office, content)

    contact_import = finish(office, ada, content)
    if contact_import.state == "completed":
        check_changed(contact_import)
        take_back(contact_import, ada)

    check_undone(contact_import)


def test_process_that_wakes_after_its_lease_edits_nothing(office, ada, content):
    connections.close_all()
    sleeper = victims.start(
        victims.life_of_edits,
        office.slug,
        "ada",
        content,
        failpoint=("edit step computed", "SIGSTOP", 2),
    )
    victims.wait_until_stopped(sleeper)
    contact_import = finish(office, ada, content)
    check_changed(contact_import)
    connections.close_all()
    os.kill(sleeper.pid, signal.SIGCONT)
    victims.end(sleeper)

    take_back(contact_import, ada)
    check_undone(contact_import)


def test_revision_alone_keeps_a_step_from_being_done_twice(office, ada, content):
    die("edit step applied", 2, office, content, mutant="cursor outside")

    check_changed(finish(office, ada, content))
