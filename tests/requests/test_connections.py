"""One address cannot take all connections: asked of the real server, and of one with proxies."""

import contextlib
import http.client
import socket
from collections.abc import Iterator

import pytest
from waitress.adjustments import Adjustments

from contactsite import channels
from contactsite.addresses import client_of
from contactsite.channels import CONNECTIONS, CONNECTIONS_OF_ONE, Parser, cookie
from tests.load.site import running_site
from tests.tooling.waiting import eventually

HALF_A_HEAD = b"GET /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
WEB_PROCESSES = 2


@contextlib.contextmanager
def half_open(port: int, count: int) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as held:
        connections = []
        for _ in range(count):
            connection = held.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            connections.append(connection)
            with contextlib.suppress(ConnectionError):
                connection.sendall(HALF_A_HEAD)
            connection.setblocking(False)
        yield connections


def is_open(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def is_answered(port: int) -> bool:
    """Whether a new connection gets an answer, of whatever kind."""
    with half_open(port, 1) as (connection,):
        connection.setblocking(True)
        try:
            connection.sendall(b"1\r\nConnection: close\r\n\r\n")
            return connection.recv(1) != b""
        except ConnectionError:
            return False


def test_one_address_leaves_room_for_others():
    # As many as the site holds in all, and some more.
    too_many = WEB_PROCESSES * CONNECTIONS + 50
    with running_site("sqlite", 0, 1) as site, half_open(site.port, too_many) as connections:
        for _ in range(8):
            other = http.client.HTTPConnection(
                "127.0.0.1", site.port, timeout=10, source_address=("127.0.0.2", 0)
            )
            with contextlib.closing(other):
                other.request("GET", "/healthz")
                assert other.getresponse().status == 200
        eventually(lambda: sum(map(is_open, connections)) <= WEB_PROCESSES * CONNECTIONS_OF_ONE)


@pytest.fixture
def port(port: int, monkeypatch) -> int:
    """Of a server that grants three connections to each address."""
    monkeypatch.setattr(channels, "CONNECTIONS_OF_ONE", 3)
    return port


def test_connections_that_end_make_room_for_new_ones(port: int):
    with half_open(port, 5) as connections:
        eventually(lambda: sum(map(is_open, connections)) == 3)
        assert not is_answered(port)

        next(one for one in connections if is_open(one)).close()
        # The server sees the end of a connection when it comes round to it.
        eventually(lambda: is_answered(port))


def test_a_proxy_of_ours_has_as_many_as_it_needs(port: int, settings):
    settings.PROXY_COUNT = 1

    with half_open(port, 9) as connections:
        assert is_answered(port)
        assert all(map(is_open, connections))


@pytest.mark.parametrize(
    "head",
    [f"POST / HTTP/1.1\r\nContent-Length: {'9' * 5_000}", "GET http://[ HTTP/1.1\r\nHost: ["],
)
def test_head_that_nobody_can_read_is_refused_in_words(head: str, port: int, caplog):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{head}\r\n\r\n".encode())
        answer = connection.recv(65_536).decode()

    assert answer.startswith("HTTP/1.1 400 ")
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("told", "client"),
    [
        ("9.9.9.9", "9.9.9.9"),
        ("::ffff:9.9.9.9", "9.9.9.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("9.9.9.9:4711", "9.9.9.9"),
        ("[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::"),
        ("::ffff:9.9.9.9:4711", "9.9.9.9"),
        ("[::ffff:9.9.9.9]", "9.9.9.9"),
        ("[::ffff:9.9.9.9]:4711", "9.9.9.9"),
        ("[", None),
        (":4711", None),
        ("localhost", None),
    ],
)
def test_which_addresses_are_one_client(told: str, client: str | None):
    assert client_of(told) == client


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("sessionid=x", "x"),
        ("csrftoken=y; sessionid= x ", "x"),
        ("csrftoken=y;sessionid=", ""),
        ("sessionid=x; sessionid=y", "y"),
        ('sessionid="x"; csrftoken=y', "x"),
        ('sessionid=""x""', '"x"'),
        ('sessionid="', '"'),
        ("csrftoken=sessionid=x", None),
        ("asessionid=x; sessionid2=x", None),
        ("", None),
    ],
)
def test_the_cookie_of_a_session_is_found_by_its_whole_name(header: str, key: str | None):
    assert cookie(header, "sessionid") == key


def test_the_log_can_name_a_request_whose_head_cannot_be_read():
    """Where its client has gone as well, the server would write a traceback."""
    parser = Parser(lambda: None, Adjustments())

    parser.received(b"no request\r\n\r\n")

    assert parser.error is not None
    assert parser.path == ""
