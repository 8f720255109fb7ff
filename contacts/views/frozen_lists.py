"""The pages of frozen lists: freeze an audience, see who came and went since, delete."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts import audiences, frozen_lists
from contacts.frozen_changes import Change
from contacts.job_reports import page_of
from contacts.models import FrozenList
from contacts.views.audiences import get_audience
from contactsite.htmx import render_page_or_partial
from contactsite.ids import id_of
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace


@workspace_editor
@require_POST
def frozen_create(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Write down who is in the audience now; a form that is sent twice does it once."""
    audience = get_audience(workspace, pk)
    if problems := audiences.problems(audiences.filter_of(audience)):
        messages.error(request, f"{problems[0]} Nothing was frozen.")
        return redirect(audience)
    job = frozen_lists.freeze(audience, request.user, after=id_of(request.POST.get("after", "")))
    return redirect("frozen_detail", workspace.slug, job.options["frozen_list"])


@workspace_viewer
@require_safe
def frozen_detail(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """What was frozen and when; what has become of it since is asked after the page."""
    frozen_list = get_frozen_list(workspace, pk)
    if frozen_list.ready_at is None and (job := frozen_lists.unfinished_job(frozen_list)):
        return redirect(page_of(job))
    audience: Any = frozen_list.audience
    context = {
        "frozen_list": frozen_list,
        "audience": audience,
        "changed_since": audience.digest != frozen_list.digest,
        "list_link": _list_link(frozen_list),
    }
    return render(request, "contacts/frozen_detail.html", context)


@workspace_viewer
@require_safe
def frozen_changes(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Who joined, left, was deleted or became Do Not Call since the list was frozen."""
    frozen_list = get_frozen_list(workspace, pk)
    audience: Any = frozen_list.audience
    audience.workspace = workspace
    problems = audiences.problems(audiences.filter_of(audience))
    context: dict[str, Any] = {
        "frozen_list": frozen_list,
        "audience": audience,
        "problems": problems,
    }
    if not problems:
        changes = frozen_lists.changes(frozen_list, audience)
        context |= {
            "changes": changes,
            "links": {change.value: _list_link(frozen_list, change) for change in Change},
        }
    return render_page_or_partial(
        request, "contacts/frozen_changes.html", "contacts/partials/frozen_changes.html", context
    )


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def frozen_delete(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Delete a frozen list for good. The contacts and the audience stay."""
    frozen_list = get_frozen_list(workspace, pk)
    audience: Any = frozen_list.audience
    audience.workspace = workspace
    if request.method == "POST":
        frozen_lists.throw_away(frozen_list, request.user)
        messages.success(request, "The frozen list was deleted. Its contacts stay.")
        return redirect(audience)
    context = {"frozen_list": frozen_list, "audience": audience}
    return render(request, "contacts/frozen_delete.html", context)


def get_frozen_list(workspace: Workspace, pk: int) -> FrozenList:
    lists = workspace.frozen_lists.select_related("audience", "workspace").defer("snapshot")
    return get_object_or_404(lists.exclude(audience=None), pk=pk)


def _list_link(frozen_list: FrozenList, change: str = "") -> str:
    """The list of its contacts, or of those to whom this has happened since."""
    page = reverse("contact_list", args=[frozen_list.workspace.slug])
    return f"{page}?frozen={frozen_list.pk}" + (f"&change={change}" if change else "")
