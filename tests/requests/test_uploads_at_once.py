"""How many uploads are taken in at once, and whose: asked of one web process behind a proxy."""

import contextlib
import socket
import sqlite3
from collections.abc import Callable, Iterator

import pytest

from contactsite.channels import UPLOADS_OF_ONE, UPLOADS_OF_SESSION
from tests.load.site import Site, running_site

MB = 1024 * 1024
PEOPLE = UPLOADS_OF_ONE + 1
CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WEB_PROCESSES", "1")
        environment.setenv("PROXY_COUNT", "1")
        with running_site("sqlite", 1, PEOPLE) as site:
            yield site


Ask = Callable[..., str]


@pytest.fixture
def ask(site: Site) -> Iterator[Ask]:
    """Asks whether a body may be sent, and holds the connection until the test ends."""
    with contextlib.ExitStack() as held:

        def ask(key: str, client: str, body: str = f"Content-Length: {90 * MB}") -> str:
            connection = held.enter_context(
                socket.create_connection(("127.0.0.1", site.port), timeout=30)
            )
            head = (
                "POST /w/acme/imports/new/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                f"Cookie: sessionid={key}\r\nX-Forwarded-For: 1.1.1.1, {client}\r\n"
                f"Expect: 100-continue\r\n{body}\r\n\r\n"
            )
            connection.sendall(head.encode())
            return connection.recv(65_536).decode()

        yield ask


def test_a_session_has_a_few_uploads_at_once_from_wherever(site: Site, ask: Ask):
    for number in range(UPLOADS_OF_SESSION):
        assert ask(site.keys[0], f"9.9.9.{number}") == CONTINUE

    assert ask(site.keys[0], "9.9.9.9").startswith("HTTP/1.1 429 ")
    assert ask(site.keys[1], "9.9.9.9") == CONTINUE


@pytest.mark.parametrize("client", ["{}", "{}:4{:03}"])
def test_an_address_has_more_of_them_but_not_without_end(client: str, site: Site, ask: Ask):
    """Also where a proxy writes down the port, which is another for each connection."""
    *few, last = site.keys

    for number, key in enumerate(few):
        assert ask(key, client.format("9.9.9.9", number)) == CONTINUE

    assert ask(last, client.format("9.9.9.9", 9)).startswith("HTTP/1.1 429 ")
    assert ask(last, client.format("8.8.8.8", 9)) == CONTINUE


def test_those_without_an_address_are_not_one(site: Site, ask: Ask):
    for key in site.keys:
        assert ask(key, "unknown") == CONTINUE


@pytest.mark.parametrize("key", ["forged", "0" * 32, "x" * 300, "'", "é", ""])
@pytest.mark.parametrize(
    "body", [f"Content-Length: {90 * MB}", "Content-Length: 70000", "Transfer-Encoding: chunked"]
)
def test_no_large_body_of_a_session_that_is_none(key: str, body: str, ask: Ask):
    answer = ask(key, "9.9.9.9", body)

    assert answer.startswith("HTTP/1.1 413 ")
    assert answer.count("HTTP/1.1") == 1


def test_no_large_body_of_a_session_that_has_ended(site: Site, ask: Ask):
    change = "UPDATE django_session SET expire_date = '2020-01-01' WHERE session_key = ?"
    with sqlite3.connect(site.database_url.removeprefix("sqlite:///"), timeout=20) as opened:
        opened.execute(change, [site.keys[0]])
    opened.close()

    assert ask(site.keys[0], "9.9.9.9").startswith("HTTP/1.1 413 ")


def test_small_body_waits_for_no_lookup(ask: Ask):
    assert ask("forged", "9.9.9.9", "Content-Length: 60000") == CONTINUE
