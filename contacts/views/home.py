"""The first page of a workspace."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace


@workspace_viewer
@require_safe
def workspace_home(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Work starts at the list of contacts."""
    return redirect("contact_list", workspace.slug)
