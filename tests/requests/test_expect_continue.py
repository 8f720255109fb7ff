"""`Expect: 100-continue`: who asks before sending a body is told at once that it is refused."""

import http.client
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.load.site import Site, running_site

MB = 1024 * 1024
UPLOAD = "POST /w/acme/imports/new/"
CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n"
HAMMERING = 2.0  # seconds


def asks(port: int, request: str, *headers: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    head = (f"{request} HTTP/1.1", "Host: 127.0.0.1", "Expect: 100-continue", *headers)
    connection.sendall("\r\n".join((*head, "", "")).encode())
    return connection


def all_said(connection: socket.socket) -> str:
    said = b""
    while received := connection.recv(65_536):
        said += received
    return said.decode()


@pytest.mark.parametrize(
    ("request_line", "headers"),
    [
        ("POST /accounts/login/", [f"Content-Length: {65 * 1024}"]),
        (UPLOAD, [f"Content-Length: {90 * MB}"]),
        (UPLOAD, [f"Content-Length: {200 * MB}", "Cookie: sessionid=x"]),
        ("POST /w/acme/contacts/new/", [f"Content-Length: {3 * MB}", "Cookie: sessionid=x"]),
    ],
)
def test_too_large_a_body_is_refused_before_it_is_asked_for(
    request_line: str, headers: list[str], port: int
):
    with asks(port, request_line, *headers) as connection:
        said = all_said(connection)

    assert said.startswith("HTTP/1.1 413 ")
    assert said.count("HTTP/1.1") == 1


def test_body_that_is_welcome_is_asked_for(port: int):
    with asks(port, "POST /", "Content-Length: 5", "Connection: close") as connection:
        assert connection.recv(65_536) == CONTINUE.encode()

        connection.sendall(b"hello")

        assert all_said(connection).endswith("\r\n\r\nhello")


def test_request_without_a_body_is_answered(port: int):
    with asks(port, "GET /", "Connection: close") as connection:
        assert all_said(connection).startswith("HTTP/1.1 200 OK")


def answers(site: Site, length: int, until: float) -> list[str]:
    """What is said to bodies of this length: each is asked about, and sent when it is asked for."""
    said = []
    headers = [f"Content-Length: {length}", f"Cookie: sessionid={site.keys[0]}"]
    while time.monotonic() < until:
        with asks(site.port, "POST /w/acme/contacts/", *headers, "Connection: close") as connection:
            asked = connection.recv(len(CONTINUE)).decode()
            connection.sendall(b"x" * length)
            status, _, _ = all_said(connection).partition("\r\n")
        said.append(asked + status)
    return said


def keep_reading(site: Site, until: float) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    while time.monotonic() < until:
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()
    connection.close()


def test_who_is_looked_up_is_asked_once_however_busy_the_server(monkeypatch):
    """Several threads of it then have something to send on one connection."""
    monkeypatch.setenv("WEB_PROCESSES", "1")
    with running_site("sqlite", 1, 1) as site, ThreadPoolExecutor() as people:
        until = time.monotonic() + HAMMERING
        readers = [people.submit(keep_reading, site, until) for _ in range(2)]
        senders = [people.submit(answers, site, size, until) for size in (70_000, 1_500_000)]
        said = [answer for sender in senders for answer in sender.result()]
        for reader in readers:
            reader.result()
        log = site.log.read_text()

    assert set(said) == {CONTINUE + "HTTP/1.1 403 Forbidden"}
    assert "rror" not in log
