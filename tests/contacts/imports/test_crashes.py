"""Kill -9 at every point of an import's life: nothing lost, nothing twice, nothing stuck."""

import os
import signal
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult

from contacts import housekeeping, uploads, writing
from contacts.imports import storage
from contacts.models import ContactChange, ContactImport, DuplicatePolicy, Job, JobState
from tests import factories
from tests.contacts.imports import victims
from tests.contacts.imports.files import counts, csv_bytes
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

NEW = [f"Person {n},+1415555{n:04d},,CA," for n in range(1, 12)]
KNOWN = ["Ann New,+14155559001,ann@example.org,,", "Bo New,+14155559002,,,"]
FILE = csv_bytes(*NEW[:5], KNOWN[0], "Wrong,1,,,", NEW[0], *NEW[5:], KNOWN[1])
COUNTS = (15, 11, 3, 1, 0)
STOPPED = "+14155550007"

STEP = ("computed", "applied", "moved", "committed")
POINTS = [
    *[(point, 1) for point in ("upload stored", "upload written", "confirm written")],
    ("undo written", 1),
    *[(f"{kind} {point}", 1)
      for kind in ("review", "commit", "undo")
      for point in ("recorded", "woken", "claimed")],
    *[(f"{kind} step {point}", 2) for kind in ("review", "commit", "undo") for point in STEP],
    *[(f"{kind} last step {point}", 1) for kind in ("review", "commit", "undo") for point in STEP],
]  # fmt: skip


@pytest.fixture
def office(acme, globex, ada, settings) -> Workspace:
    """Acme with two contacts that the file knows better; Globex has them too.

    Acme also remembers that the file's seventh number must not be called.
    """
    settings.IMPORT_INLINE_ROWS = -1
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS
    for workspace in (acme, globex):
        for name, phone in (("Ann", "+14155559001"), ("Bo", "+14155559002")):
            factories.make_contact(workspace, name=name, phone=phone)
    stop = acme.flags.get(suppressing=True)
    writing.delete(factories.make_contact(acme, [stop], phone=STOPPED), ada)
    return acme


def kill_at(point: str, hit: int, workspace: Workspace, **orders: Any) -> None:
    """Let a process live an import's whole life up to the point, and make sure it got there."""
    orders |= {"failpoint": (point, "SIGKILL", hit)}
    # A connection that a transaction holds open keeps others from the SQLite file.
    connections.close_all()
    victim = victims.start(victims.whole_life, workspace.slug, "ada", FILE, **orders)
    assert victims.end(victim) == -signal.SIGKILL


def go_on(workspace: Workspace) -> None:
    """The next worker takes over as soon as the dead one's lease is over."""
    time.sleep(victims.LEASE_SECONDS)
    call_command("worker", "--once")
    assert not Job.objects.exclude(state=JobState.DONE).exists(), "a job is stuck"


def finish(workspace: Workspace, person) -> ContactImport:
    """What the person does who comes back: upload again if it was lost, confirm, undo."""
    contact_import = workspace.imports.first() or uploads.receive(
        workspace, person, "people.csv", [FILE]
    )
    go_on(workspace)
    if uploads.confirm(
        contact_import, person, DuplicatePolicy.OVERWRITE, workspace.flags.filter(name="VIP")
    ):
        go_on(workspace)
    contact_import.refresh_from_db()
    return contact_import


def check_imported(contact_import: ContactImport) -> None:
    workspace = contact_import.workspace
    assert contact_import.state == "completed"
    assert counts(contact_import) == COUNTS
    assert (contact_import.created_count, contact_import.updated_count) == (11, 2)
    assert contact_import.skipped_count == 0
    created = workspace.contacts.filter(contact_import=contact_import)
    assert sorted(created.values_list("phone", flat=True)) == [row.split(",")[1] for row in NEW]
    flags = {contact.phone: {flag.name for flag in contact.flags.all()} for contact in created}
    assert flags.pop(STOPPED) == {"VIP", "Do Not Call"}
    assert list(flags.values()) == [{"VIP"}] * 10
    assert contact_import.suppressed_count == 1
    assert ContactChange.objects.filter(workspace=workspace, kind="flagged").count() == 1
    assert people(workspace, "+1415555900") == [("Ann New", 2), ("Bo New", 2)]
    assert ContactChange.objects.filter(workspace=workspace, kind="imported").count() == 2


