"""Several processes kept alive as one service: whichever dies is started again."""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType

log = logging.getLogger(__name__)

# Forked, so that all share the one socket that was bound before.
fork = multiprocessing.get_context("fork")
# What a process does until SIGTERM. A role that has something to end well installs a handler that
# makes a note of it: one that raises does so wherever Python is, also where nobody passes it on.
Role = Callable[[], None]


class Child:
    """One role and the process that plays it now; restarts keep their distance, in seconds."""

    SHORTEST_PAUSE, LONGEST_PAUSE, LONG_ENOUGH = 0.5, 30.0, 10.0

    def __init__(self, name: str, role: Role) -> None:
        self.name, self.role = name, role
        self.pause = 0.0
        self.due = 0.0
        self.started = 0.0
        self.process: ForkProcess | None = None

    def start(self, lifeline: tuple[int, int], patience: float) -> None:
        self.started = time.monotonic()
        arguments = (self.role, lifeline, patience)
        self.process = fork.Process(target=play, args=arguments, name=self.name)
        self.process.start()

    def bury(self) -> None:
        """Note the death of the process and when the next may start."""
        assert self.process is not None
        lived = time.monotonic() - self.started
        pause = self.next_pause(lived)
        log.error(
            "%s ended after %.1f s (exit code %s); started again in %.1f s",
            self.name, lived, self.process.exitcode, pause,
        )  # fmt: skip
        self.due = time.monotonic() + pause
        self.process.close()
        self.process = None

    def next_pause(self, lived: float) -> float:
        """Return how long to wait now: twice as long after each short life."""
        self.pause = (
            self.SHORTEST_PAUSE
            if self.pause == 0.0 or lived > self.LONG_ENOUGH
            else min(self.pause * 2, self.LONGEST_PAUSE)
        )
        return self.pause


def play(role: Role, lifeline: tuple[int, int], patience: float) -> None:
    """Run `role` in a child: SIGTERM ends it, as the parent's death does within `patience`."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Ctrl-C reaches the whole group; the parent alone decides, and tells its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    read_end, write_end = lifeline
    os.close(write_end)

    def end_with_parent() -> None:
        os.read(read_end, 1)  # returns when the last write end, the parent's, is closed
        main_thread = threading.main_thread().ident
        assert main_thread is not None
        # To this thread, so that what it waits for is interrupted.
        signal.pthread_kill(main_thread, signal.SIGTERM)
        time.sleep(patience)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=end_with_parent, daemon=True).start()
    role()


def keep_running(roles: Mapping[str, Role], *, patience: float = 8.0) -> None:
    """Play all roles until SIGTERM or SIGINT; then return when every child has ended.

    Children that do not end within `patience` seconds are killed; a web server needs seven at most.
    """
    lifeline = os.pipe()
    bell = os.pipe()  # a signal must wake the wait below, whenever it comes
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        os.write(bell[1], b".")

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    children = [Child(name, role) for name, role in roles.items()]
    try:
        while not stopping:
            for child in children:
                if child.process is None and child.due <= time.monotonic():
                    child.start(lifeline, patience)
            dead = wait([bell[0], *(c.process.sentinel for c in children if c.process)], timeout=1)
            for child in children:
                if child.process and child.process.sentinel in dead:
                    child.process.join()
                    child.bury()
    finally:
        end([child.process for child in children if child.process], patience)
        for number, handler in before.items():
            signal.signal(number, handler)
        for end_of_pipe in (*lifeline, *bell):
            os.close(end_of_pipe)


def end(processes: list[ForkProcess], patience: float) -> None:
    """Ask all to end, wait, and kill the rest."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + patience
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.exitcode is None:
            log.error("%s did not end in time and was killed", process.name)
            process.kill()
            process.join()
