"""The job that undoes all merges of a job, the last first; what cannot be undone any more stays."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from contacts import writing
from contacts.merging.merge_exact import CHUNKS
from contacts.models import Contact, Job, Merge
from contacts.rights import check_right
from contacts.steps import Step, TakesTurns
from workspaces.models import AuditEntry


class Unmerge(TakesTurns):
    """Walks the merges of the job that `options` names; the cursor is the last one seen."""

    def __init__(self, job: Job) -> None:
        self.workspace = job.workspace

    def step(self, job: Job) -> Step:
        check_right(job)
        merges = left_of(job).order_by("-pk")
        if "before" in job.cursor:
            merges = merges.filter(pk__lt=job.cursor["before"])
        size = CHUNKS[connection.vendor]
        chunk = list(merges[:size])
        ended = len(chunk) < size

        def apply() -> dict[str, Any]:
            counts = {name: job.counts.get(name, 0) for name in ("groups", "kept", "changed")}
            for merge in chunk:
                try:
                    writing.unmerge(merge, job.actor)
                except (writing.CannotUndo, Contact.DoesNotExist):
                    counts["kept"] += 1
                else:
                    counts["groups"] += 1
                    merge.refresh_from_db(fields=["kept"])
                    counts["changed"] += bool(merge.kept)
            if ended:
                self._audit(job, counts["groups"])
            return counts

        cursor = {"before": chunk[-1].pk} if chunk else job.cursor
        return Step(cursor, job.done + len(chunk), ended, apply=apply)

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._audit(job, job.counts.get("groups", 0))

    def on_failed(self, job: Job, reason: str) -> None:
        """It can be resumed, or given up: that it ended is told of then."""
        self._audit(job, job.counts.get("groups", 0), "unmerges.failed")

    def _audit(self, job: Job, groups: int, action: str = "unmerges.ended") -> None:
        AuditEntry.record(
            action, actor=job.actor, workspace=self.workspace, groups=groups, job=job.pk
        )


def left_of(job: Job) -> QuerySet[Merge]:
    """The merges of the job that are in force."""
    return job.workspace.merges.filter(job_id=job.options["merges_of"]).in_force()
