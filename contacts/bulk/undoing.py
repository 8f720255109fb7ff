"""Undo of flags that were added to, or taken off, many contacts: back to what they carried before.

Whoever was changed since stays as he is. A suppressing flag stays on everybody, also where the
undone action brought it: only a person who edits one contact takes it off, with a reason.
"""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from contacts import writing
from contacts.bulk.frozen import BATCHES
from contacts.models import Contact, ContactChange, Flag, Job, JobKind, JobState
from contacts.rights import check_right
from contacts.steps import Step, TakesTurns
from workspaces.models import AuditEntry

UNDO_DAYS = 30
UNDOABLE = (JobKind.ADD_FLAGS, JobKind.REMOVE_FLAGS)
REASON = "Undo of a bulk action."


def undoable_flags(job: Job) -> list[Flag]:
    """The flags that an undo would take off or give back; none where there is nothing to undo."""
    if job.kind not in UNDOABLE or job.state not in (JobState.DONE, JobState.CANCELLED):
        return []
    if job.finished_at is None or job.finished_at < timezone.now() - timedelta(days=UNDO_DAYS):
        return []
    flags = Flag.objects.filter(
        workspace_id=job.workspace_id, pk__in=[pk for pk, _ in job.options["flags"]]
    ).order_by("name_key")
    return [flag for flag in flags if job.kind == JobKind.REMOVE_FLAGS or not flag.suppressing]


def undos(job: Job) -> QuerySet[Job]:
    """The jobs that undo this one."""
    return Job.objects.filter(
        workspace_id=job.workspace_id, kind=JobKind.UNDO_FLAGS, options__of=job.pk
    )


def entries(job: Job) -> QuerySet[ContactChange]:
    """The journal of what the job did and no undo has taken back, oldest first."""
    journal = ContactChange.objects.filter(workspace_id=job.workspace_id)
    undone = journal.filter(job__in=list(undos(job)), contact_id=OuterRef("contact_id"))
    return journal.filter(~Exists(undone), job=job).order_by("id")


def kept(job: Job) -> QuerySet[Contact]:
    """The contacts that somebody has changed since the job did: an undo leaves them as they are."""
    changed = entries(job).filter(contact_id=OuterRef("pk")).exclude(revision=OuterRef("revision"))
    contacts = Contact.objects.filter(Exists(changed), workspace_id=job.workspace_id)
    return contacts.order_by("pk")


class UndoFlags(TakesTurns):
    """Goes over the journal of the job that is undone, a batch a step."""

    def __init__(self, job: Job) -> None:
        self.undone = Job(pk=job.options["of"], workspace_id=job.workspace_id)

    def step(self, job: Job) -> Step:
        check_right(job)
        size = BATCHES[connection.vendor]
        after = job.cursor.get("after", 0)
        # Not `entries`: what this very job has undone would shift none, but costs a look each.
        journal = ContactChange.objects.filter(
            workspace_id=job.workspace_id, job=self.undone, pk__gt=after
        ).order_by("id")
        batch = list(journal[:size])
        finished = len(batch) < size
        open_ids = set(
            entries(self.undone)
            .filter(pk__in=[entry.pk for entry in batch])
            .values_list("pk", flat=True)
        )

        def apply() -> dict[str, int]:
            todo = [entry for entry in batch if entry.pk in open_ids]
            undone, kept_as_is = writing.undo_flags(job, todo, REASON)
            added = {"changed": undone, "kept": kept_as_is}
            counts = {name: job.counts.get(name, 0) + number for name, number in added.items()}
            if finished:
                self._over(job, "flags.undone", counts)
            return counts

        cursor = {"after": batch[-1].pk if batch else after}
        return Step(cursor, job.done + len(batch), finished, apply=apply)

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._over(job, "flags.undone_cancelled", job.counts)

    def on_failed(self, job: Job, reason: str) -> None:
        """It can be resumed, or given up."""
        self._over(job, "flags.undone_failed", job.counts)

    def _over(self, job: Job, action: str, counts: dict[str, Any]) -> None:
        AuditEntry.record(
            action,
            actor=job.actor,
            workspace=job.workspace,
            job=job.pk,
            contacts=counts.get("changed", 0),
        )
