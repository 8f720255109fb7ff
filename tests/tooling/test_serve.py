"""`manage.py serve` as it is run: real processes, real requests, real signals."""

import contextlib
import gc
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import waitress
from waitress.server import BaseWSGIServer

from contacts.management.commands import serve as serve_command
from contacts.management.commands.serve import trusted_proxy
from contactsite.channels import Channel
from contactsite.listening import listen
from tests.isolation.headers import what_is_wrong
from tests.tooling.waiting import PATIENCE, eventually


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    with listen("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    log = tmp_path / "serve.log"
    environment = {
        **os.environ,
        "DEBUG": "true",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/contacts.sqlite3",
    }
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--processes=2", "--no-worker"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            eventually(lambda: answers(port))
            yield server, port, log
        finally:
            server.terminate()
            server.wait(PATIENCE)


def test_serve_says_where_it_is_and_ends_politely(serve):
    server, port, log = serve

    server.send_signal(signal.SIGTERM)

    assert server.wait(PATIENCE) == 0
    assert log.read_text() == f"Contacts is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
    assert not answers(port)


def test_serve_refuses_too_large_a_body_with_a_page_for_people(serve):
    _, port, _ = serve
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)

    with contextlib.closing(connection):
        connection.putrequest("POST", "/accounts/login/")
        connection.putheader("Content-Length", str(10**12))
        connection.endheaders()
        answer = connection.getresponse()
        page = answer.read().decode()

    assert answer.status == 413
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert list(what_is_wrong(dict(answer.headers))) == ["Content-Security-Policy"]  # is stricter
    assert "<h1>This is too much to take in at once</h1>" in page


@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz", "/nothing/here/", "/static/x"])
def test_an_answer_to_head_ends_with_its_headers(serve, path: str):
    _, port, _ = serve
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)

    with contextlib.closing(connection):
        connection.request("HEAD", path)
        connection.getresponse().read()
        kept = connection.sock
        connection.request("GET", "/healthz")
        answer = connection.getresponse()

        assert (connection.sock, answer.status, answer.read()) == (kept, 200, b"ok")


def test_serve_frees_its_port_when_it_is_killed(serve):
    server, port, _ = serve

    server.kill()

    eventually(lambda: not answers(port))


def test_long_work_leaves_the_processor_to_the_pages(monkeypatch):
    happened = []
    monkeypatch.setattr(serve_command.os, "nice", lambda steps: happened.append(steps))
    monkeypatch.setattr(serve_command, "call_command", happened.append)

    serve_command.work()

    assert happened == [serve_command.WORKER_NICENESS, "worker"]


def test_no_page_waits_while_what_a_process_begins_with_is_looked_through(monkeypatch):
    kept: list[int] = []
    for owner, name in ((BaseWSGIServer, "channel_class"), (Channel, "error_task_class")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    monkeypatch.setattr(waitress, "create_server", lambda *a, **options: None)
    monkeypatch.setattr(
        serve_command, "run_until_told", lambda _: kept.append(gc.get_freeze_count())
    )

    gc.unfreeze()
    with socket.socket() as listener:
        serve_command.serve_pages(listener)

    assert kept[0] > 50_000


def test_only_proxies_of_ours_are_believed():
    assert trusted_proxy(0) == {}
    assert trusted_proxy(2)["trusted_proxy_count"] == 2
    assert trusted_proxy(2)["trusted_proxy_headers"] == {"x-forwarded-for", "x-forwarded-proto"}
