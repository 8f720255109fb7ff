"""The pages of API tokens: list, make, revoke. For owners."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from contacts import api_tokens
from contacts.forms.api_token import ApiTokenForm
from workspaces.access import WorkspaceRequest, workspace_owner
from workspaces.models import Workspace


@workspace_owner
@require_safe
def api_token_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """All tokens, also the revoked ones: who made them, and when they were used last."""
    context = {
        "tokens": workspace.api_tokens.select_related("created_by").order_by("-id"),
        "limit": settings.API_REQUESTS_PER_MINUTE,
    }
    return render(request, "contacts/api_token_list.html", context)


@workspace_owner
@require_http_methods(["GET", "HEAD", "POST"])
def api_token_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Make a token; this answer alone shows it."""
    form = ApiTokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        token, secret = api_tokens.make(workspace, request.user, **form.cleaned_data)
        context = {"token": token, "secret": secret}
        return render(request, "contacts/api_token_made.html", context)
    return render(request, "contacts/api_token_form.html", {"form": form})


@workspace_owner
@require_http_methods(["GET", "HEAD", "POST"])
def api_token_revoke(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Ask, and let the token open nothing any more."""
    token = get_object_or_404(workspace.api_tokens, pk=pk)
    if request.method == "POST":
        api_tokens.revoke(token, request.user)
        messages.success(request, f"The token {token} opens nothing any more.")
        return redirect("api_token_list", workspace.slug)
    return render(request, "contacts/api_token_revoke.html", {"token": token})
