"""Bodies in chunks, of a length that is not said, sent packet by packet to a server."""

import contextlib
import socket
import time

import pytest

from contactsite.chunks import FRAME, LONGEST_LINE
from tests.isolation.world import World

LAST = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
KB = 1024


def head_of(token: str) -> bytes:
    return (
        f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    ).encode()


@pytest.fixture
def head(world: World) -> bytes:
    """With a token that there is: a stranger's body is refused before its frames matter."""
    return head_of(world.acme.secret)


def answer(port: int, head: bytes, body: bytes, packet: int) -> str:
    """All that the server says to it until it closes the connection, or expects more."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(head)
        # It may hang up before all is sent: its answer is there nevertheless.
        with contextlib.suppress(ConnectionError):
            for start in range(0, len(body), packet):
                connection.sendall(body[start : start + packet])
        with contextlib.suppress(ConnectionError):
            while received := connection.recv(65_536):
                said += received
    return said.decode()


def chunked(content: bytes, size: int) -> bytes:
    parts = [content[start : start + size] for start in range(0, len(content), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n"


# None of them ends what it began. Each has 300 kB, of the 2 MB that would be taken in.
ENDLESS = {
    "the number of a size": b"0" * 300 * KB,
    "the extension of a size": b"1;a=" + b"x" * 300 * KB,
    "the text of an extension": b'1;a="' + b"x" * 300 * KB,
    "a trailer": b"0\r\nA: " + b"x" * 300 * KB,
    "trailers": b"0\r\n" + b"A: b\r\n" * 50 * KB,
    "empty lines": b"\r\n" * 150 * KB,
    "sizes with extensions": (b"1;a=" + b"x" * KB + b"\r\n.\r\n") * 300,
    "chunks of a byte": b"1\r\n.\r\n" * 50 * KB,
}


@pytest.mark.parametrize("packet", [KB, 64 * KB])
@pytest.mark.parametrize("endless", ENDLESS)
def test_what_frames_chunks_without_end_is_refused(
    endless: str, packet: int, port: int, head: bytes
):
    said = answer(port, head, ENDLESS[endless], packet)

    assert said.startswith("HTTP/1.1 400 ")
    assert "This request could not be read" in said
    assert said.count("HTTP/1.1") == 1


def test_line_is_refused_as_soon_as_it_is_too_long(port: int, head: bytes):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head)
        for _ in range(LONGEST_LINE // KB):
            connection.sendall(b"0" * KB)
            time.sleep(0.01)
        connection.sendall(b"0")

        assert connection.recv(20).startswith(b"HTTP/1.1 400 ")


TAKEN = {
    "small chunks": (b"a" * 1000, chunked(b"a" * 1000, 1) + b"\r\n"),
    "many": (b"b" * 1_500_000, chunked(b"b" * 1_500_000, 64) + b"\r\n"),
    "large ones": (b"c" * 1_500_000, chunked(b"c" * 1_500_000, 65_536) + b"\r\n"),
    "an extension": (b"d" * 100, b"2;name=value\r\ndd\r\n" + chunked(b"d" * 98, 50) + b"\r\n"),
    "a trailer": (
        b"e" * 100, chunked(b"e" * 100, 50) + b"A: " + b"x" * (LONGEST_LINE - 10) + b"\r\n\r\n",
    ),
    "nothing": (b"", b"0\r\n\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("packet", [700, 64 * KB])
@pytest.mark.parametrize("case", TAKEN)
def test_body_in_chunks_arrives_as_it_was(case: str, packet: int, port: int, head: bytes):
    content, body = TAKEN[case]

    said = answer(port, head, body + LAST, packet)

    first, second = said.split("HTTP/1.1 200 OK")[1:]
    assert first.partition("\r\n\r\n")[2] == content.decode()
    assert second.endswith("\r\n\r\n")


def test_small_chunks_are_taken_in_up_to_a_number(port: int, head: bytes):
    each = len(b"1\r\n.\r\n") - 1
    few, many = FRAME // each - 10, 2 * FRAME // each

    said = [
        answer(port, head, chunked(b"." * number, 1) + b"\r\n" + LAST, KB) for number in (few, many)
    ]

    assert [one.split(" ")[1] for one in said] == ["200", "400"]


def test_no_large_body_in_chunks_of_a_token_that_is_none(port: int, world: World):
    said = answer(port, head_of("ct_made_up"), chunked(b"x" * 70 * KB, KB), 64 * KB)

    assert said.startswith("HTTP/1.1 413 ")
    assert said.count("HTTP/1.1") == 1
