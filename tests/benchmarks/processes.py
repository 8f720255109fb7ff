"""Work in a process of its own: how long it took, and by how much its memory grew."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from django.conf import settings
from django.db import connections

fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Measured:
    seconds: float
    megabytes: float
    value: Any


def measured(work: Callable[..., Any], *arguments: Any, pause_ms: int = 0) -> Measured:
    """Do the work in a new process, with so long a pause between the steps of an import."""
    # A connection must not be shared with the child.
    connections.close_all()
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_report, args=(there, pause_ms, work, arguments))
    process.start()
    there.close()
    try:
        result: Measured = here.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__} failed, see above") from None
    finally:
        process.join()
    return result


def _report(
    there: Connection, pause_ms: int, work: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    settings.IMPORT_PAUSE_MS = pause_ms
    before, started = _peak(), time.perf_counter()
    value = work(*arguments)
    seconds = time.perf_counter() - started
    there.send(Measured(seconds, _peak() - before, value))
    connections.close_all()


def _peak() -> float:
    """Megabytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
