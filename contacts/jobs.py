"""The one protocol for long work: a lease, a fencing token, and steps that happen exactly once.

Whoever holds the lease advances the job. A claim and each step raise the token; a step's
transaction first checks that the token is still the one it started from, so a process that slept
past its lease writes nothing.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from contacts.failpoints import failpoint
from contacts.job_kinds import IMPORT_KINDS, SITE_WORK, WORK, WRITING_KINDS
from contacts.models import (
    ContactImport,
    Job,
    JobKind,
    JobState,
    LongWork,
    SiteJob,
    SiteJobKind,
)
from contacts.outages import is_database_away, is_disk_full
from contacts.steps import Step, Stopped, Work
from workspaces.models import User, Workspace

log = logging.getLogger(__name__)

Claimed = TypeVar("Claimed", Job, SiteJob)

# How long one workspace's job is advanced while another workspace's waits.
SLICE_SECONDS = 2.0
UNFINISHED = (JobState.WAITING, JobState.RUNNING)

CANCELLED_BY_PERSON = "A person cancelled it."
DISK_FULL = "The server has no space left on its disk. Free some, then resume."
UNEXPECTED = "Something went wrong on our side. Nothing is lost: resume to go on where it stopped."


class LeaseLost(Exception):
    """Another process has taken the job over; what this one computed is void."""


def start(
    kind: JobKind,
    workspace: Workspace,
    actor: User | None,
    contact_import: ContactImport | None = None,
    total: int = 0,
    **options: Any,
) -> Job:
    """Put work down to be done; call it in the transaction that changes the state of its thing."""
    return Job.objects.create(
        kind=kind,
        workspace=workspace,
        actor=actor,
        contact_import=contact_import,
        total=total,
        options=options,
    )


def lease() -> timedelta:
    """How long a silent holder keeps the job. Steps take a second at most."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def due() -> QuerySet[Job]:
    """Unfinished jobs that nobody holds."""
    return Job.objects.filter(_is_due()).order_by("id")


def site_jobs_due() -> QuerySet[SiteJob]:
    """The same of the whole site."""
    return SiteJob.objects.filter(_is_due()).order_by("id")


def _is_due() -> Q:
    now = timezone.now()
    return (Q(lease_until=None) | Q(lease_until__lt=now)) & Q(state__in=UNFINISHED)


def advance(job_id: int, keep_going: Callable[[], bool] = lambda: True) -> bool:
    """Do the job's steps until it is finished, taken over, or `keep_going` says no.

    Returns False, at once, when another process holds the job or it must wait for its turn. Raises
    OperationalError or InterfaceError when the database is away; the job is resumed later.
    """
    job = claim(job_id)
    if job is not None:
        _advance(job, WORK[job.kind](job), keep_going)
    return job is not None


def advance_for_site(job_id: int, keep_going: Callable[[], bool] = lambda: True) -> bool:
    """The same for a job of the whole site."""
    job = _claim(site_jobs_due().filter(pk=job_id))
    if job is not None:
        _advance(job, SITE_WORK[SiteJobKind(job.kind)](job), keep_going)
    return job is not None


def _advance(job: LongWork, work: Work[Any], keep_going: Callable[[], bool]) -> None:
    try:
        while _advance_once(job, work):
            if not keep_going():
                _release(job)
                break
            time.sleep(work.pause())
    except LeaseLost:
        log.warning("Job %s is no longer ours: taken over, or gone.", job.pk)


