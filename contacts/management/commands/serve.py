"""`manage.py serve`: the web server and the worker together, until told to stop."""

import functools
import gc
import os
import signal
import socket
import tempfile
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

import waitress
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from waitress.server import BaseWSGIServer

from contactsite.channels import CONNECTIONS, UPLOAD, Channel
from contactsite.listening import PortTaken, listen
from contactsite.processes import Role, keep_running
from contactsite.refusals import RefusalTask

# People wait for pages; long work takes the processor's time that they leave.
WORKER_NICENESS = 10
# Seconds for what had arrived when the site is told to stop; `keep_running` kills after eight.
LAST_ANSWERS = 5.0


class Command(BaseCommand):
    help = "Serve the site on one port with several processes, and run the background worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=settings.PORT, help="PORT by default")
        parser.add_argument(
            "--processes",
            type=int,
            default=settings.WEB_PROCESSES,
            help="web processes, about one for each core; WEB_PROCESSES by default",
        )
        parser.add_argument("--no-worker", action="store_true", help="run `worker` elsewhere")

    def handle(
        self, *, host: str, port: int, processes: int, no_worker: bool, **options: Any
    ) -> None:
        try:
            listener = listen(host, port)
        except PortTaken as taken:
            raise CommandError(str(taken)) from taken
        serve = functools.partial(serve_pages, listener)
        roles: dict[str, Role] = {f"web-{n}": serve for n in range(1, max(processes, 1) + 1)}
        if not no_worker:
            roles["worker"] = work
        # A connection that is open at the fork would be used by all at once.
        connections.close_all()
        shown_host = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  shown, not bound
        self.stdout.write(f"Contacts is at http://{shown_host}:{port}/ (Ctrl-C stops it)")
        self.stdout.flush()
        with listener:
            keep_running(roles)


def serve_pages(listener: socket.socket) -> None:
    """Answer requests from the socket that is shared with the other web processes."""
    # Imported in the child: what the application opens is then its own.
    from contactsite import urls  # noqa: F401  all pages, which the first one would load
    from contactsite.wsgi import application

    # What a process begins with stays: to look through it for garbage takes 35 ms of some page.
    gc.collect()
    gc.freeze()
    if settings.FILE_UPLOAD_TEMP_DIR:
        # The server, too, keeps in files what has not arrived whole, and asks Python where.
        tempfile.tempdir = settings.FILE_UPLOAD_TEMP_DIR
    Channel.error_task_class = RefusalTask
    BaseWSGIServer.channel_class = Channel
    server = waitress.create_server(
        application,
        sockets=[listener],
        threads=8,
        # Slow clients cost a connection each, not a thread: many may be held.
        connection_limit=CONNECTIONS,
        # Beside files they pass descriptor 1,024, behind which select() knows none.
        asyncore_use_poll=True,
        max_request_body_size=UPLOAD,
        ident=None,
        **trusted_proxy(settings.PROXY_COUNT),
    )
    run_until_told(server)


def run_until_told(server: BaseWSGIServer) -> None:
    """Serve until SIGTERM; return when each request that had arrived whole is answered."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        server.pull_trigger()  # ends the wait below

    signal.signal(signal.SIGTERM, stop)
    timeout = server.adj.asyncore_loop_timeout
    look_once = functools.partial(
        server.asyncore.loop, timeout=timeout, use_poll=True, map=server._map, count=1
    )
    # Waitress ends by an exception, which a handler could raise anywhere, also where it is lost.
    while not stopping:
        look_once()
    server.accepting = False
    latest = time.monotonic() + LAST_ANSWERS
    while server.active_channels and time.monotonic() < latest:
        for channel in list(server.active_channels.values()):
            if not channel.requests:  # nor is the next one read
                channel.close_when_flushed = True
        look_once()
    server.task_dispatcher.shutdown(timeout=1)


def work() -> None:
    """Do the long work of imports and the like, behind the web processes."""
    os.nice(WORKER_NICENESS)
    call_command("worker")


def trusted_proxy(count: int) -> dict[str, Any]:
    """Return options that believe the last `count` proxies about a client's address and scheme."""
    if not count:
        return {}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": count,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
