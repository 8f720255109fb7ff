"""What bulk actions call themselves and say of what they did."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from contacts.bulk import undoing
from contacts.bulk.flagging import flag_names
from contacts.models import ContactFlag, Job, JobKind, JobState
from contacts.progress import Report

# Of the contacts that an undo keeps so many are named.
KEPT_NAMED = 20


def flags_added(job: Job) -> Report:
    changed, same = _count(job, "changed"), _count(job, "same")
    lines = [f"{contacts(changed)} got {flag_names(job)}."]
    if same:
        lines.append(f"{contacts(same)} had {_it(job)} already.")
    return _flags_report(job, lines)


def flags_removed(job: Job) -> Report:
    changed, same = _count(job, "changed"), _count(job, "same")
    lines = [f"{flag_names(job)} was taken off {contacts(changed)}."]
    if same:
        lines.append(f"{contacts(same)} did not have {_it(job)}.")
    return _flags_report(job, lines)


def flags_undone(job: Job) -> Report:
    """Says by name who was changed since, and stays so."""
    title = f"Undo: {_title(job, job.options['undoes'])}"
    if job.state == JobState.WAITING or not job.done:
        return Report(title)
    lines = [f"{contacts(_count(job, 'changed'))} {_are(_count(job, 'changed'))} as before."]
    undone = Job(pk=job.options["of"], workspace_id=job.workspace_id)
    if kept := _count(job, "kept"):
        named = undoing.kept(undone)[:KEPT_NAMED]
        names = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((reverse("contact_detail", args=[job.workspace.slug, c.pk]), c) for c in named),
        )
        more = f" and {kept - KEPT_NAMED:,} more" if kept > KEPT_NAMED else ""
        lines.append(
            format_html(
                "{} changed since and {} left as {}: {}{}.",
                f"{contacts(kept)} {'was' if kept == 1 else 'were'}",
                "was" if kept == 1 else "were",
                "it is" if kept == 1 else "they are",
                names,
                more,
            )
        )
    if job.options["undoes"] == JobKind.ADD_FLAGS and (stays := suppressing_names(job)):
        lines.append(
            f"{stays} stays on everybody who has it: a suppressing flag is taken off one contact"
            " at a time, with a reason."
        )
    return Report(title, lines)


def deleted(job: Job) -> Report:
    lines = [f"{contacts(_count(job, 'changed'))} {_are(_count(job, 'changed'))} deleted for good."]
    return Report(_title(job, job.kind), lines + _left(job))


def suppressing_names(job: Job) -> str:
    """The job's flags that are suppressing now."""
    pks = [pk for pk, _ in job.options["flags"]]
    flags = job.workspace.flags.filter(pk__in=pks, suppressing=True).order_by("name_key")
    return ", ".join(f"“{flag}”" for flag in flags)


def contacts(number: int) -> str:
    return "1 contact" if number == 1 else f"{number:,} contacts"


def _flags_report(job: Job, lines: list[str]) -> Report:
    title = _title(job, job.kind)
    if job.state in (JobState.WAITING, JobState.RUNNING):
        return Report(title)
    links = []
    pks = [pk for pk, _ in job.options["flags"]]
    carried = job.workspace.flags.filter(Exists(ContactFlag.objects.filter(flag=OuterRef("pk"))))
    if job.kind == JobKind.ADD_FLAGS and carried.filter(pk__in=pks).count() == len(pks):
        address = reverse("contact_list", args=[job.workspace.slug])
        query = urlencode({"flags": pks}, doseq=True)
        links.append((f"See contacts with {flag_names(job)}", f"{address}?{query}"))
    undo = ""
    if undoing.undoable_flags(job) and undoing.entries(job).exists():
        undo = reverse("job_undo", args=[job.workspace.slug, job.pk])
    return Report(title, lines + _left(job), links, undo)


def _title(job: Job, kind: str) -> str:
    number = contacts(job.options["count"])
    if kind == JobKind.DELETE:
        return f"Delete {number}"
    if kind == JobKind.ADD_FLAGS:
        return f"Add {flag_names(job)} to {number}"
    return f"Take {flag_names(job)} off {number}"


def _left(job: Job) -> list[str]:
    lines = []
    if left := _count(job, "left"):
        verb = "was" if left == 1 else "were"
        why = "no longer matched or" if job.options["query"] is not None else ""
        lines.append(
            f"{contacts(left)} {why} {verb} gone by then, and {verb} left alone.".replace("  ", " ")
        )
    if words := job.options["words"]:
        lines.append(f"It was for contacts {words}, as the list was when it was confirmed.")
    return lines


def _count(job: Job, name: str) -> int:
    number: Any = job.counts.get(name, 0)
    return int(number)


def _it(job: Job) -> str:
    return "it" if len(job.options["flags"]) == 1 else "all of them"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