def advance_fairly(job_id: int, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Advance a job while no other workspace's job waits, or for one slice of time."""
    started = time.monotonic()
    workspace = Job.objects.filter(pk=job_id).values("workspace_id")

    def keep_going() -> bool:
        if stopping():
            return False
        if time.monotonic() - started < SLICE_SECONDS:
            return True
        return not due().exclude(workspace_id__in=workspace).exists()

    return advance(job_id, keep_going)


def claim(job_id: int) -> Job | None:
    """Take the lease, if the job is due and its turn has come."""
    job = _claim(due().filter(pk=job_id), _is_its_turn)
    return job and Job.objects.select_related("workspace", "actor").get(pk=job.pk)


def _claim(
    due_job: QuerySet[Claimed], is_its_turn: Callable[[Claimed], bool] = lambda job: True
) -> Claimed | None:
    now = timezone.now()
    with transaction.atomic():
        job = due_job.first()
        # One that only has to be ended need not wait for its turn.
        if job is None or not (job.cancel_requested or is_its_turn(job)):
            return None
        claimed = due_job.filter(token=job.token).update(
            token=F("token") + 1,
            state=JobState.RUNNING,
            lease_until=now + lease(),
            heartbeat_at=now,
            started_at=Coalesce("started_at", now),
        )
    if not claimed:
        return None
    job.refresh_from_db()
    failpoint(f"{job.kind} claimed")
    return job


def cancel(job: Job) -> None:
    """Ask the job to stop at the border of its current step; a job nobody holds stops now."""
    Job.objects.filter(pk=job.pk, state__in=UNFINISHED).update(cancel_requested=True)
    advance(job.pk, keep_going=lambda: False)


def give_up(job: Job) -> None:
    """End a failed job that is not to be resumed; what it did so far stays.

    Not that of an import, which is ended on the import's own page.
    """
    failed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).exclude(kind__in=IMPORT_KINDS)
    if failed.update(
        state=JobState.WAITING, cancel_requested=True, lease_until=None, finished_at=None
    ):
        advance(job.pk, keep_going=lambda: False)


def resume(job: Job) -> bool:
    """Let a failed job go on where it stopped; True for the call that did."""
    resumed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.WAITING, reason="", lease_until=None, finished_at=None
    )
    return bool(resumed)


def _is_its_turn(job: Job) -> bool:
    """Whether no older job that writes contacts is unfinished in the workspace."""
    return (
        job.kind not in WRITING_KINDS
        or not Job.objects.filter(
            workspace_id=job.workspace_id,
            kind__in=WRITING_KINDS,
            state__in=UNFINISHED,
            pk__lt=job.pk,
        ).exists()
    )


def _advance_once(job: LongWork, work: Work[Any]) -> bool:
    """One step, or the end of the job; whether there is more to do. Raises LeaseLost."""
    try:
        job.refresh_from_db(fields=["cancel_requested"])
    except ObjectDoesNotExist:
        # Its workspace was deleted.
        raise LeaseLost from None
    try:
        if job.cancel_requested:
            raise Stopped(CANCELLED_BY_PERSON)
        step = work.step(job)
        _take_effect(job, step)
        return not step.finished
    except Stopped as stopped:
        _end(job, JobState.CANCELLED, str(stopped), work.on_cancelled)
    except LeaseLost:
        raise
    except Exception as error:
        if is_database_away(error):
            raise
        log.exception("Job %s failed.", job.pk)
        reason = DISK_FULL if is_disk_full(error) else UNEXPECTED
        _end(job, JobState.FAILED, reason, work.on_failed)
    return False


def _take_effect(job: LongWork, step: Step) -> None:
    """Apply the step and move the cursor in one transaction, if the lease still holds."""
    now = timezone.now()
    point = f"{job.kind} last step" if step.finished else f"{job.kind} step"
    failpoint(f"{point} computed")
    with transaction.atomic():
        _check_token(job)
        counts = {**job.counts, **step.counts, **(step.apply() or {})}
        failpoint(f"{point} applied")
        _row(job).update(
            cursor=step.cursor,
            counts=counts,
            done=step.done,
            heartbeat_at=now,
            lease_until=None if step.finished else now + lease(),
            state=JobState.DONE if step.finished else JobState.RUNNING,
            finished_at=now if step.finished else None,
        )
        failpoint(f"{point} moved")
    failpoint(f"{point} committed")
    job.cursor, job.counts, job.done = step.cursor, counts, step.done
    job.token += 1


def _end(job: LongWork, state: JobState, reason: str, write: Callable[[Any, str], None]) -> None:
    now = timezone.now()
    with transaction.atomic():
        _check_token(job)
        write(job, reason)
        failpoint(f"{job.kind} ending")
        _row(job).update(
            state=state, reason=reason, lease_until=None, heartbeat_at=now, finished_at=now
        )


def _row(job: LongWork) -> QuerySet[Any]:
    return type(job)._base_manager.filter(pk=job.pk)


def _release(job: LongWork) -> None:
    """Let another process go on at once."""
    _row(job).filter(token=job.token, state=JobState.RUNNING).update(lease_until=None)


def _check_token(job: LongWork) -> None:
    """Raise the token if it is still ours; the row stays locked until the transaction ends."""
    ours = _row(job).filter(token=job.token, state=JobState.RUNNING)
    if not ours.update(token=F("token") + 1):
        raise LeaseLost
