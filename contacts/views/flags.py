"""The pages of flags: list, create, edit, delete."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from contacts import audiences, writing
from contacts.forms.flag import FlagDeleteForm, FlagForm
from contacts.models import Flag
from workspaces.access import (
    WorkspaceRequest,
    workspace_editor,
    workspace_owner,
    workspace_viewer,
)
from workspaces.models import Workspace


@workspace_viewer
@require_safe
def flag_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """All flags, what they mean and how many contacts carry them."""
    flags = workspace.flags.with_counts().order_by("name_key")
    return render(request, "contacts/flag_list.html", {"flags": flags})


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def flag_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Create a flag; only owners may make it suppressing."""
    return edit(request, workspace, Flag(workspace=workspace))


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def flag_edit(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Rename, recolour or describe a flag; owners also mark it as suppressing, or no longer."""
    return edit(request, workspace, get_object_or_404(workspace.flags, pk=pk))


@workspace_owner
@require_http_methods(["GET", "HEAD", "POST"])
def flag_delete(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Say how many contacts lose the flag, and delete it for good."""
    flag = get_object_or_404(workspace.flags, pk=pk)
    count = flag.links.count()
    form = FlagDeleteForm(
        request.POST if request.method == "POST" else None, flag=flag, count=count
    )
    if form.is_valid():
        lost = writing.delete_flag(flag, request.user)
        carriers = "1 contact" if lost == 1 else f"{lost:,} contacts"
        messages.success(request, f"The flag {flag} was deleted and taken off {carriers}.")
        return redirect("flag_list", workspace.slug)
    context = {
        "flag": flag,
        "count": count,
        "form": form,
        "audiences": audiences.using_flag(workspace, flag.pk),
    }
    return render(request, "contacts/flag_delete.html", context)


def edit(request: WorkspaceRequest, workspace: Workspace, flag: Flag) -> HttpResponse:
    """Show the form of a new or an existing flag, and save it."""
    count = flag.links.count() if flag.pk else 0
    name = flag.name
    form = FlagForm(
        request.POST if request.method == "POST" else None,
        flag=flag,
        membership=request.membership,
        count=count,
    )
    if form.is_valid():
        try:
            writing.save_flag(form.save(commit=False), request.user)
        except IntegrityError:
            # Somebody took the name between the form's look and our save.
            form.refuse_name()
        else:
            messages.success(request, f"The flag {flag} is saved.")
            return redirect("flag_list", workspace.slug)
    context = {"form": form, "flag": flag, "flag_name": name, "count": count}
    return render(request, "contacts/flag_form.html", context)
