"""The protocol of long work: leases, tokens, turns, cancelling, failing, going on."""

import pytest
from django.utils import timezone

from contacts import jobs, uploads
from contacts.imports import commit, review, storage
from contacts.models import ContactImport, Job, JobKind, JobState
from tests.contacts.imports.files import (
    confirm,
    counts,
    csv_bytes,
    expire,
    one_step,
    problem_rows,
    upload,
    work_off,
)
from workspaces.models import AuditEntry, Membership, Role

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [f"Person {n},+1415555{n:04d},,CA," for n in range(1, 20)]
MIXED = csv_bytes(*ROWS[:7], "", "Bad,1,,,", *ROWS[:2], ",,,,", '"a\r\nb",+1,,,', *ROWS[7:], "x")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Many steps also for small files."""
    monkeypatch.setattr(review, "CHUNK", 2)
    monkeypatch.setattr(commit, "CHUNK", 3)


@pytest.fixture
def by_worker(settings):
    """Nothing is done within the request."""
    settings.IMPORT_INLINE_ROWS = -1


def received(workspace, actor, content=MIXED) -> tuple[ContactImport, Job]:
    contact_import = uploads.receive(workspace, actor, "people.csv", [content])
    return contact_import, contact_import.jobs.get()


def test_work_in_many_hands_ends_as_in_one(acme, globex, ada, by_worker):
    whole, _ = received(globex, ada)
    work_off(whole)
    confirm(whole, ada)

    contact_import, job = received(acme, ada)
    while job.state in jobs.UNFINISHED:
        leave_rubbish(contact_import)
        one_step(job)
    contact_import.refresh_from_db()
    assert uploads.confirm(contact_import, ada)
    job = contact_import.jobs.last()
    while job.state in jobs.UNFINISHED:
        one_step(job)
    contact_import.refresh_from_db()

    assert counts(contact_import) == counts(whole) == (24, 19, 2, 3, 2)
    assert contact_import.problems == whole.problems
    assert problem_rows(contact_import) == problem_rows(whole)
    assert lines(acme) == lines(globex)
    assert sorted(file.name[:8] for file in storage.folder(contact_import).iterdir()) == [
        "accepted",
        "problems",
        "repairs-",
        "upload.c",
    ]


def leave_rubbish(contact_import: ContactImport) -> None:
    """What a process leaves that died between writing its files and its transaction."""
    for file in storage.folder(contact_import).glob("*-*"):
        with file.open("ab") as spool:
            spool.write(b"rubbish")


def lines(workspace) -> list[tuple[int, str]]:
    return list(workspace.contacts.order_by("import_line").values_list("import_line", "phone"))


def test_process_that_slept_past_its_lease_writes_nothing(acme, ada, by_worker):
    contact_import, _ = received(acme, ada)
    work_off(contact_import)
    uploads.confirm(contact_import, ada)
    job_id = contact_import.jobs.last().pk
    sleeper = jobs.claim(job_id)
    step = commit.Commit(sleeper).step(sleeper)
    expire(sleeper)
    jobs.advance(job_id)

    with pytest.raises(jobs.LeaseLost):
        jobs._take_effect(sleeper, step)

    assert acme.contacts.count() == 19
    contact_import.refresh_from_db()
    assert contact_import.created_count == 19


def test_process_that_lost_its_lease_lets_go_quietly(acme, ada, by_worker):
    _, job = received(acme, ada)

    def steal() -> bool:
        expire(job)
        return jobs.claim(job.pk) is not None

    assert jobs.advance(job.pk, keep_going=steal)

    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert job.lease_until > timezone.now()


def test_held_job_is_left_alone_until_its_lease_ends(acme, ada, by_worker):
    _, job = received(acme, ada)
    assert jobs.claim(job.pk)

    assert not jobs.advance(job.pk)

    expire(job)
    assert jobs.advance(job.pk)


def test_imports_of_a_workspace_take_turns_and_do_not_import_twice(acme, globex, ada, by_worker):
    content = csv_bytes(*ROWS)
    first, second, other = (received(space, ada, content)[0] for space in (acme, acme, globex))
    for contact_import in (first, second, other):
        work_off(contact_import)
        assert uploads.confirm(contact_import, ada)
    commits = [item.jobs.get(kind=JobKind.COMMIT) for item in (first, second, other)]
    one_step(commits[0])

    assert not jobs.advance(commits[1].pk)
    assert jobs.advance(commits[2].pk)

    for contact_import in (first, second):
        work_off(contact_import)
    assert (first.created_count, first.skipped_count) == (19, 0)
    assert (second.created_count, second.skipped_count) == (0, 19)
    assert acme.contacts.count() == globex.contacts.count() == 19


def test_cancelled_import_keeps_what_was_imported_and_says_how_much(acme, ada, by_worker):
    contact_import, _ = received(acme, ada)
    work_off(contact_import)
    uploads.confirm(contact_import, ada)
    one_step(contact_import.jobs.last())

    uploads.cancel(contact_import, ada)

    contact_import.refresh_from_db()
    assert contact_import.state == "cancelled"
    assert contact_import.created_count == acme.contacts.count() == 3
    assert contact_import.jobs.last().state == JobState.CANCELLED


def test_job_that_is_held_stops_at_the_border_of_its_step(acme, ada, by_worker):
    contact_import, job = received(acme, ada)

    def cancel_meanwhile() -> bool:
        uploads.cancel(contact_import, ada)
        return True

    jobs.advance(job.pk, keep_going=cancel_meanwhile)

    contact_import.refresh_from_db()
    assert (contact_import.state, contact_import.total_rows) == ("cancelled", 0)


@pytest.mark.parametrize("gone", ["role", "membership", "person"])
def test_person_who_lost_the_right_stops_the_import(acme, ada, eve, by_worker, gone):
    contact_import, _ = received(acme, eve)
    work_off(contact_import)
    uploads.confirm(contact_import, eve)
    one_step(contact_import.jobs.last())
    membership = Membership.objects.filter(workspace=acme, user=eve)
    if gone == "role":
        membership.update(role=Role.VIEWER)
    elif gone == "membership":
        membership.delete()
    else:
        eve.delete()

    work_off(contact_import)

    assert contact_import.state == "cancelled"
    assert contact_import.reason == "Eve may no longer change contacts of this workspace."
    assert contact_import.created_count == acme.contacts.count() == 3


def test_failed_review_can_be_resumed(acme, ada, by_worker):
    contact_import, job = received(acme, ada)
    one_step(job)
    one_step(job)
    hidden = storage.upload_path(contact_import).rename(storage.folder(contact_import) / "hidden")
    work_off(contact_import)
    assert (contact_import.state, contact_import.reason) == ("failed", jobs.UNEXPECTED)
    hidden.rename(storage.upload_path(contact_import))

    assert uploads.resume(contact_import)
    assert not uploads.resume(contact_import)

    work_off(contact_import)
    assert counts(contact_import) == (24, 19, 2, 3, 2)


def test_failed_import_can_be_resumed_or_cancelled(acme, ada, by_worker):
    contact_import, _ = received(acme, ada)
    work_off(contact_import)
    uploads.confirm(contact_import, ada)
    one_step(contact_import.jobs.last())
    hidden = storage.upload_path(contact_import).rename(storage.folder(contact_import) / "hidden")
    work_off(contact_import)
    assert (contact_import.state, contact_import.created_count) == ("failed", 3)
    hidden.rename(storage.upload_path(contact_import))
    assert uploads.resume(contact_import)
    work_off(contact_import)
    assert (contact_import.state, contact_import.created_count) == ("completed", 19)
    assert not uploads.resume(contact_import)


def test_cancelled_import_is_not_resumed(acme, ada, by_worker):
    contact_import, _ = received(acme, ada)
    storage.upload_path(contact_import).unlink()
    work_off(contact_import)
    uploads.cancel(contact_import, ada)

    assert not uploads.resume(contact_import)

    contact_import.refresh_from_db()
    assert contact_import.state == "cancelled"
    assert AuditEntry.objects.filter(action="import.cancelled").count() == 1


def test_imports_are_audited_without_personal_data(acme, ada):
    contact_import = upload(acme, ada, MIXED)
    confirm(contact_import, ada)

    assert list(
        AuditEntry.objects.filter(workspace=acme, action__startswith="import")
        .order_by("pk")
        .values_list("action", "detail")
    ) == [
        (
            "import.uploaded",
            {
                "contact_import": contact_import.pk,
                "size_bytes": len(MIXED),
                "sha256": contact_import.sha256,
            },
        ),
        (
            "import.confirmed",
            {"contact_import": contact_import.pk, "rows": 19, "duplicates": "skip"},
        ),
        (
            "import.completed",
            {"contact_import": contact_import.pk, "created": 19, "updated": 0},
        ),
    ]


def test_deleted_workspace_takes_running_imports_and_their_files_along(acme, ada, by_worker):
    contact_import, job = received(acme, ada)
    folder = storage.folder(contact_import)
    assert folder.exists()

    def delete_workspace() -> bool:
        acme.delete()
        return True

    assert jobs.advance(job.pk, keep_going=delete_workspace)

    assert not Job.objects.exists()
    assert not folder.exists()


def test_import_whose_files_are_lost_fails_without_stopping_the_worker(acme, ada, by_worker):
    contact_import, _ = received(acme, ada)
    storage.remove(contact_import)

    work_off(contact_import)

    assert (contact_import.state, contact_import.reason) == ("failed", jobs.UNEXPECTED)
