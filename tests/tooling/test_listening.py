"""A taken port is said plainly, before anything slow."""

import socket
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contactsite.listening import PortTaken, listen


@pytest.fixture
def taken_port():
    with listen("127.0.0.1", 0) as listener:
        yield listener.getsockname()[1]


def test_listening_queues_connections_before_anybody_answers():
    with (
        listen("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == listener.getsockname()


def test_a_taken_port_is_named_with_the_way_out(taken_port):
    with pytest.raises(PortTaken) as refused:
        listen("127.0.0.1", taken_port)

    assert f"Port {taken_port} cannot be used" in str(refused.value)
    assert f"PORT={taken_port + 1}." in str(refused.value)


def test_a_port_out_of_range_is_refused_alike():
    with pytest.raises(PortTaken, match="Port 70000 cannot be used"):
        listen("127.0.0.1", 70_000)


def test_make_run_asks_before_it_installs(taken_port):
    asked = subprocess.run(
        [sys.executable, "-I", "contactsite/listening.py", str(taken_port)],
        capture_output=True,
        text=True,
    )

    assert asked.returncode == 1
    assert asked.stderr.startswith(f"Port {taken_port} cannot be used")


@pytest.mark.parametrize("wrong", ["80x", "", "-1", "８０", "999999999"])
def test_make_run_says_what_a_port_is(wrong):
    asked = subprocess.run(
        [sys.executable, "-I", "contactsite/listening.py", wrong], capture_output=True, text=True
    )

    assert asked.returncode == 1
    assert asked.stderr.endswith("is no port: write a number up to 65535, for example PORT=8001.\n")
    assert "Traceback" not in asked.stderr


def test_serve_refuses_a_taken_port(taken_port):
    with pytest.raises(CommandError, match=f"Port {taken_port} cannot be used"):
        call_command("serve", port=taken_port, stdout=StringIO())
