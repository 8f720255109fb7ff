"""The port that the site listens on. Standard library only: `make run` asks before installing."""

import socket
import sys


class PortTaken(Exception):
    """Something listens there already, or may not be listened to; the text says what to do."""


def port_number(text: str) -> int:
    """The port that was asked for. Raises PortTaken with a sentence for people."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 5):
        raise PortTaken(f"“{text}” is no port: write a number up to 65535, for example PORT=8001.")
    return int(text)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket on which connections are queued from now on.

    Raises PortTaken with a sentence for people.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        # Two sockets may be bound to one port as long as neither listens: only this order tells.
        listener.bind((host, port))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortTaken(
            f"Port {port} cannot be used ({error}). Is the site running already?"
            f" Stop what uses the port, or choose another one, for example PORT={port % 65535 + 1}."
        ) from error
    return listener


if __name__ == "__main__":
    try:
        listen("127.0.0.1", port_number(sys.argv[1])).close()
    except PortTaken as taken:
        sys.exit(str(taken))
