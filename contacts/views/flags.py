"""The pages of flags: list, one flag, create, edit. How flags end is in `flag_endings`."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from contacts import flag_distinctions, flag_uses, writing
from contacts.forms.flag import FlagForm
from contacts.models import Flag
from workspaces.access import (
    WorkspaceRequest,
    workspace_editor,
    workspace_viewer,
)
from workspaces.models import Workspace


@workspace_viewer
@require_safe
def flag_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """All flags, what they mean and how many contacts carry them; and those that look alike."""
    flags = list(workspace.flags.with_counts().order_by("name_key"))
    context = {"flags": flags, "lookalikes": flag_distinctions.alike_groups(workspace, flags)}
    return render(request, "contacts/flag_list.html", context)


@workspace_viewer
@require_safe
def flag_detail(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """One flag: what it means, who carries it, when it was last used, and where it is named."""
    flag = get_object_or_404(workspace.flags.select_related("created_by", "workspace"), pk=pk)
    decisions = flag_distinctions.about(flag).select_related("flag", "other", "actor")
    context = {
        "flag": flag,
        "count": flag.links.count(),
        "remembered": flag.suppressed_numbers.count() if flag.suppressing else 0,
        "uses": flag_uses.uses_of(flag),
        "lookalikes": flag_distinctions.alike_to(workspace, flag),
        "different": [
            (decision, decision.other if decision.flag_id == flag.pk else decision.flag)
            for decision in decisions
        ],
    }
    return render(request, "contacts/flag_detail.html", context)


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
            if flag.name != name:
                hint_at_lookalikes(request, workspace, flag)
            return redirect("flag_list", workspace.slug)
    context = {"form": form, "flag": flag, "flag_name": name, "count": count}
    return render(request, "contacts/flag_form.html", context)


def hint_at_lookalikes(request: WorkspaceRequest, workspace: Workspace, flag: Flag) -> None:
    """Say which flags the new name looks like, while it is on nobody yet."""
    if not (similar := flag_distinctions.alike_to(workspace, flag)):
        return
    names = ", ".join(f"“{other}”" for other in similar)
    hint = f"“{flag}” looks like {names}. A few clear flags serve better than many that look alike."
    if request.membership.can_own:
        ids = "&".join(f"flags={other.pk}" for other in [flag, *similar])
        url = reverse("flag_merge", args=[workspace.slug])
        messages.warning(request, format_html('{} <a href="{}?{}">Merge them</a>', hint, url, ids))
    else:
        messages.warning(request, hint)
