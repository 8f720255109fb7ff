"""Flags that look alike and are different: said, and taken back."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from contacts import flag_distinctions
from contacts.views.chosen import chosen_ids
from workspaces.access import WorkspaceRequest, workspace_editor
from workspaces.models import Workspace

# So many flags are told apart at once: of each two a decision is kept.
MOST = 200


@workspace_editor
@require_POST
def flag_distinction_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Remember that the flags are different; one that is none here, or not any more, is 404."""
    ids = chosen_ids(request.POST, "flags", 2, MOST)
    with transaction.atomic():
        # They stay until we commit.
        rows = workspace.flags.select_for_update(no_key=True).filter(pk__in=ids)
        flags = sorted(rows.order_by("pk"), key=str)
        if len(flags) != len(ids):
            raise Http404
        flag_distinctions.tell_apart(workspace, request.user, flags)
    names = get_text_list([f"“{flag}”" for flag in flags], "and")
    messages.success(request, f"{names} are remembered as different.")
    return redirect("flag_list", workspace.slug)


@workspace_editor
@require_POST
def flag_distinction_delete(
    request: WorkspaceRequest, workspace: Workspace, pk: int
) -> HttpResponse:
    """Take it back: the two are named as look-alikes again."""
    decision = get_object_or_404(workspace.flag_distinctions.select_related("flag"), pk=pk)
    decision.delete()
    messages.success(request, "Taken back: these two are named as look-alikes again.")
    return redirect("flag_detail", workspace.slug, decision.flag_id)
