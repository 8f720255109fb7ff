"""What a piece of long work looks like to `jobs`: the contract between the two."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.db import connection

from contacts.models import LongWork

J = TypeVar("J", bound=LongWork, contravariant=True)


def nothing() -> None:
    """The effect of a step that only moves the cursor."""


@dataclass(frozen=True)
class Step:
    """One step that is ready to take effect.

    `apply` writes to the database, within the transaction that also moves the job's cursor; all
    reading and computing is done before. What it returns is merged into the counts.
    """

    cursor: dict[str, Any]
    done: int
    finished: bool = False
    counts: dict[str, Any] = field(default_factory=dict)
    apply: Callable[[], dict[str, Any] | None] = nothing


class Stopped(Exception):
    """The work must not go on: it ends as cancelled, with this reason."""


class Work(Protocol[J]):
    """One kind of long work; made anew by whichever process takes the job up.

    All that matters is in the job's row and in files up to what its cursor says; an instance may
    keep more in memory between its steps. Making one reads nothing: what can fail is in `step`.
    """

    def __init__(self, job: J) -> None: ...

    def step(self, job: J) -> Step:
        """Compute the next step. Raises Stopped; any other exception fails the job."""
        ...

    def pause(self) -> float:
        """Seconds to leave the database to others after a step."""
        ...

    def on_cancelled(self, job: J, reason: str) -> None:
        """Write that the work was stopped, in the transaction that ends the job."""
        ...

    def on_failed(self, job: J, reason: str) -> None:
        """Write that the work failed and can be resumed, in the transaction that ends the job."""
        ...


def pause_for_others() -> float:
    """Seconds after a write to SQLite in which others get their turn; PostgreSQL needs none."""
    return settings.IMPORT_PAUSE_MS / 1000 if connection.vendor == "sqlite" else 0


class TakesTurns:
    """Work that writes, and after each step lets others do so."""

    def pause(self) -> float:
        return pause_for_others()
