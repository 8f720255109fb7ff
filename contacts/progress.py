"""What a page tells of long work: how far it is, whether anybody works on it, what came of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from contacts.models import Job, JobState
from workspaces.models import Workspace

# A job that nobody has begun for so long has no worker.
PATIENCE = timedelta(seconds=30)


@dataclass(frozen=True)
class Progress:
    """How far a job is: rows, speed, time left, and whether anybody works on it."""

    done: int
    total: int
    a_second: int
    seconds_left: int
    waits: bool
    waits_for_other: bool
    worker_missing: bool


@dataclass(frozen=True)
class Report:
    """A job in words, each kind has its own: see `job_reports`.

    `title` says what it does ("Adding VIP to 1,102 contacts"), `lines` what has come of it so far,
    or in the end. `links` lead on, as label and address; the first is what most people want.
    `undo` is where it can be taken back, as long as it can.
    """

    title: str
    lines: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    undo: str = ""


def progress(job: Job) -> Progress:
    """The job's progress as far as it is known."""
    now = timezone.now()
    waits = job.lease_until is None or job.lease_until < now
    seconds = (now - job.started_at).total_seconds() if job.started_at else 0
    speed = job.done / seconds if seconds > 1 else 0
    total = max(job.total, job.done)
    others = _held(now).exclude(pk=job.pk)
    return Progress(
        done=job.done,
        total=total,
        a_second=round(speed),
        seconds_left=round((total - job.done) / speed) if speed else 0,
        waits=waits,
        waits_for_other=waits
        and others.filter(workspace_id=job.workspace_id, pk__lt=job.pk).exists(),
        worker_missing=waits and now - _last_sign(job) > PATIENCE and not others.exists(),
    )


def under_way(workspace: Workspace) -> Job | None:
    """The unfinished job that has begun or waits the longest."""
    unfinished = workspace.jobs.filter(state__in=(JobState.WAITING, JobState.RUNNING))
    # Every page asks this: the columns that a title needs, and no more.
    told = unfinished.select_related("contact_import").only(
        "workspace", "kind", "options", "done", "total", "contact_import__original_name"
    )
    return told.order_by("id").first()


def _held(now: datetime) -> QuerySet[Job]:
    """The jobs, of all workspaces, that somebody works on."""
    return Job.objects.filter(state=JobState.RUNNING, lease_until__gte=now)


def _last_sign(job: Job) -> datetime:
    """When a worker was last seen at this job or, so that this one must have waited, another's."""
    beats = Job.objects.filter(workspace_id=job.workspace_id).aggregate(last=Max("heartbeat_at"))
    return max(beats["last"] or job.created_at, job.created_at)
