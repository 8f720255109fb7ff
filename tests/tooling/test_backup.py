"""A backup is whole, can be made at any moment, and brings everything back."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from contacts import jobs, uploads
from contacts.imports import commit
from contacts.models import Contact, ContactImport, ImportState
from contactsite.backups import files, postgresql
from tests import factories
from tests.contacts.imports.files import csv_bytes, upload

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 40


def run(command: str, *arguments: object, **options: object) -> str:
    output = StringIO()
    call_command(command, *map(str, arguments), stdout=output, **options)
    return output.getvalue()


def content(said: str) -> str:
    return said.split("Content: ")[1].strip()


@pytest.fixture
def running_import(acme, ada, monkeypatch, settings) -> Iterator[ContactImport]:
    """An import that was confirmed, done row by row by another thread meanwhile."""
    monkeypatch.setattr(commit, "CHUNK", 1)
    settings.JOB_LEASE_SECONDS = 0  # a restored job need not wait for its end
    settings.IMPORT_INLINE_ROWS = ROWS
    rows = csv_bytes(*(f"Ann {n},+1415555{2000 + n},,," for n in range(ROWS)))
    contact_import = upload(acme, ada, rows)
    settings.IMPORT_INLINE_ROWS = -1
    uploads.confirm(contact_import, ada)
    some_are_there = threading.Event()

    def keep_going() -> bool:
        if Contact.objects.count() > 2:
            some_are_there.set()
        time.sleep(0.02)
        return True

    def work() -> None:
        jobs.advance(contact_import.jobs.last().pk, keep_going)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert some_are_there.wait(30)
    yield contact_import
    worker.join()


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database beside the tests' own, without any table."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/elsewhere.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    parts = connection.settings_dict
    yield f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def imported_in(url: str) -> tuple[str, int, int]:
    """State of the only import there, what it says it created, and what is there."""
    sql = (
        "SELECT state, created_count, (SELECT count(*) FROM contacts_contact)"
        " FROM contacts_contactimport"
    )
    opened = (
        sqlite3.connect(url.removeprefix("sqlite:///"))
        if url.startswith("sqlite")
        else psycopg.connect(url.replace("postgres://", "postgresql://"))
    )
    row = opened.execute(sql).fetchone()
    opened.close()
    return row


def test_a_backup_made_while_an_import_runs_comes_back_and_finishes_it(
    running_import, acme, tmp_path, run_worker
):
    backed_up = run("backup", tmp_path / "backup")
    at_that_moment = json.loads((tmp_path / "backup/manifest.json").read_text())
    while running_import.state != ImportState.COMPLETED:
        running_import.refresh_from_db()
    factories.make_contact(acme, name="Added later")
    for file in files.all_files(files.folder()):
        (files.folder() / file).unlink()

    restored = run("restore", tmp_path / "backup", overwrite=True)

    assert content(restored) == content(backed_up) == at_that_moment["content"]
    assert 2 < Contact.objects.count() < ROWS
    running_import.refresh_from_db()
    assert running_import.state == ImportState.IMPORTING
    run_worker()
    running_import.refresh_from_db()
    assert (running_import.state, running_import.created_count) == (ImportState.COMPLETED, ROWS)
    assert Contact.objects.count() == ROWS


def test_a_backup_made_while_an_import_runs_is_finished_on_another_machine(
    running_import, tmp_path, empty_database
):
    backed_up = run("backup", tmp_path / "backup")
    elsewhere = {
        **os.environ,
        "DATABASE_URL": empty_database,
        "DATA_DIR": str(tmp_path / "elsewhere"),
    }

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, env=elsewhere, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert content(manage("restore", str(tmp_path / "backup"))) == content(backed_up)
    manage("worker", "--once")

    assert imported_in(empty_database) == ("completed", ROWS, ROWS)


def test_a_site_that_is_not_empty_is_not_overwritten_by_mistake(acme, ada, tmp_path):
    run("backup", tmp_path / "backup")
    contact = factories.make_contact(acme)

    with pytest.raises(CommandError, match="--overwrite replaces all"):
        run("restore", tmp_path / "backup")

    assert Contact.objects.get() == contact


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_behind(acme, ada, tmp_path, settings):
    upload(acme, ada, csv_bytes("Ann,+14155552671,,,"))

    said = run("backup", tmp_path / "backup")

    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    assert list(settings.DATA_DIR.glob(".backup-*")) == []
    assert f" files to {tmp_path}/backup." in said


def test_a_backup_never_goes_into_a_folder_with_something_in_it(db, tmp_path):
    (tmp_path / "precious").touch()

    with pytest.raises(CommandError, match="is not empty: name a new folder"):
        run("backup", tmp_path)


def test_a_backup_that_cannot_be_written_says_so(db, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="could not be written"):
        run("backup", tmp_path / "file")


@pytest.mark.parametrize("damage", ["database", "upload", "manifest", "format", "gone"])
def test_a_damaged_backup_is_refused_before_anything_is_changed(acme, ada, tmp_path, damage):
    upload(acme, ada, csv_bytes("Ann,+14155552671,,,"))
    backup = tmp_path / "backup"
    run("backup", backup)
    manifest = json.loads((backup / "manifest.json").read_text())
    match damage:
        case "database":
            with (backup / manifest["dump"]).open("r+b") as file:
                file.seek(-1, 2)
                file.write(b"?")
        case "upload":
            (backup / "imports" / next(iter(manifest["files"]))).unlink()
        case "manifest":
            manifest["tables"]["contacts_contact"]["rows"] += 1
            (backup / "manifest.json").write_text(json.dumps(manifest))
        case "format":
            (backup / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
        case "gone":
            (backup / "manifest.json").unlink()
    contact = factories.make_contact(acme)

    with pytest.raises(CommandError, match=r"damaged|was changed|another version|no whole backup"):
        run("restore", backup, overwrite=True)

    assert Contact.objects.get() == contact


def test_a_backup_of_the_other_database_is_refused(db, tmp_path):
    run("backup", tmp_path / "backup")
    file = tmp_path / "backup/manifest.json"
    manifest = json.loads(file.read_text())
    file.write_text(json.dumps(manifest | {"database": "oracle"}))

    with pytest.raises(CommandError, match="The backup is of oracle"):
        run("restore", tmp_path / "backup", overwrite=True)


def test_a_machine_without_postgresqls_programs_hears_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)

    with pytest.raises(Exception, match="apt-get install postgresql-client"):
        postgresql.find("pg_dump")
