"""Two workspaces and ten persons, made once for many tests; every request is taken back."""

import copy
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from contactsite import heartbeat
from tests import factories
from tests.isolation.people import Person, make_people
from tests.isolation.spaces import Space, make_space

CSRF_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
STORE = "django.test.client.store_rendered_templates"


@dataclass
class Answer:
    """What came back, with the CSRF token blanked, and the SQL it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    queries: list[str]

    @property
    def text(self) -> str:
        return f"{self.headers}\n{self.body.decode(errors='replace')}"

    @property
    def writes(self) -> list[str]:
        """The statements that are no reading."""
        reading = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "DECLARE")
        return [sql for sql in self.queries if not sql.startswith(reading)]


@dataclass
class World:
    acme: Space
    globex: Space
    session_keys: dict[str, str]
    files: Path
    made: dict[Path, tuple[int, int]]

    def client(self, person: Person, **options: Any) -> Client:
        client = Client(raise_request_exception=False, **options)
        if key := self.session_keys[person.name]:
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client

    def ask(
        self, person: Person, method: str, path: str, data: Any = None, **options: Any
    ) -> Answer:
        """One request of the person; afterwards database and files are as before."""
        return self.ask_by(self.client(person), method, path, data, **options)

    def ask_by(
        self, client: Client, method: str, path: str, data: Any = None, **options: Any
    ) -> Answer:
        send: Callable[..., HttpResponse] = getattr(client, method.lower())
        if isinstance(data, bytes):  # as they are: the client would encode them
            send = partial(client.generic, method)
        if data is not None:
            options["data"] = data
        with transaction.atomic():
            # No answer tells which templates were used: to copy each one's context is for nothing.
            with CaptureQueriesContext(connection) as captured, patch(STORE, new=not_stored):
                response = send(path, **options)
                body = body_of(response)
            transaction.set_rollback(True)
        if method not in ("GET", "HEAD"):
            self.restore_files()
        return Answer(
            response.status_code,
            {key: value for key, value in response.items() if key != "Set-Cookie"},
            CSRF_TOKEN.sub(b"", body),
            [query["sql"] for query in captured.captured_queries],
        )

    def restore_files(self) -> None:
        """Let the files of the imports be as they were made.

        What nobody wrote to has its time of writing still. To write all anew after each request
        took a third of the time of these tests.
        """
        for name, made in self.made.items():
            file = settings.DATA_DIR / name
            if not file.is_file() or when_written(file) != made:
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self.files / name, file)


def not_stored(*arguments: Any, **named: Any) -> None:
    """In place of what Django's client does with each template that was used."""


def when_written(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size


def body_of(response: HttpResponse) -> bytes:
    streamed = getattr(response, "streaming_content", None)
    return response.content if streamed is None else b"".join(streamed)


@pytest.fixture(scope="package")
def committed_world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The world, in the database for good: each test's own transaction begins with it."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        with override_settings(DATA_DIR=files):
            acme_owner, globex_owner = factories.make_user("owner"), factories.make_user("foreign")
            acme = make_space("Acme", "+442079460101", acme_owner)
            globex = make_space("Globex", "+442079460201", globex_owner)
            keys = make_people(acme, globex, acme_owner, globex_owner)
        made = {
            file.relative_to(files): when_written(file)
            for file in files.rglob("*")
            if file.is_file()
        }
        yield World(acme, globex, keys, files, made)
        call_command("flush", interactive=False, verbosity=0)
        connection.close()


@pytest.fixture
def world(committed_world: World, db: None) -> Iterator[World]:
    # Refusals are what is tested here, thousands of them: only errors are worth a line.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # A copy: what a test does to these objects in memory must not reach the next one.
    yield copy.deepcopy(committed_world)
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def own_data_dir(settings, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Like everybody's, with the files of the world's imports in it."""
    settings.DATA_DIR = tmp_path
    if "world" in request.fixturenames:
        request.getfixturevalue("committed_world").restore_files()
        heartbeat.file().touch()  # as if a worker ran beside the tests
