"""What wakes a job. The job's row is the truth: a lost wake-up only costs a second."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django_tasks import task

from contacts import jobs
from contacts.failpoints import failpoint
from contacts.models import Job


@task()
def advance_job(job_id: int) -> None:
    """Advance a job by a step; harmless when it is done or held by another.

    The worker's sweep does the rest, which knows when to stop.
    """
    jobs.advance(job_id, keep_going=lambda: False)


def is_small(job: Job) -> bool:
    """Whether the job can be done while the person who asked for it waits."""
    return job.total <= settings.IMPORT_INLINE_ROWS


def begin(job: Job, *, small: bool | None = None) -> None:
    """Do a small job now, within the request; wake the worker for any other.

    Call it when the transaction that put the job down is over.
    """
    small = is_small(job) if small is None else small
    failpoint(f"{job.kind} recorded")
    if small:
        jobs.advance(job.pk)
    if not small or Job.objects.filter(pk=job.pk, state__in=jobs.UNFINISHED).exists():
        transaction.on_commit(partial(advance_job.enqueue, job.pk))
    failpoint(f"{job.kind} woken")


def resume(job: Job) -> bool:
    """Let a failed job go on where it stopped; True for the call that did."""
    if not jobs.resume(job):
        return False
    begin(job, small=False)
    return True
