"""What goes by itself: unconfirmed and old files, folders and wake-ups that a crash left."""

import os
import time
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contacts import housekeeping, uploads
from contacts.imports import storage
from contacts.management.commands import worker
from contacts.models import ContactImport
from tests.contacts.imports.files import DOCUMENTED, confirm, upload
from workspaces.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


def let_pass(contact_import: ContactImport, **delta: int) -> None:
    """Move the import's times back by so much."""
    for name in ("created_at", "confirmed_at", "finished_at"):
        if value := getattr(contact_import, name):
            setattr(contact_import, name, value - timedelta(**delta))
    contact_import.save()


def after_housekeeping(contact_import: ContactImport) -> ContactImport:
    call_command("worker", "--once")
    contact_import.refresh_from_db()
    return contact_import


def test_import_that_nobody_confirmed_expires_and_its_file_goes(acme, ada):
    contact_import = upload(acme, ada, DOCUMENTED)
    let_pass(contact_import, hours=25)

    after_housekeeping(contact_import)

    assert contact_import.state == "expired"
    assert contact_import.reason == "It was not confirmed within 24 hours, so its file was removed."
    assert (contact_import.stored_file, contact_import.problems_file) == ("", "")
    assert not storage.folder(contact_import).exists()
    assert storage.stored_bytes(acme) == 0
    assert AuditEntry.objects.filter(action="import.expired", workspace=acme).count() == 1
    assert not uploads.confirm(contact_import, ada)
    assert acme.contacts.count() == 0


def test_import_of_today_waits_on(acme, ada):
    contact_import = upload(acme, ada, DOCUMENTED)
    let_pass(contact_import, hours=23)

    after_housekeeping(contact_import)

    assert contact_import.state == "ready"
    assert storage.upload_path(contact_import).exists()


def test_import_that_is_confirmed_at_that_moment_does_not_expire(acme, ada):
    contact_import = upload(acme, ada, DOCUMENTED)
    let_pass(contact_import, hours=25)
    confirmed = []

    def confirm_first(execute, sql, params, many, context):
        if not confirmed and sql.startswith('UPDATE "contacts_contactimport"'):
            confirmed.append(True)
            assert uploads.confirm(contact_import, ada)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(confirm_first):
        housekeeping.expire_unconfirmed(timezone.now())

    contact_import.refresh_from_db()
    assert (confirmed, contact_import.state) == ([True], "completed")
    assert not AuditEntry.objects.filter(action="import.expired").exists()


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_files_of_finished_imports_are_kept_for_thirty_days(acme, ada, days, kept):
    contact_import = confirm(upload(acme, ada, DOCUMENTED), ada)
    let_pass(contact_import, days=days)

    after_housekeeping(contact_import)

    assert contact_import.state == "completed"
    assert bool(contact_import.stored_file) is kept
    assert storage.folder(contact_import).exists() is kept
    assert acme.contacts.count() == 3


def test_failed_import_that_nobody_resumed_ends(acme, ada):
    contact_import = upload(acme, ada, DOCUMENTED)
    hidden = storage.upload_path(contact_import).rename(storage.folder(contact_import) / "hidden")
    confirm(contact_import, ada)
    assert contact_import.state == "failed"
    hidden.rename(storage.upload_path(contact_import))
    let_pass(contact_import, days=31)

    after_housekeeping(contact_import)

    assert contact_import.state == "cancelled"
    assert not uploads.resume(contact_import)
    assert not storage.folder(contact_import).exists()


def test_folders_without_an_import_go_unless_an_upload_may_be_under_way(acme, ada, settings):
    contact_import = upload(acme, ada, DOCUMENTED)
    root = settings.DATA_DIR / "imports"
    young, orphan, stray = (root / name for name in (str(uuid.uuid4()), str(uuid.uuid4()), "x"))
    for folder in (young, orphan, stray):
        folder.mkdir()
        (folder / "upload.csv").write_bytes(DOCUMENTED)
    long_ago = time.time() - 2 * housekeeping.YOUNG_SECONDS
    for folder in (orphan, stray, storage.folder(contact_import)):
        os.utime(folder, (long_ago, long_ago))

    call_command("worker", "--once")

    assert sorted(root.iterdir()) == sorted([young, storage.folder(contact_import)])


def test_wake_ups_that_are_done_or_whose_worker_died_go(acme, ada, settings):
    settings.IMPORT_INLINE_ROWS = -1
    for _ in range(3):
        uploads.receive(acme, ada, "people.csv", [DOCUMENTED])
    done, died, waits = DBTaskResult.objects.order_by("enqueued_at")
    long_ago = timezone.now() - timedelta(days=2)
    DBTaskResult.objects.filter(pk=done.pk).update(
        status="SUCCESSFUL", started_at=long_ago, finished_at=long_ago
    )
    DBTaskResult.objects.filter(pk=died.pk).update(status="RUNNING", started_at=long_ago)

    housekeeping.keep_house()

    assert list(DBTaskResult.objects.all()) == [waits]


def test_house_is_kept_when_the_worker_starts_and_then_every_ten_minutes(monkeypatch):
    kept = []
    monkeypatch.setattr(housekeeping, "keep_house", lambda: kept.append(True))
    command = worker.Command()

    command.keep_house()
    command.keep_house()
    assert len(kept) == 1

    monkeypatch.setattr(worker, "HOUSEKEEPING_SECONDS", 0)
    command.keep_house()
    assert len(kept) == 2
