"""The page of a piece of long work: its progress, and what came of it in the end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from contacts import job_reports, jobs, tasks
from contacts.models import Job
from contacts.progress import progress
from contactsite.htmx import is_partial, render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace


@workspace_viewer
@require_safe
def job_detail(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """The job as it is now. Polled by htmx while it runs."""
    job = get_job(workspace, pk)
    if job.contact_import_id is not None:
        return redirect(job_reports.page_of(job))
    running = job.state in jobs.UNFINISHED
    if not running and is_partial(request):
        # The progress is over: the whole page is another now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "job": job,
        "report": job_reports.report(job),
        "progress": progress(job) if running else None,
    }
    return render_page_or_partial(
        request, "contacts/job_detail.html", "contacts/partials/job_running.html", context
    )


@workspace_viewer
@require_safe
def job_sign(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The small sign of every page alone, polled by htmx while something is under way."""
    return render(request, "includes/job_sign.html")


@workspace_editor
@require_POST
def job_cancel(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Stop the job at the border of its current step, or for good where it failed.

    What it did so far stays.
    """
    job = get_job(workspace, pk)
    if job.contact_import_id is None:
        jobs.cancel(job)
        jobs.give_up(job)
    return redirect(job_reports.page_of(job))


@workspace_editor
@require_POST
def job_resume(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Let a failed job go on where it stopped."""
    job = get_job(workspace, pk)
    if job.contact_import_id is None and not tasks.resume(job):
        messages.info(request, "There was nothing to resume.")
    return redirect(job_reports.page_of(job))


def get_job(workspace: Workspace, pk: int) -> Job:
    return get_object_or_404(
        workspace.jobs.select_related("workspace", "actor", "contact_import"), pk=pk
    )
