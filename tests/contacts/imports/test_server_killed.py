"""The database server dies in the midst of an import; the worker goes on when it is back."""

import os
import signal
import time

import psycopg
import pytest
from psycopg.rows import tuple_row

from scripts.postgres import Server, own_server
from tests.contacts.imports import victims
from tests.contacts.imports.files import csv_bytes

ROWS = 30
FILE = csv_bytes(*(f"Person {n},+1415555{n:04d},,CA," for n in range(ROWS)))


def database(server: Server) -> dict[str, str]:
    """The server as Django's settings name it."""
    return {"NAME": "postgres", "HOST": "127.0.0.1", "PORT": str(server.port), "USER": "postgres"}


@pytest.mark.parametrize("point", ["computed", "applied", "committed"])
def test_import_goes_on_when_the_server_is_back(tmp_path, point):
    with own_server() as server:
        orders = {"database": database(server), "data_dir": tmp_path}
        assert victims.end(victims.start(victims.prepare, FILE, **orders)) == 0
        failpoint = (f"commit step {point}", "SIGSTOP", 2)
        worker = victims.start(victims.work_on, **orders, failpoint=failpoint)
        victims.wait_until_stopped(worker)
        server.kill()
        os.kill(worker.pid, signal.SIGCONT)
        time.sleep(0.5)
        server.start()

        wait_for(server, "SELECT state FROM contacts_contactimport", "completed")
        os.kill(worker.pid, signal.SIGTERM)

        assert victims.end(worker) == 0
        assert ask(server, "SELECT count(*), count(DISTINCT phone) FROM contacts_contact") == (
            ROWS,
            ROWS,
        )
        assert ask(server, "SELECT created_count, skipped_count FROM contacts_contactimport") == (
            ROWS,
            0,
        )


def ask(server: Server, query: str) -> tuple[object, ...] | None:
    with psycopg.connect(server.url, row_factory=tuple_row) as connection:
        return connection.execute(query).fetchone()


def wait_for(server: Server, query: str, answer: str) -> None:
    deadline = time.monotonic() + victims.PATIENCE
    while ask(server, query) != (answer,):
        assert time.monotonic() < deadline, "the import did not go on"
        time.sleep(0.1)
