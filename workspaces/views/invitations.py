"""An owner invites people, and takes invitations back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from workspaces import invitations
from workspaces.access import WorkspaceRequest, workspace_owner
from workspaces.forms import InvitationForm, posted
from workspaces.models import Invitation, Role, Workspace


@workspace_owner
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The answer is the same whether or not the address has an account."""
    form = InvitationForm(posted(request), workspace=workspace)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        invitation = invitations.invite(workspace, form.cleaned_data["email"], role, request.user)
        deliver(request, invitation)
        return redirect("member_list", workspace.slug)
    context = {
        "form": form,
        "mail_is_set_up": settings.MAIL_IS_SET_UP,
        "days": settings.INVITATION_DAYS,
    }
    return render(request, "workspaces/invitation_create.html", context)


def invitation_link(request: HttpRequest, invitation: Invitation) -> str:
    """The whole address, to be mailed or copied."""
    return request.build_absolute_uri(reverse("invitation_accept", args=[invitation.token]))


def deliver(request: WorkspaceRequest, invitation: Invitation) -> None:
    """Mail the link where that is possible, and say plainly where it is not."""
    if not settings.MAIL_IS_SET_UP:
        messages.warning(
            request,
            "No e-mail is set up on this site. Copy the link below and send it to"
            f" {invitation.email} yourself.",
        )
    elif invitations.send(invitation, invitation_link(request, invitation)):
        messages.success(request, f"An invitation is on its way to {invitation.email}.")
    else:
        messages.error(
            request,
            "The mail server did not take the invitation. Copy the link below and send it to"
            f" {invitation.email} yourself.",
        )


@workspace_owner
@require_POST
def invitation_revoke(
    request: WorkspaceRequest, workspace: Workspace, invitation_id: int
) -> HttpResponse:
    invitation = get_object_or_404(workspace.invitations.open(), pk=invitation_id)
    invitations.withdraw(invitation, request.user)
    messages.success(
        request, f"The invitation to {invitation.email} is withdrawn. Its link no longer works."
    )
    return redirect("member_list", workspace.slug)
