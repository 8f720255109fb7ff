"""A site that is told to stop answers first what had arrived, also what waits for its turn."""

import os
import socket
import subprocess
import sys

from tests.tooling.waiting import PATIENCE

AT_ONCE, LENGTH = 30, 300_000  # more than there are threads; more than a socket takes at once
# The real site but for its pages. Those wait until all requests are there, and have it stopped.
SITE = f"""
import functools, os, signal, threading, time
import django
django.setup()
from contacts.management.commands import serve
from contactsite import wsgi
from contactsite.listening import listen
from contactsite.processes import keep_running

servers, is_told, lock = [], threading.Event(), threading.Lock()
run_until_told = serve.run_until_told

def serving(server):
    servers.append(server)
    run_until_told(server)

def answer(environ, start):
    if environ["PATH_INFO"] == "/":
        with lock:
            while not is_told.is_set():
                channels = list(servers[0].active_channels.values())
                if sum(bool(channel.requests) for channel in channels) == {AT_ONCE}:
                    is_told.set()
                    os.kill(os.getppid(), signal.SIGTERM)
                time.sleep(0.01)
        time.sleep(0.3)
    start("200 OK", [("Content-Length", "{LENGTH}")])
    return [b"x" * {LENGTH}]

serve.run_until_told, wsgi.application = serving, answer
with listen("127.0.0.1", 0) as listener:
    print(listener.getsockname()[1], flush=True)
    keep_running({{"web": functools.partial(serve.serve_pages, listener)}})
"""


def ask(port: int, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def body(answer: bytes) -> int:
    return len(answer.partition(b"\r\n\r\n")[2])


def test_each_request_that_has_arrived_gets_its_whole_answer():
    site = subprocess.Popen(
        [sys.executable, "-c", SITE],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert site.stdout is not None
        port = int(site.stdout.readline())
        # Kept open and idle from then on: it delays nothing, and nothing is lost in it.
        idle, answered = ask(port, "/idle/"), b""
        while body(answered) < LENGTH:
            answered += idle.recv(65_536)

        waiting = [ask(port, "/") for _ in range(AT_ONCE)]
        lengths = []
        for connection in (*waiting, idle):
            with connection, connection.makefile("rb") as stream:
                lengths.append(body(stream.read()))
        _, complaints = site.communicate(timeout=PATIENCE)
    finally:
        site.kill()
        site.communicate()

    assert lengths == [LENGTH] * AT_ONCE + [0]
    assert (site.returncode, "did not end in time" in complaints) == (0, False)
