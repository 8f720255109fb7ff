"""Contacts of which somebody said that they are not the same: said, listed, taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from contacts import writing
from contacts.duplicates import JUDGED
from contacts.models import Contact
from contacts.views.chosen import chosen_contacts
from contactsite.ids import id_of
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace

PAGE = 50
# Contacts of a decision that are named; all are counted.
NAMED = 8


@workspace_viewer
@require_safe
def distinction_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The decisions, the latest first."""
    decisions = workspace.distinctions.select_related("actor").prefetch_related("members__contact")
    before = id_of(request.GET.get("before", ""))
    if before is not None:
        decisions = decisions.filter(pk__lt=before)
    shown = list(decisions[: PAGE + 1])
    context = {
        "distinctions": [
            (decision, [member.contact for member in decision.members.all()])
            for decision in shown[:PAGE]
        ],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "named": NAMED,
    }
    return render(request, "contacts/distinction_list.html", context)


@workspace_editor
@require_POST
def distinction_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Remember that the contacts are not the same."""
    contacts = chosen_contacts(workspace, request.POST, most=JUDGED)
    try:
        writing.tell_apart(workspace, request.user, [contact.pk for contact in contacts])
    except Contact.DoesNotExist:
        raise Http404 from None
    messages.success(
        request,
        format_html(
            'These {} contacts are remembered as not the same. <a href="{}">Take it back</a>',
            len(contacts),
            reverse("distinction_list", args=[workspace.slug]),
        ),
    )
    return redirect("duplicate_list", workspace.slug)


@workspace_editor
@require_POST
def distinction_delete(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Take the decision back: the contacts are asked about again."""
    decision = get_object_or_404(workspace.distinctions.select_related("workspace"), pk=pk)
    writing.take_back(decision, request.user)
    messages.success(request, "Taken back: these contacts are asked about again.")
    return redirect("distinction_list", workspace.slug)
