"""Merging all groups that are exactly the same in one go, and undoing all of it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts import jobs, tasks
from contacts.merging import count_exact, exact_groups
from contacts.models import Job, JobKind
from contactsite.ids import id_of
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import AuditEntry, Workspace

# Groups shown before anything is merged, and the phones that are looked at to find them.
SAMPLE = 5
LOOKED_AT = 200
PAGE = 100


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def merge_all(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Say how many groups are exactly the same, with a sample; then merge them, once."""
    running = unfinished(workspace, JobKind.MERGE)
    if running is not None:
        return redirect("job_detail", workspace.slug, running.pk)
    total = count_exact(workspace)
    if request.method == "POST" and total:
        job = begin(request, workspace, JobKind.MERGE, total)
        return redirect("job_detail", workspace.slug, job.pk)
    groups, _ = exact_groups(workspace, "", LOOKED_AT)
    context = {"total": total, "sample": groups[:SAMPLE], "counted_at": timezone.now()}
    return render(request, "contacts/merge_all.html", context)


@workspace_viewer
@require_safe
def merge_job(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """The merges that a job made, each with its page; `?before=` goes on."""
    job = get_merge_job(workspace, pk)
    merges = workspace.merges.filter(job=job).select_related("survivor")
    before = id_of(request.GET.get("before", ""))
    if before is not None:
        merges = merges.filter(pk__lt=before)
    shown = list(merges[: PAGE + 1])
    context = {
        "job": job,
        "merges": shown[:PAGE],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "undoable": workspace.merges.undoable().filter(job=job).count(),
        "running": unfinished(workspace, JobKind.UNMERGE),
    }
    return render(request, "contacts/merge_job.html", context)


@workspace_editor
@require_POST
def merge_job_undo(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Undo all merges of the job that still can be undone."""
    merging = get_merge_job(workspace, pk)
    job = unfinished(workspace, JobKind.UNMERGE)
    if job is None:
        total = workspace.merges.undoable().filter(job=merging).count()
        if not total:
            messages.info(request, "None of these merges can be undone, or not any more.")
            return redirect("merge_job", workspace.slug, pk)
        job = begin(request, workspace, JobKind.UNMERGE, total, merges_of=merging.pk)
    return redirect("job_detail", workspace.slug, job.pk)


def begin(
    request: WorkspaceRequest, workspace: Workspace, kind: JobKind, total: int, **options: Any
) -> Job:
    """Put the work down and let it begin; whoever clicks twice gets the first one's."""
    with transaction.atomic():
        # Two who click at once: the second waits here, and finds the job of the first.
        Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
        if (running := unfinished(workspace, kind)) is not None:
            return running
        job = jobs.start(
            kind, workspace, request.user, total=total, actor_name=str(request.user), **options
        )
        action = "merges.started" if kind == JobKind.MERGE else "unmerges.started"
        AuditEntry.record(action, actor=request.user, workspace=workspace, groups=total, job=job.pk)
    tasks.begin(job, small=False)
    return job


def unfinished(workspace: Workspace, kind: JobKind) -> Job | None:
    return workspace.jobs.filter(kind=kind, state__in=jobs.UNFINISHED).first()


def get_merge_job(workspace: Workspace, pk: int) -> Job:
    return get_object_or_404(workspace.jobs.select_related("workspace"), pk=pk, kind=JobKind.MERGE)
