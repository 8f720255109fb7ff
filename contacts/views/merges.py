"""Merging contacts into one: the choice, what came of it, and its undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts import writing
from contacts.comparison import LABELS, columns, lines
from contacts.forms.merge import MergeForm
from contacts.models import Contact, Merge
from contacts.views.chosen import chosen_contacts
from contactsite.ids import id_of
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def merge_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Choose value by value, and merge; what somebody saved meanwhile is shown first."""
    data = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and "contacts" not in data:
        return redirect("duplicate_list", workspace.slug)
    try:
        form = merge_form(request, workspace, chosen_contacts(workspace, data))
    except Http404:
        if request.method == "POST" and (done := merged_already(workspace, data)):
            messages.info(request, "These contacts are one contact already.")
            return redirect(done.survivor)
        raise
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            merge = writing.merge(
                workspace, request.user, form.survivor_id, form.revisions, form.values
            )
        except Contact.DoesNotExist:
            raise Http404 from None
        except writing.StaleContacts as stale:
            context["stale"] = [
                contact
                for contact in stale.current
                if contact.revision != form.revisions[contact.pk]
            ]
            form = merge_form(request, workspace, list(stale.current))
        else:
            undo = merge.get_absolute_url()
            messages.success(
                request,
                format_html('Merged into one contact. <a href="{}">See it, or undo it</a>', undo),
            )
            return redirect(merge.survivor)
    contacts = [column.contact for column in form.columns]
    context |= {"form": form, "columns": form.columns, "lines": lines(contacts)}
    return render(request, "contacts/merge_form.html", context)


def merged_already(workspace: Workspace, data: QueryDict) -> Merge | None:
    """The merge that made one of exactly these contacts: the button was pressed twice."""
    ids = {pk for text in data.getlist("contacts") if (pk := id_of(text)) is not None}
    merges = workspace.merges.in_force().filter(within=None, survivor__in=ids)
    merge = merges.select_related("survivor__workspace").order_by("-pk").first()
    if merge is None:
        return None
    went = merge.merged.values_list("contact_id", flat=True)
    return merge if ids == {merge.survivor_id, *went} else None


def merge_form(
    request: WorkspaceRequest, workspace: Workspace, contacts: list[Contact]
) -> MergeForm:
    """The form for these contacts as they are now."""
    found = list(columns(workspace, contacts).values())
    data = request.POST if request.method == "POST" else None
    return MergeForm(data, found, keep=request.GET.get("keep", ""))


@workspace_viewer
@require_safe
def merge_detail(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """One merge: who became whom, what lost, and whether it can be undone."""
    merge = get_merge(workspace, pk)
    former = [(LABELS[value.field], value.value) for value in merge.former_values.order_by("pk")]
    changed = [
        (label, merge.before[field], merge.after[field])
        for field, label in LABELS.items()
        if field in merge.before and merge.before[field] != merge.after[field]
    ]
    context = {
        "merge": merge,
        "merged": list(merge.merged.order_by("pk")),
        "former": former,
        "changed": changed,
        "can_be_undone": workspace.merges.undoable().filter(pk=pk).exists(),
        "is_newest": merge.is_newest(),
    }
    return render(request, "contacts/merge_detail.html", context)


@workspace_editor
@require_POST
def merge_undo(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Make several contacts of it again; the merge's own page says what was kept."""
    merge = get_merge(workspace, pk)
    try:
        _, restored = writing.unmerge(merge, request.user)
    except writing.CannotUndo as refusal:
        messages.info(request, str(refusal))
    except Contact.DoesNotExist:
        raise Http404 from None
    else:
        noun = "contact is" if len(restored) == 1 else "contacts are"
        messages.success(request, f"The merge is undone: {len(restored)} {noun} there again.")
    return redirect(merge)


def get_merge(workspace: Workspace, pk: int) -> Merge:
    return get_object_or_404(
        workspace.merges.select_related("workspace", "survivor", "actor"), pk=pk
    )
