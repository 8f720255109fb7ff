"""Waiting for what other processes do."""

import time
from collections.abc import Callable

PATIENCE = 30.0  # seconds; a busy machine is slow to start processes


def eventually(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
