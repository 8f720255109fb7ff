"""Members of a workspace: everybody sees them, owners manage them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from workspaces import keys, members
from workspaces.access import WorkspaceRequest, workspace_owner, workspace_viewer
from workspaces.forms import KeysForm, MemberForm, posted
from workspaces.models import Membership, Role, Workspace
from workspaces.views.invitations import invitation_link

LAST_OWNER = "A workspace needs an owner. Make somebody else an owner first."

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@workspace_viewer
@require_safe
def member_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    context: dict[str, Any] = {"members": workspace.memberships.select_related("user")}
    if request.membership.can_own:
        context["mail_is_set_up"] = settings.MAIL_IS_SET_UP
        context["invitations"] = [
            (invitation, invitation_link(request, invitation))
            for invitation in workspace.invitations.open().select_related("invited_by")
        ]
    return render(request, "workspaces/member_list.html", context)


@workspace_owner
@form_methods
def member_edit(request: WorkspaceRequest, workspace: Workspace, member_id: int) -> HttpResponse:
    member = find_member(workspace, member_id)
    # Only an owner makes any, and whoever stays one keeps theirs.
    made = keys.made_by(member.user, workspace) if member.can_own else []
    form = MemberForm(posted(request), initial={"role": member.role}, keys=made)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            members.change_role(member, role, request.user, revoke_keys=form.revokes)
        except members.LastOwner:
            form.add_error("role", LAST_OWNER)
        except Membership.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, f"{member.user} is now {role.label.lower()}.")
            return redirect("member_list", workspace.slug)
    context = {"form": form, "member": member, "keys": made}
    return render(request, "workspaces/member_edit.html", context)


@workspace_owner
@form_methods
def member_remove(request: WorkspaceRequest, workspace: Workspace, member_id: int) -> HttpResponse:
    member = find_member(workspace, member_id)
    if member == request.membership:
        return redirect("member_leave", workspace.slug)
    made = keys.made_by(member.user, workspace)
    # Who goes may have copied what they made: to revoke it is proposed.
    form = KeysForm(posted(request), keys=made, initial={"revoke_keys": True})
    if form.is_valid():
        if take_out(request, member, form):
            messages.success(request, f"{member.user} is no longer a member.")
        return redirect("member_list", workspace.slug)
    context = {"member": member, "keys": made, "form": form}
    return render(request, "workspaces/member_remove.html", context)


@workspace_viewer
@form_methods
def member_leave(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    member = request.membership
    made = keys.made_by(request.user, workspace)
    form = KeysForm(posted(request), keys=made)
    if form.is_valid():
        if take_out(request, member, form):
            messages.success(request, f"You have left {workspace.name}.")
            return redirect("home")
        return redirect("member_list", workspace.slug)
    context = {"member": member, "keys": made, "form": form}
    return render(request, "workspaces/member_leave.html", context)


def find_member(workspace: Workspace, member_id: int) -> Membership:
    return get_object_or_404(workspace.memberships.select_related("user"), pk=member_id)


def take_out(request: WorkspaceRequest, member: Membership, form: KeysForm) -> bool:
    """Remove the member; False, with a message, for the last owner."""
    try:
        members.remove(member, request.user, revoke_keys=form.revokes)
    except members.LastOwner:
        messages.error(request, LAST_OWNER)
        return False
    except Membership.DoesNotExist:
        raise Http404 from None
    return True
