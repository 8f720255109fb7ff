"""The world is made once for this package; a server runs in the tests' own process."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db import connection
from waitress.server import TcpWSGIServer, create_server

from contactsite.channels import Channel
from contactsite.listening import listen
from contactsite.refusals import RefusalTask
from tests.isolation.world import committed_world, own_data_dir, world

__all__ = ["committed_world", "own_data_dir", "world"]


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a server with our connections, which answers with the body that it was sent."""
    monkeypatch.setattr(TcpWSGIServer, "channel_class", Channel)
    monkeypatch.setattr(Channel, "error_task_class", RefusalTask)
    # Its thread asks the database who sends, and ends with the test.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    # It is told to stop by closing what it listens on, so it must look about.
    server = create_server(echo, sockets=[listen("127.0.0.1", 0)], threads=1, ident=None)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            server.asyncore.loop(timeout=0.05, map=server._map, count=1)

    serving = threading.Thread(target=serve)
    serving.start()
    yield int(server.effective_port)
    ended.set()
    serving.join()
    server.asyncore.close_all(server._map)
    server.task_dispatcher.shutdown()
