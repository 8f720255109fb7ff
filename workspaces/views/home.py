"""The site's front door: straight into the workspace that was open last."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from workspaces.access import SignedInRequest
from workspaces.models import Workspace


def home(request: SignedInRequest) -> HttpResponse:
    """A person without any workspace is offered to create one."""
    mine = Workspace.objects.of(request.user)
    workspace = mine.filter(pk=request.user.last_workspace_id).first() or mine.first()
    if workspace:
        return redirect("workspace_home", workspace.slug)
    return render(request, "workspaces/no_workspace.html")
