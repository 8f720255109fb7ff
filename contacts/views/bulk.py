"""The pages of bulk actions: each says what will change, in exact numbers, before anything does."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from contacts import bulk_actions, job_reports
from contacts.bulk import reports, undoing
from contacts.bulk.counts import flag_counts
from contacts.bulk.selection import Selection
from contacts.forms.bulk import BulkDeleteForm, BulkFlagsForm
from contacts.models import Flag, Job, JobKind, JobState
from contacts.views.jobs import get_job
from workspaces.access import WorkspaceRequest, workspace_editor
from workspaces.models import Workspace

SAMPLE = 8


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_add_flags(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Choose flags, see who would get them, and let it be done."""
    return flags_page(request, workspace, JobKind.ADD_FLAGS)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_remove_flags(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The same for taking flags off; suppressing ones cannot be."""
    return flags_page(request, workspace, JobKind.REMOVE_FLAGS)


def flags_page(request: WorkspaceRequest, workspace: Workspace, kind: JobKind) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    # Flags that nobody chose on this page look like the list's filter, which they are not here.
    own = ("chosen", "flags", "count") if request.method == "POST" or "chosen" in data else ()
    selection = selected(request, workspace, *own)
    if selection.problems:
        return refusal(request, selection)
    chosen = request.method == "POST" or "chosen" in data
    form = BulkFlagsForm(data if chosen else None, workspace=workspace, kind=kind)
    flags = list(form.cleaned_data["flags"]) if form.is_valid() else []
    if flags and request.method == "POST":
        started = begin(request, kind, selection, flags)
        if started:
            return started
    context: dict[str, Any] = {"form": form, "adding": kind == JobKind.ADD_FLAGS, "flags": flags}
    context |= shown(selection)
    if flags:
        context |= flag_counts(selection, flags, kind)
    return render(request, "contacts/bulk_flags.html", context)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_delete(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Say who goes; they do when their number is typed."""
    selection = selected(request, workspace, "count", "contact_count")
    if selection.problems:
        return refusal(request, selection)
    context = shown(selection)
    form = BulkDeleteForm(
        request.POST if request.method == "POST" else None, count=context["count"]
    )
    if form.is_valid():
        started = begin(request, JobKind.DELETE, selection, [])
        if started:
            return started
        context = shown(selection)
        form = BulkDeleteForm(None, count=context["count"])
    return render(request, "contacts/bulk_delete.html", context | {"form": form})


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def job_undo(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Say what an undo of flags gives back and what it leaves, and begin it; once."""
    job = get_job(workspace, pk)
    flags = undoing.undoable_flags(job)
    open_entries = undoing.entries(job)
    if request.method == "POST" and flags:
        undo = bulk_actions.undo(job, request.user)
        if undo:
            return redirect("job_detail", workspace.slug, undo.pk)
    if not flags or not open_entries.exists():
        messages.info(request, "This cannot be undone, or not any more.")
        return redirect(job_reports.page_of(job))
    kept = undoing.kept(job).count()
    context = {
        "job": job,
        "report": job_reports.report(job),
        "adding": job.kind == JobKind.ADD_FLAGS,
        "flags": flags,
        "stays": reports.suppressing_names(job) if job.kind == JobKind.ADD_FLAGS else "",
        "count": open_entries.count() - kept,
        "kept": kept,
    }
    return render(request, "contacts/job_undo.html", context)


def selected(request: WorkspaceRequest, workspace: Workspace, *own: str) -> Selection:
    """Whom the request names; `own` are the page's further parameters."""
    data = request.POST if request.method == "POST" else request.GET
    return Selection(data, workspace, {*own, "csrfmiddlewaretoken"}, request.GET)


def refusal(request: WorkspaceRequest, selection: Selection) -> HttpResponse:
    """Back to the list, with what is wrong with the selection."""
    messages.warning(request, " ".join(selection.problems))
    return redirect(selection.list_url)


def begin(
    request: WorkspaceRequest, kind: JobKind, selection: Selection, flags: list[Flag]
) -> HttpResponse | None:
    """Begin the job and lead to it, or back to the list when it is over already.

    None where the list has changed since it was shown: then the page is shown again, as it is now.
    """
    promised = request.POST.get("count", "")
    try:
        job = bulk_actions.start(
            kind,
            selection,
            request.user,
            promised=int(promised) if promised.isdecimal() and len(promised) < 10 else -1,
            flags=flags,
        )
    except bulk_actions.SelectionChanged:
        messages.warning(
            request, "The list has changed since: look at the numbers below, and confirm again."
        )
        selection.until = None
        return None
    job.refresh_from_db()
    if job.state != JobState.DONE:
        return redirect("job_detail", workspace_slug=selection.workspace.slug, pk=job.pk)
    messages.success(request, done_words(job))
    return redirect(selection.list_url)


def done_words(job: Job) -> str:
    """What a small job did, with the way to its page, where it can be undone."""
    report = job_reports.report(job)
    more = "Details and undo" if report.undo else "Details"
    first = report.lines[0]
    return format_html('{} <a href="{}">{}</a>', first, job_reports.page_of(job), more)


def shown(selection: Selection) -> dict[str, Any]:
    """The selection as a page shows it: in words, counted exactly, with a sample."""
    selection.hold_until()
    contacts = selection.contacts
    listed = list(contacts.order_by("-id").only("workspace", "name", "phone")[:SAMPLE])
    contact_url = reverse("contact_list", args=[selection.workspace.slug])
    count = contacts.count()
    return {
        "selection": selection,
        "count": count,
        "sample": [(contact, f"{contact_url}{contact.pk}/") for contact in listed],
        "more": count - len(listed),
    }
