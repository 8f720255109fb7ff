"""How flags end: deleted, or merged into one that stays. Both are the owners'."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from contacts import audiences, flag_endings, job_reports
from contacts.forms.flag import FlagDeleteForm
from contacts.forms.flag_merge import FlagMergeForm
from contacts.models import Job, JobState
from workspaces.access import WorkspaceRequest, workspace_owner
from workspaces.models import Workspace


@workspace_owner
@require_http_methods(["GET", "HEAD", "POST"])
def flag_delete(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Say how many contacts lose the flag and which audiences name it, and delete it for good."""
    flag = get_object_or_404(workspace.flags, pk=pk)
    count = flag.links.count()
    form = FlagDeleteForm(
        request.POST if request.method == "POST" else None, flag=flag, count=count
    )
    if form.is_valid():
        return told(request, workspace, flag_endings.delete(flag, request.user))
    context = {
        "flag": flag,
        "count": count,
        "form": form,
        "remembered": flag.suppressed_numbers.count() if flag.suppressing else 0,
        "audiences": audiences.using_flag(workspace, flag.pk),
    }
    return render(request, "contacts/flag_delete.html", context)


@workspace_owner
@require_http_methods(["GET", "HEAD", "POST"])
def flag_merge(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Choose flags and the one that stays, see what that would do, and do it when told so.

    A GET of the two fields shows what would be done: a link can lead here with flags chosen.
    """
    posted = request.method == "POST"
    chosen = request.POST if posted else request.GET
    form = FlagMergeForm(chosen if posted or "into" in chosen else None, workspace=workspace)
    context: dict[str, object] = {"form": form}
    if not form.is_bound:
        form.propose(chosen.getlist("flags"))
    elif form.is_valid():
        gone, into = form.cleaned_data["gone"], form.cleaned_data["into"]
        if posted:
            return told(request, workspace, flag_endings.merge(gone, into, request.user))
        context |= {
            "gone": [(flag, flag.links.count()) for flag in gone],
            "into": into,
            "into_count": into.links.count(),
            "union": flag_endings.carriers([*gone, into]),
            "silenced": into.suppressing and any(not flag.suppressing for flag in gone),
        }
    return render(request, "contacts/flag_merge.html", context)


def told(request: WorkspaceRequest, workspace: Workspace, job: Job) -> HttpResponse:
    """Back to the flags where it is done, else to the page that shows how far it is."""
    job.workspace = workspace
    if job.state != JobState.DONE:
        return redirect(job_reports.page_of(job))
    messages.success(request, " ".join(job_reports.report(job).lines))
    return redirect("flag_list", workspace.slug)
