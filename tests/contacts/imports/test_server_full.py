"""The database server has no room for more: the import says so, and goes on when it has."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from scripts.postgres import Server, own_server
from tests.contacts.imports import victims
from tests.contacts.imports.files import csv_bytes
from tests.contacts.imports.test_server_killed import ask, database

ROWS = 9_000
FILE = csv_bytes(
    *(f"{'Long ' * 38}{n},+1415{n:07d},p{n}@example.com,{'x' * 90}{n},{n}{'y' * 180}"
      for n in range(ROWS))
)  # fmt: skip
# Above the 16 MB of a log file, below what the rows take.
FILE_LIMIT = 17_000_000


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """A process that is started meanwhile cannot write larger files: its system says so."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def restart(server: Server) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        # Killed before it has written all that, it would forget what it was told last.
        connection.execute("CHECKPOINT")
    server.kill()
    server.start()


def test_import_that_does_not_fit_goes_on_when_there_is_room(tmp_path):
    with own_server() as server:
        orders = {"database": database(server), "data_dir": tmp_path, "chunk": 1_000}
        assert victims.end(victims.start(victims.prepare, FILE, **orders)) == 0

        with files_up_to(FILE_LIMIT):
            restart(server)
        assert victims.end(victims.start(victims.work_off, **orders)) == 0

        state, reason, created = ask(
            server, "SELECT state, reason, created_count FROM contacts_contactimport"
        )
        assert state == "failed"
        assert reason == "The server has no space left on its disk. Free some, then resume."
        assert (created,) == ask(server, "SELECT count(*) FROM contacts_contact")
        assert 0 < created < ROWS

        restart(server)
        assert victims.end(victims.start(victims.resume, **orders)) == 0

        assert ask(
            server, "SELECT state, created_count, skipped_count FROM contacts_contactimport"
        ) == ("completed", ROWS, 0)
        assert ask(server, "SELECT count(*), count(DISTINCT phone) FROM contacts_contact") == (
            ROWS,
            ROWS,
        )
