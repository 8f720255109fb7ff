"""A workspace is created, set up, deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contactsite.ids import id_of
from workspaces import lifecycle
from workspaces.access import (
    SignedInRequest,
    WorkspaceRequest,
    beside_workspace,
    may_create_workspace,
    workspace_owner,
)
from workspaces.forms import DeleteWorkspaceForm, WorkspaceForm, WorkspaceSettingsForm, posted
from workspaces.models import Workspace

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@beside_workspace
def workspace_create(request: SignedInRequest) -> HttpResponse:
    """Whoever creates a workspace is its first owner; a form that is sent twice creates one."""
    if not may_create_workspace(request.user):
        raise PermissionDenied
    return _workspace_create(request)


@form_methods
def _workspace_create(request: SignedInRequest) -> HttpResponse:
    initial = {"time_zone": request.user.time_zone or "UTC"}
    form = WorkspaceForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        after = id_of(request.POST.get("after", ""))
        workspace, is_new = lifecycle.create(**form.cleaned_data, owner=request.user, after=after)
        if is_new:
            messages.success(request, f"{workspace.name} is ready. Add the first contacts.")
        return redirect("workspace_home", workspace.slug)
    context = {"form": form, "after": lifecycle.newest_of(request.user)}
    return render(request, "workspaces/workspace_create.html", context)


@workspace_owner
@form_methods
def workspace_settings(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    initial = {
        name: getattr(workspace, name) for name in ("name", "time_zone", "second_factor_required")
    }
    form = WorkspaceSettingsForm(posted(request), initial=initial, owner=request.user)
    if request.method == "POST" and form.is_valid():
        lifecycle.change(workspace, **form.cleaned_data, actor=request.user)
        messages.success(request, "The settings are saved.")
        return redirect("workspace_settings", workspace.slug)
    return render(request, "workspaces/workspace_settings.html", {"form": form})


@workspace_owner
@form_methods
def workspace_delete(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    form = DeleteWorkspaceForm(posted(request), workspace=workspace)
    if request.method == "POST" and form.is_valid():
        lifecycle.delete(workspace, request.user)
        messages.success(request, f"{workspace.name} is deleted with all that was in it.")
        return redirect("home")
    return render(request, "workspaces/workspace_delete.html", {"form": form})
