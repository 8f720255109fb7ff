"""Clients that send a byte now and then, and hold their connection for ever."""

import contextlib
import socket
import threading
from collections.abc import Iterator

HEAD = b"GET /w/acme/contacts/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nusername="
)


@contextlib.contextmanager
def slow_connections(port: int, count: int) -> Iterator[None]:
    """Hold so many, half within the headers and half within the body, until the block ends."""
    ended = threading.Event()
    sockets = []
    for number in range(count):
        opened = socket.create_connection(("127.0.0.1", port), timeout=10)
        opened.sendall(BODY if number % 2 else HEAD)
        sockets.append(opened)

    def drip() -> None:
        while not ended.wait(1.0):
            for opened in sockets:
                # Being cut off is the server's good right.
                with contextlib.suppress(OSError):
                    opened.sendall(b"a")

    dripping = threading.Thread(target=drip, daemon=True)
    dripping.start()
    try:
        yield
    finally:
        ended.set()
        dripping.join()
        for opened in sockets:
            opened.close()
