"""What all bulk work does: it goes over frozen contacts, a batch a step, counting."""

from functools import cached_property
from typing import Any

from django.db import connection

from contacts.bulk.selection import still_meant
from contacts.models import FrozenContacts, Job
from contacts.rights import check_right
from contacts.steps import Step, TakesTurns
from workspaces.models import AuditEntry

# One transaction each, far below 100 ms where nothing else runs: on SQLite all other writers wait
# for it, on a busy machine several times as long. 200 contacts took 46 ms of CPU, 100 take 27.
BATCHES = {"sqlite": 100, "postgresql": 500}


class FrozenWork(TakesTurns):
    """Work on the contacts that were confirmed; `act` says what is done to a batch.

    The cursor counts how many of them are behind us: each step moves it in its own transaction.
    """

    audited = ""

    def __init__(self, job: Job) -> None:
        self.job = job

    def prepare(self, job: Job) -> None:
        """What the step's transaction begins with, before it holds any contact."""

    def act(self, job: Job, ids: list[int]) -> dict[str, int]:
        """Do it to these, which are held; returns what to add to the counts."""
        raise NotImplementedError

    @cached_property
    def ids(self) -> list[int]:
        return FrozenContacts.objects.get(job=self.job).ids()

    def step(self, job: Job) -> Step:
        check_right(job)
        at = job.cursor.get("at", 0)
        batch = self.ids[at : at + BATCHES[connection.vendor]]
        behind = at + len(batch)
        finished = behind >= len(self.ids)

        def apply() -> dict[str, int]:
            self.prepare(job)
            meant = still_meant(job, batch)
            added = {"left": len(batch) - len(meant), **self.act(job, meant)}
            counts = {name: job.counts.get(name, 0) + number for name, number in added.items()}
            if finished:
                self._over(job, self.audited, counts)
            return counts

        return Step({"at": behind}, behind, finished, apply=apply)

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._over(job, f"{self.audited}_cancelled", job.counts)

    def on_failed(self, job: Job, reason: str) -> None:
        """The contacts stay frozen: it can be resumed, or given up."""
        self._audit(job, f"{self.audited}_failed", job.counts)

    def _over(self, job: Job, action: str, counts: dict[str, Any]) -> None:
        FrozenContacts.objects.filter(job=job).delete()
        self._audit(job, action, counts)

    def _audit(self, job: Job, action: str, counts: dict[str, Any]) -> None:
        AuditEntry.record(
            action, actor=job.actor, workspace=job.workspace, job=job.pk, **self.told(job, counts)
        )

    def told(self, job: Job, counts: dict[str, Any]) -> dict[str, Any]:
        """What the audit keeps: no personal data."""
        return {"contacts": counts.get("changed", 0)}
