"""The pages of interactions: log, edit, delete; they are read on the contact's timeline."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from contacts import interactions
from contacts.forms.interaction import InteractionForm
from contacts.models import Contact, Interaction
from contacts.timeline import posted_among
from workspaces.access import WorkspaceRequest, workspace_editor
from workspaces.models import Workspace


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def interaction_create(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Log what passed with a contact, or what is agreed; `?kind=` chooses beforehand."""
    contact = get_object_or_404(workspace.contacts, pk=pk)
    form = InteractionForm(
        request.POST if request.method == "POST" else None, kind=request.GET.get("kind", "")
    )
    if form.is_valid():
        try:
            logged = interactions.log(contact, request.user, form.cleaned_data)
        except Contact.DoesNotExist:
            raise Http404 from None
        messages.success(request, f"{logged.get_kind_display()} logged.")
        return redirect(contact)
    return render(request, "contacts/interaction_form.html", {"form": form, "contact": contact})


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def interaction_edit(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Edit an interaction: its author's alone."""
    interaction = get_object_or_404(workspace.interactions.select_related("contact"), pk=pk)
    if not interaction.may_be_edited_by(request.membership):
        raise PermissionDenied
    form = InteractionForm(
        request.POST if request.method == "POST" else None, interaction=interaction
    )
    if form.is_valid():
        try:
            interactions.change(interaction, request.user, form.cleaned_data)
        except Interaction.DoesNotExist:
            raise Http404 from None
        messages.success(request, "Your changes are saved.")
        return redirect(interaction.contact)
    context = {"form": form, "contact": interaction.contact, "interaction": interaction}
    return render(request, "contacts/interaction_form.html", context)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def interaction_delete(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Delete an interaction for good: its author may, and any owner."""
    interaction = get_object_or_404(
        workspace.interactions.select_related("contact", "author"), pk=pk
    )
    if not interaction.may_be_deleted_by(request.membership):
        raise PermissionDenied
    if request.method == "POST":
        try:
            interactions.delete(interaction, request.user)
        except Interaction.DoesNotExist:
            raise Http404 from None
        messages.success(request, f"The {interaction.kind} was deleted.")
        return redirect(interaction.contact)
    context = {
        "contact": interaction.contact,
        "interaction": interaction,
        "is_posted": bool(posted_among(interaction.contact, [interaction])),
    }
    return render(request, "contacts/interaction_delete.html", context)
