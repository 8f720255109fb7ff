"""A site of its own to put under load, gone afterwards."""

import contextlib
import http.client
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from scripts.postgres import free_port, throwaway_server

START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    port: int
    server: int  # the id of its process
    database_url: str
    log: Path  # what its processes say
    keys: list[str]
    contacts: list[int]
    flags: list[int]

    def cpu_seconds(self) -> float:
        """What the site's processes have used up to now, whoever else is on the machine (Linux)."""
        ticks = 0
        for file in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # Behind the name in brackets: state, parent, ...; time in user and system mode.
                stat = file.read_text().rpartition(")")[2].split()
                if int(stat[1]) == self.server:
                    ticks += int(stat[11]) + int(stat[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def import_state(self) -> tuple[str, int]:
        """State of the newest import, and how many contacts it says it created."""
        sql = "SELECT state, created_count FROM contacts_contactimport ORDER BY id DESC LIMIT 1"
        opened = (
            sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)
            if self.database_url.startswith("sqlite")
            else psycopg.connect(self.database_url)
        )
        with contextlib.closing(opened):
            return opened.execute(sql).fetchone()


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/contacts.sqlite3"
    else:
        with throwaway_server() as url:
            yield url


@contextlib.contextmanager
def running_site(kind: str, contacts: int, people: int) -> Iterator[Site]:
    """Serve `contacts` contacts to `people` persons; everything is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="contacts-load-") as name:
        folder = Path(name)
        with database(kind, folder) as url:
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.load.settings",
                "DATABASE_URL": url,
                "DATA_DIR": str(folder),
                "SECRET_KEY": secrets.token_urlsafe(60),
                "ALLOWED_HOSTS": "127.0.0.1",
                "SECURE": "false",
                "DEBUG": "false",
            }

            def run(*command: str, **more: str) -> str:
                return subprocess.run(
                    [sys.executable, *command],
                    env={**environment, **more},
                    check=True,
                    stdout=subprocess.PIPE,
                    text=True,
                ).stdout

            run("manage.py", "migrate", "--verbosity=0")
            run("manage.py", "seed_demo", f"--contacts={contacts}", DEBUG="true")
            seen = json.loads(run("-m", "tests.load.people", str(people)))
            port = free_port()
            log = folder / "serve.log"
            with log.open("wb") as output:
                server = subprocess.Popen(
                    [sys.executable, "manage.py", "serve", f"--port={port}"],
                    env=environment,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
                try:
                    wait_until_ready(port)
                    yield Site(port, server.pid, url, log, **seen)
                finally:
                    server.terminate()
                    server.wait()
                    for line in log.read_text().splitlines()[1:][-20:]:
                        print(line, file=sys.stderr)


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise TimeoutError("The site did not become ready.")
