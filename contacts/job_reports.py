"""What each kind of job calls itself and says of what it did: the words of its page.

A new kind names its function here; an import's jobs are told of on the import's own page.
"""

from collections.abc import Callable

from django.urls import reverse

from contacts import frozen_lists
from contacts.bulk import reports
from contacts.merging import reports as merging
from contacts.models import Job, JobKind
from contacts.progress import Report

# A title is shown on every page while the job runs: it must cost no query.
REPORTS: dict[str, Callable[[Job], Report]] = {
    JobKind.FREEZE: frozen_lists.report,
    JobKind.ADD_FLAGS: reports.flags_added,
    JobKind.REMOVE_FLAGS: reports.flags_removed,
    JobKind.UNDO_FLAGS: reports.flags_undone,
    JobKind.DELETE: reports.deleted,
    JobKind.MERGE: merging.merged,
    JobKind.UNMERGE: merging.unmerged,
}


def report(job: Job) -> Report:
    """The job in words."""
    if job.contact_import is not None:
        return Report(job.contact_import.original_name)
    if job.kind in REPORTS:
        return REPORTS[job.kind](job)
    return Report(str(JobKind(job.kind).label))


def page_of(job: Job) -> str:
    """The address where the job can be watched; `job.workspace` is read."""
    if job.contact_import_id is not None:
        return reverse("import_detail", args=[job.workspace.slug, job.contact_import_id])
    return reverse("job_detail", args=[job.workspace.slug, job.pk])
