"""The pages of audiences: list, save a list as one, look at it, rename, delete."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contacts import applied, audiences
from contacts.filters import PROBLEMS_SHOWN, ContactFilter
from contacts.forms.audience import AudienceForm, AudienceSaveForm
from contacts.models import Audience
from contactsite.htmx import is_partial
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace

# Audiences on one page of their list; the newest frozen lists, on the page of their audience.
PAGE = 50
FROZEN_SHOWN = 50


@workspace_viewer
@require_safe
def audience_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Audiences by name, each with its filter in words; how many it finds comes after the page."""
    found = workspace.audiences.order_by("name_key")
    if after := request.GET.get("after", "").replace("\0", ""):
        # A name is unique, and stays a place in the list when its audience is gone.
        found = found.filter(name_key__gt=after)
    shown = list(found[: PAGE + 1])
    context = {
        "audiences": shown[:PAGE],
        "behind": shown[PAGE - 1].name_key if len(shown) > PAGE else "",
        "after": after,
    }
    return render(request, "contacts/audience_list.html", context)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def audience_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Save the list that the query string asks for, under a name or in place of another."""
    contact_filter = ContactFilter(request.GET, workspace)
    problems = audiences.problems(contact_filter)
    same = None if problems else audiences.same_filter(contact_filter)
    form = AudienceSaveForm(
        request.POST if request.method == "POST" else None,
        instance=Audience(workspace=workspace),
    )
    if not problems and not same and form.is_valid():
        audience = form.audience
        try:
            audiences.save(audience, contact_filter, request.user)
        except audiences.SameFilter as saved:
            same = saved.audience
        except IntegrityError:
            form.refuse_name()
        else:
            messages.success(request, f"The audience {audience} is saved.")
            return redirect(audience)
    context = {
        "form": form,
        "problems": problems,
        "same": same,
        "phrases": applied.phrases(contact_filter),
        "list_link": reverse("contact_list", args=[workspace.slug]) + contact_filter.link(),
    }
    return render(request, "contacts/audience_create.html", context)


@workspace_viewer
@require_safe
def audience_detail(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """What the audience is. Whom it finds and who can be called is asked after the page."""
    audience = get_audience(workspace, pk)
    contact_filter = audiences.filter_of(audience)
    context: dict[str, Any] = {
        "audience": audience,
        "problems": audiences.problems(contact_filter),
        "phrases": applied.phrases(contact_filter),
        "list_url": reverse("contact_list", args=[workspace.slug]),
        "list_link": audiences.list_url(audience),
        "link": contact_filter.link(),
        "frozen_lists": list(audience.frozen_lists.defer("snapshot")[:FROZEN_SHOWN]),
        "without_broken": [
            (message, contact_filter.link(contact_filter.without_part(name)))
            for name, message in contact_filter.problems[:PROBLEMS_SHOWN]
        ],
    }
    return render(request, "contacts/audience_detail.html", context)


@workspace_viewer
@require_safe
def audience_count(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """How many contacts the audience finds now, exactly: a piece of the list of audiences."""
    audience = get_audience(workspace, pk)
    if not is_partial(request):
        return redirect(audience)
    context = {
        "audience": audience,
        "broken": audiences.problems(audiences.filter_of(audience)),
        "number": audiences.size_of(audience),
        "at": timezone.now(),
    }
    return render(request, "contacts/partials/audience_count.html", context)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def audience_edit(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Rename or describe an audience."""
    audience = get_audience(workspace, pk)
    name = audience.name
    form = AudienceForm(request.POST if request.method == "POST" else None, instance=audience)
    if form.is_valid():
        try:
            audiences.write(form.save(commit=False), request.user)
        except IntegrityError:
            # Somebody took the name between the form's look and our save.
            form.refuse_name()
        else:
            messages.success(request, f"The audience {audience} is saved.")
            return redirect(audience)
    context = {"form": form, "audience": audience, "audience_name": name}
    return render(request, "contacts/audience_form.html", context)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def audience_delete(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Say what goes with the audience, and delete it. The contacts stay."""
    audience = get_audience(workspace, pk)
    if request.method == "POST":
        audiences.delete(audience, request.user)
        messages.success(request, f"The audience {audience} was deleted. Its contacts stay.")
        return redirect("audience_list", workspace.slug)
    context = {"audience": audience, "frozen_lists": audience.frozen_lists.count()}
    return render(request, "contacts/audience_delete.html", context)


def get_audience(workspace: Workspace, pk: int) -> Audience:
    return get_object_or_404(workspace.audiences.select_related("workspace", "created_by"), pk=pk)
