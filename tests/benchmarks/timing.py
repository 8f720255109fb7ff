"""How long something takes: many runs, warm, told by their median and their slow end."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p95:.1f}"


def measure(calls: Iterable[Callable[[], Any]], repeats: int = 5) -> Times:
    """Each call once to warm up, then `repeats` times."""
    taken = []
    for call in calls:
        call()
        for _ in range(repeats):
            start = time.perf_counter()
            call()
            taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return Times(statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))])


def print_table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Print a Markdown table, each row as soon as it is there."""
    for cells in (head, ("---",) * len(head)):
        print(f"| {' | '.join(cells)} |")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |", flush=True)
