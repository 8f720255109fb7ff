"""Processes kept alive: whichever dies comes back, and all end when told to or left alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contactsite.processes import Child
from tests.tooling.waiting import PATIENCE, eventually

SERVICE = """
import os, pathlib, signal, sys, time
from contactsite import processes

def rest():
    if "deaf" in sys.argv:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pathlib.Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(60)

processes.keep_running({"one": rest, "two": rest}, patience=0.5)
print("all ended")
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a service of two processes, each of which leaves its id as a file in tmp_path."""
    services = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        service = subprocess.Popen(
            [sys.executable, "-c", SERVICE, str(tmp_path), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        services.append(service)
        eventually(lambda: len(list(tmp_path.iterdir())) == 2)
        return service

    yield start
    for service in services:
        service.kill()
        service.communicate()


def processes(folder: Path) -> set[int]:
    return {int(file.name) for file in folder.iterdir()}


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_all_end_when_told_to(start: Start, tmp_path: Path, told: signal.Signals):
    service = start()

    service.send_signal(told)

    assert service.communicate(timeout=PATIENCE) == ("all ended\n", "")
    assert service.returncode == 0
    assert not any(map(is_alive, processes(tmp_path)))


def test_one_that_does_not_listen_is_killed(start: Start, tmp_path: Path):
    service = start("deaf")

    service.send_signal(signal.SIGTERM)
    printed, complaints = service.communicate(timeout=PATIENCE)

    assert printed == "all ended\n"
    assert "one did not end in time and was killed" in complaints
    assert not any(map(is_alive, processes(tmp_path)))


def test_one_that_died_is_started_again(start: Start, tmp_path: Path):
    service = start()
    victim = min(processes(tmp_path))

    os.kill(victim, signal.SIGKILL)
    eventually(lambda: len(processes(tmp_path)) == 3)
    service.send_signal(signal.SIGTERM)

    assert "(exit code -9); started again in 0.5 s" in service.communicate(timeout=PATIENCE)[1]


@pytest.mark.parametrize("how", ["listens", "deaf"])
def test_none_outlives_a_parent_that_was_killed(start: Start, tmp_path: Path, how: str):
    service = start(how)

    service.kill()
    service.wait(PATIENCE)

    eventually(lambda: not any(map(is_alive, processes(tmp_path))))


def test_pauses_grow_up_to_a_limit():
    child = Child("one", lambda: None)

    pauses = [child.next_pause(lived=0.1) for _ in range(9)]

    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_a_long_life_earns_a_quick_restart():
    child = Child("one", lambda: None)
    child.next_pause(lived=0.1)
    child.next_pause(lived=0.1)

    assert child.next_pause(lived=60.0) == 0.5
