"""The job that merges all groups that are exactly the same: some a step, each in one piece."""

from typing import Any

from django.db import connection

from contacts import writing
from contacts.merging.exact import exact_groups
from contacts.models import Contact, Job
from contacts.rights import check_right
from contacts.steps import Step, TakesTurns
from workspaces.models import AuditEntry

# Phones that several contacts have, looked at in a step. A merge takes some milliseconds, and on
# SQLite nobody else writes meanwhile.
CHUNKS = {"sqlite": 10, "postgresql": 25}


class MergeExact(TakesTurns):
    """Walks the phones that several contacts have, in their order; the cursor is the last one."""

    def __init__(self, job: Job) -> None:
        self.workspace = job.workspace

    def step(self, job: Job) -> Step:
        check_right(job)
        groups, last = exact_groups(
            self.workspace, job.cursor.get("after", ""), CHUNKS[connection.vendor]
        )
        ended = last is None

        def apply() -> dict[str, Any]:
            counts = {name: job.counts.get(name, 0) for name in ("groups", "merged", "skipped")}
            for group in groups:
                try:
                    writing.merge(
                        self.workspace,
                        job.actor,
                        group.survivor.pk,
                        group.revisions,
                        group.values,
                        job=job,
                    )
                except (writing.StaleContacts, Contact.DoesNotExist):
                    # Somebody was quicker: what became of them may not be the same any more.
                    counts["skipped"] += 1
                else:
                    counts["groups"] += 1
                    counts["merged"] += len(group.contacts) - 1
            if ended:
                self._audit(job, counts["groups"])
            return counts

        return Step({"after": last}, job.done + len(groups), ended, apply=apply)

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._audit(job, job.counts.get("groups", 0))

    def on_failed(self, job: Job, reason: str) -> None:
        """It can be resumed, or given up: that it ended is told of then."""
        self._audit(job, job.counts.get("groups", 0), "merges.failed")

    def _audit(self, job: Job, groups: int, action: str = "merges.ended") -> None:
        AuditEntry.record(
            action, actor=job.actor, workspace=self.workspace, groups=groups, job=job.pk
        )
