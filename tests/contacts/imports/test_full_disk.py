"""A disk that is full: a clear message, nothing half done, and an import that goes on later."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from contacts import jobs, uploads
from contacts.imports import commit, storage
from contacts.models import ContactImport
from tests.contacts.imports import victims
from tests.contacts.imports.files import counts, csv_bytes, upload, work_off

pytestmark = pytest.mark.django_db(transaction=True)

# Larger than the database of these tests, smaller than what is to be written.
FILE_LIMIT = 8_000_000
LARGE = csv_bytes(*(f"{'Long ' * 20_000},{n},,," for n in range(100)))
ROWS = [f"Person {n},+1415555{n:04d},,CA," for n in range(3_000)]


def test_upload_that_does_not_fit_leaves_nothing(acme, ada):
    connections.close_all()

    victim = victims.start(victims.receive, acme.slug, "ada", LARGE, file_limit=FILE_LIMIT)

    assert victims.end(victim) == victims.REFUSED
    assert not acme.imports.exists()
    assert storage.folders() == []


def test_review_whose_problem_rows_do_not_fit_goes_on_later(acme, ada, settings):
    settings.IMPORT_INLINE_ROWS = -1
    contact_import = uploads.receive(acme, ada, "people.csv", [LARGE])
    connections.close_all()

    victims.end(victims.start(victims.work_off, file_limit=FILE_LIMIT))

    check_disk_full(contact_import)
    assert uploads.resume(contact_import)
    work_off(contact_import)
    assert contact_import.state == "ready"
    assert counts(contact_import) == (100, 0, 0, 100, 0)


def test_import_that_does_not_fit_into_the_database_goes_on_later(acme, ada, monkeypatch):
    monkeypatch.setattr(commit, "CHUNK", 500)
    contact_import = upload(acme, ada, csv_bytes(*ROWS))

    with full_database(after=1_000):
        assert uploads.confirm(contact_import, ada)
        work_off(contact_import)

    check_disk_full(contact_import)
    assert contact_import.created_count == acme.contacts.count() < len(ROWS)
    assert uploads.resume(contact_import)
    work_off(contact_import)
    assert contact_import.state == "completed"
    assert (contact_import.created_count, contact_import.skipped_count) == (len(ROWS), 0)
    assert acme.contacts.values("phone").distinct().count() == len(ROWS)


def check_disk_full(contact_import: ContactImport) -> None:
    contact_import.refresh_from_db()
    assert (contact_import.state, contact_import.reason) == ("failed", jobs.DISK_FULL)


@contextmanager
def full_database(after: int) -> Iterator[None]:
    """The database has no room for more, as it says itself, soon after so many contacts."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            # A page holds a handful of contacts with their entries in the indexes.
            cursor.execute(f"PRAGMA max_page_count = {pages + after // 5}")
        else:
            cursor.execute(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF (SELECT count(*) FROM contacts_contact) > {after} THEN"
                " RAISE EXCEPTION 'could not extend file: No space left on device'"
                " USING ERRCODE = 'disk_full'; END IF; RETURN NULL; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER no_room AFTER INSERT ON contacts_contact"
                " FOR EACH STATEMENT EXECUTE FUNCTION no_room()"
            )
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1073741823")
            else:
                cursor.execute("DROP TRIGGER no_room ON contacts_contact")
                cursor.execute("DROP FUNCTION no_room()")
