"""What the pages of these jobs say of them."""

from django.urls import reverse

from contacts.models import Job, JobState
from contacts.progress import Report


def merged(job: Job) -> Report:
    count = job.counts.get("groups", 0)
    lines = [
        f"{_counted(count, 'group')} of contacts that were exactly the same"
        f" {'is' if count == 1 else 'are'} one contact each now:"
        f" {_counted(job.counts.get('merged', 0), 'contact')} went into another."
    ]
    if skipped := job.counts.get("skipped", 0):
        lines.append(f"{_counted(skipped, 'group')} changed meanwhile and stayed as they were.")
    links = [("See the duplicates that are left", reverse("duplicate_list", args=[_slug(job)]))]
    if count and job.state in (JobState.DONE, JobState.CANCELLED):
        lines.append("Each can be undone for 30 days on its own page, or all of them at once.")
        links.append(("See or undo them", reverse("merge_job", args=[_slug(job), job.pk])))
    return Report("Merging contacts that are exactly the same", lines, links)


def unmerged(job: Job) -> Report:
    count = job.counts.get("groups", 0)
    lines = [f"{_counted(count, 'merge')} {'is' if count == 1 else 'are'} undone."]
    if changed := job.counts.get("changed", 0):
        lines.append(
            f"In {changed:,} of them something was changed since, and stays: their pages name it."
        )
    if kept := job.counts.get("kept", 0):
        lines.append(
            f"{_counted(kept, 'merge')} could not be undone: the contact took part in a later one,"
            " or the 30 days are over."
        )
    of = job.options["merges_of"]
    return Report(
        "Undoing merges", lines, [("See them", reverse("merge_job", args=[_slug(job), of]))]
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _slug(job: Job) -> str:
    return job.workspace.slug
