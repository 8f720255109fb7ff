"""An import as its page tells it: problems by kind, proportions, progress."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from contacts.imports.problems import KINDS, ORDER, REPAIRED, WARNING
from contacts.models import (
    CSV_FIELDS,
    Contact,
    ContactImport,
    DuplicatePolicy,
    ImportState,
    Job,
    JobState,
)
from workspaces.models import Workspace

# A job that nobody has begun for so long has no worker.
PATIENCE = timedelta(seconds=30)

RUNNING = (
    ImportState.UPLOADED,
    ImportState.VALIDATING,
    ImportState.IMPORTING,
    ImportState.UNDOING,
)
WARNINGS = {
    "too_short": "Phone looks too short",
    "too_long": "Phone looks too long",
    "not_assigned": "Phone in a range that is not in use",
    "unknown_code": "Unknown country code",
}


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem with its first examples; for `repairs` of them a value is suggested."""

    kind: str
    title: str
    remedy: str
    count: int
    examples: list[dict[str, Any]]
    repairs: int = 0


def problem_kinds(contact_import: ContactImport) -> list[ProblemKind]:
    """What keeps rows out, in the order of the documentation's rules."""
    found = contact_import.problems
    return [
        ProblemKind(
            kind,
            *KINDS[kind],
            found[kind]["count"],
            found[kind]["examples"],
            found[kind]["repairs"],
        )
        for kind in ORDER
        if kind in found
    ]


def repaired_kinds(contact_import: ContactImport) -> list[ProblemKind]:
    """Problems that are none any more: the suggested values are used."""
    found = contact_import.problems
    return [
        ProblemKind(kind, KINDS[kind][0], "", known["count"], known["examples"])
        for kind in ORDER
        if (known := found.get(REPAIRED + kind))
    ]


def repairable(contact_import: ContactImport) -> dict[str, int]:
    """For how many rows each kind of problem has a suggested value, used or not."""
    offered = {kind.kind: kind.repairs for kind in problem_kinds(contact_import) if kind.repairs}
    return offered | {kind.kind: kind.count for kind in repaired_kinds(contact_import)}


@dataclass(frozen=True)
class PolicySample:
    """What a policy would do to the contacts that the duplicates name."""

    label: str
    count: int
    examples: list[dict[str, Any]]


def policy_samples(contact_import: ContactImport) -> list[PolicySample]:
    """The policies that would change a contact, each with the first changes."""
    labels = {f.name: str(f.verbose_name) for f in Contact._meta.fields if f.name in CSV_FIELDS}
    samples = []
    for policy in DuplicatePolicy:
        if count := contact_import.update_count(policy):
            examples = [
                example
                | {"changes": [(labels[name], *pair) for name, pair in example["changes"].items()]}
                for example in contact_import.updates[policy]["examples"]
            ]
            samples.append(PolicySample(str(policy.label), count, examples))
    return samples


def warning_kinds(contact_import: ContactImport) -> list[ProblemKind]:
    """What is worth a look in rows that are imported all the same."""
    found = contact_import.problems
    kinds = ((code, title, found.get(WARNING + code)) for code, title in WARNINGS.items())
    return [
        ProblemKind(code, title, "", known["count"], known["examples"])
        for code, title, known in kinds
        if known
    ]


def shares(contact_import: ContactImport) -> list[tuple[str, int, str]]:
    """The parts of the proportional bar."""
    return [
        ("good", contact_import.valid_rows, "ready"),
        ("bad", contact_import.error_rows, "with errors"),
        ("dup", contact_import.duplicate_rows, "duplicates"),
    ]


@dataclass(frozen=True)
class Progress:
    """How far a job is: rows, speed, time left, and whether anybody works on it."""

    done: int
    total: int
    rows_a_second: int
    seconds_left: int
    waits: bool
    waits_for_other: bool
    worker_missing: bool


def progress(job: Job) -> Progress:
    """The job's progress as far as it is known."""
    now = timezone.now()
    waits = job.lease_until is None or job.lease_until < now
    seconds = (now - job.started_at).total_seconds() if job.started_at else 0
    speed = job.done / seconds if seconds > 1 else 0
    total = max(job.total, job.done)
    since = job.heartbeat_at or job.created_at
    other = waits and _runs_before(job)
    return Progress(
        done=job.done,
        total=total,
        rows_a_second=round(speed),
        seconds_left=round((total - job.done) / speed) if speed else 0,
        waits=waits,
        waits_for_other=other,
        worker_missing=waits and not other and now - since > PATIENCE,
    )


def under_way(workspace: Workspace) -> Job | None:
    """The unfinished job of an import that has begun or waits the longest."""
    unfinished = workspace.jobs.filter(
        state__in=(JobState.WAITING, JobState.RUNNING), contact_import__isnull=False
    )
    return unfinished.select_related("contact_import").order_by("id").first()


def _runs_before(job: Job) -> bool:
    """Whether an older job of the workspace is under way."""
    return Job.objects.filter(
        workspace_id=job.workspace_id, state=JobState.RUNNING, pk__lt=job.pk
    ).exists()
