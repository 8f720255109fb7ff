"""The site's front door: straight into the workspace that was open last."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from workspaces.access import SignedInRequest
from workspaces.models import Workspace


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """A person without any workspace is offered to create one."""
    last = request.user.last_workspace_id
    mine = sorted(Workspace.objects.of(request.user), key=lambda workspace: workspace.pk != last)
    if mine:
        return redirect("workspace_home", mine[0].slug)
    return render(request, "workspaces/no_workspace.html")
