"""What each kind of job calls itself and says of what it did: the words of its page.

A new kind names its function here; an import's jobs are told of on the import's own page.
"""

from collections.abc import Callable

from django.urls import reverse

from contacts import frozen_lists
from contacts.bulk import reports
from contacts.merging import reports as merging
from contacts.models import Job, JobKind, JobState
from contacts.progress import Report


def flag_delete_report(job: Job) -> Report:
    """Whose flag goes, and off how many contacts."""
    name = _flag_names(job)
    contacts = _contacts(job.counts.get("contacts", 0))
    line = f"The flag {name} was taken off {contacts} so far."
    if job.state == JobState.DONE:
        line = f"The flag {name} was deleted and taken off {contacts}."
    return Report(f"Deleting the flag {name}", [line], _to_flags(job))


def flag_merge_report(job: Job) -> Report:
    """Which flags go into which, and what that changed."""
    names, into = _flag_names(job), f"“{job.options['into'][1]}”"
    contacts = _contacts(job.counts.get("contacts", 0))
    line = f"{names}: so far {contacts} were given {into} instead."
    if job.state == JobState.DONE:
        line = f"{names} went into {into}, which changed {contacts}."
    return Report(f"Merging {names} into {into}", [line], _to_flags(job))


def _flag_names(job: Job) -> str:
    return ", ".join(f"“{name}”" for _, name in job.options["flags"])


def _contacts(count: int) -> str:
    return "1 contact" if count == 1 else f"{count:,} contacts"


def _to_flags(job: Job) -> list[tuple[str, str]]:
    return [("See the flags", reverse("flag_list", args=[job.workspace.slug]))]


# A title is shown on every page while the job runs: it must cost no query.
REPORTS: dict[str, Callable[[Job], Report]] = {
    JobKind.FREEZE: frozen_lists.report,
    JobKind.ADD_FLAGS: reports.flags_added,
    JobKind.REMOVE_FLAGS: reports.flags_removed,
    JobKind.UNDO_FLAGS: reports.flags_undone,
    JobKind.DELETE: reports.deleted,
    JobKind.MERGE: merging.merged,
    JobKind.UNMERGE: merging.unmerged,
    JobKind.FLAG_DELETE: flag_delete_report,
    JobKind.FLAG_MERGE: flag_merge_report,
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
