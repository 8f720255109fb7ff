"""A bulk action's way: put down with the contacts it is for, begun, undone."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from contacts import jobs, tasks
from contacts.bulk import undoing
from contacts.bulk.selection import Selection
from contacts.failpoints import failpoint
from contacts.models import Flag, FrozenContacts, Job, JobKind
from workspaces.models import User


class SelectionChanged(Exception):
    """There are more or fewer contacts than the person was shown."""


def start(
    kind: JobKind,
    selection: Selection,
    actor: User,
    *,
    promised: int,
    flags: Sequence[Flag] = (),
) -> Job:
    """Freeze the selected contacts and begin the job on them.

    Raises SelectionChanged unless there are as many as were `promised`.
    """
    with transaction.atomic():
        ids = list(selection.contacts.order_by("pk").values_list("pk", flat=True))
        if len(ids) != promised:
            raise SelectionChanged
        job = jobs.start(
            kind,
            selection.workspace,
            actor,
            total=len(ids),
            actor_name=str(actor),
            count=len(ids),
            flags=[[flag.pk, flag.name] for flag in flags],
            **selection.options,
        )
        FrozenContacts.freeze(job, ids)
        failpoint("bulk written")
    tasks.begin(job)
    return job


def undo(job: Job, actor: User) -> Job | None:
    """Begin to take back what the job did to flags; None for all calls but the one that did."""
    with transaction.atomic():
        # Two who press at once come one after the other.
        Job.objects.select_for_update(no_key=True).get(pk=job.pk)
        unfinished: Any = undoing.undos(job).filter(state__in=jobs.UNFINISHED)
        if not undoing.undoable_flags(job) or unfinished or not undoing.entries(job).exists():
            return None
        undo_job = jobs.start(
            JobKind.UNDO_FLAGS,
            job.workspace,
            actor,
            total=undoing.entries(job).count(),
            actor_name=str(actor),
            of=job.pk,
            undoes=job.kind,
            flags=job.options["flags"],
            count=job.options["count"],
        )
        failpoint("undo_flags written")
    tasks.begin(undo_job)
    return undo_job
