"""The workspace's rules who can be called."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contacts.calling import Calling
from contacts.forms.calling_policy import CallingPolicyForm
from workspaces.access import WorkspaceRequest, workspace_owner
from workspaces.models import AuditEntry, Workspace


@workspace_owner
@require_http_methods(["GET", "HEAD", "POST"])
def calling_policy(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Show which flags keep contacts from being called, and choose the one that is required."""
    calling = Calling(workspace)
    required_before = calling.required_name
    policy = calling.policy
    form = CallingPolicyForm(request.POST if request.method == "POST" else None, instance=policy)
    if form.is_valid():
        flag = form.cleaned_data["required_flag"]
        policy.required_name = flag.name if flag else ""
        with transaction.atomic():
            form.save()
            AuditEntry.record(
                "calling.changed",
                actor=request.user,
                workspace=workspace,
                required=policy.required_name or "no flag",
            )
        messages.success(request, "The rules who can be called are saved.")
        return redirect("calling_policy", workspace.slug)
    context = {
        "form": form,
        "is_broken": calling.is_broken,
        "required_name": required_before,
        "suppressing": workspace.flags.filter(suppressing=True).order_by("name_key"),
    }
    return render(request, "contacts/calling_policy.html", context)