def check_undone(contact_import: ContactImport) -> None:
    workspace = contact_import.workspace
    assert contact_import.state == "undone"
    assert (contact_import.deleted_count, contact_import.restored_count) == (11, 2)
    assert contact_import.kept_count == 0
    assert people(workspace) == [("Ann", 3), ("Bo", 3)]
    assert workspace.suppressed_numbers.count() == 1
    assert not ContactChange.objects.filter(workspace=workspace, kind="flagged").exists()


def people(workspace: Workspace, phone: str = "") -> list[tuple[str, int]]:
    found = workspace.contacts.filter(phone__startswith=phone).order_by("phone")
    return list(found.values_list("name", "revision"))


def check_rest(workspace: Workspace, neighbour: Workspace) -> None:
    """The neighbour is as it was, no file is left over, and the database is whole."""
    assert people(neighbour) == [("Ann", 1), ("Bo", 1)]
    housekeeping.YOUNG_SECONDS, young = -1, housekeeping.YOUNG_SECONDS
    housekeeping.remove_orphans()
    housekeeping.YOUNG_SECONDS = young
    kept = [storage.folder(contact_import) for contact_import in workspace.imports.all()]
    assert storage.folders() == kept
    assert not DBTaskResult.objects.ready().exists()
    connection.check_constraints()


@pytest.mark.parametrize(("point", "hit"), POINTS, ids=lambda value: str(value))
def test_killed_process_loses_and_doubles_nothing(office, globex, ada, point, hit):
    kill_at(point, hit, office)

    contact_import = finish(office, ada)
    if contact_import.state == "completed":
        check_imported(contact_import)
        assert uploads.undo(contact_import, ada)
        go_on(office)
        contact_import.refresh_from_db()

    check_undone(contact_import)
    check_rest(office, globex)


def test_review_whose_last_step_kills_who_took_it_up_goes_on(office, globex, ada):
    """The files of the one before are still there: they are what the next one begins with."""
    kill_at("review step committed", 4, office)
    time.sleep(victims.LEASE_SECONDS)
    connections.close_all()
    second = victims.start(victims.work_off, failpoint=("review last step applied", "SIGKILL", 1))
    assert victims.end(second) == -signal.SIGKILL

    contact_import = finish(office, ada)

    check_imported(contact_import)
    assert left_by(contact_import) == ["accepted", "problems", "repairs", "upload.csv"]


def left_by(contact_import: ContactImport) -> list[str]:
    files = storage.folder(contact_import).iterdir()
    return sorted(file.name.split("-")[0] for file in files)


@pytest.mark.parametrize("kind", ["review", "commit", "undo"])
def test_process_that_wakes_after_its_lease_writes_nothing(office, globex, ada, kind):
    contact_import = sleep_through(f"{kind} step computed", office, ada)

    check_undone(contact_import)
    check_rest(office, globex)


def sleep_through(point: str, workspace: Workspace, person, **orders: Any) -> ContactImport:
    """A process stands still at the point, others do the work, and it wakes again."""
    orders |= {"failpoint": (point, "SIGSTOP", 2)}
    connections.close_all()
    sleeper = victims.start(victims.whole_life, workspace.slug, "ada", FILE, **orders)
    victims.wait_until_stopped(sleeper)
    contact_import = finish(workspace, person)
    uploads.undo(contact_import, person)
    go_on(workspace)
    connections.close_all()
    os.kill(sleeper.pid, signal.SIGCONT)
    victims.end(sleeper)
    go_on(workspace)
    contact_import.refresh_from_db()
    return contact_import


def test_cursor_that_moves_in_a_transaction_of_its_own_is_noticed(office, ada):
    kill_at("commit step applied", 2, office, mutant="cursor outside")

    with pytest.raises(AssertionError):
        check_imported(finish(office, ada))


def test_token_that_is_not_checked_is_noticed(office, ada):
    with pytest.raises(AssertionError):
        check_undone(sleep_through("commit step computed", office, ada, mutant="token unchecked"))


def test_one_file_uploaded_twice_and_imported_by_two_workers_comes_once(office, ada):
    both = [uploads.receive(office, ada, "people.csv", [FILE]) for _ in range(2)]
    call_command("worker", "--once")
    assert all(uploads.confirm(contact_import, ada) for contact_import in both)
    connections.close_all()
    workers = [victims.start(victims.work_off) for _ in range(2)]

    assert [victims.end(worker) for worker in workers] == [0, 0]

    go_on(office)
    imports = office.imports.order_by("id")
    assert list(imports.values_list("state", "created_count", "skipped_count")) == [
        ("completed", 11, 0),
        ("completed", 0, 11),
    ]
    assert office.contacts.values("phone").distinct().count() == office.contacts.count() == 13
