"""The page of duplicates: groups of contacts that seem to be the same, and deleting the extras."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from contacts import duplicates, timeline, writing
from contacts.comparison import columns, ranked
from contacts.duplicate_groups import decode, encode, shown_groups
from contacts.models import Contact
from contacts.views.chosen import chosen_contacts
from contactsite.htmx import render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace


@workspace_viewer
@require_safe
def duplicate_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Groups side by side, most certain first; `?from=` begins elsewhere."""
    problem = ""
    try:
        place = decode(request.GET.get("from", ""))
    except ValueError:
        problem = "This link leads to no page of the duplicates: here is the first one."
        place = decode("")
    page = duplicates.page_at(workspace, place)
    begins = {reason: encode(duplicates.Place(reason)) for reason in duplicates.REASONS}
    context = {
        "problem": problem,
        "place": place,
        "groups": shown_groups(workspace, page.groups),
        "reasons": [(reason, begins[reason]) for reason in duplicates.REASONS],
        "is_first": place == decode(""),
        "next": encode(page.next) if page.next else "",
    }
    return render(request, "contacts/duplicate_list.html", context)


@workspace_viewer
@require_safe
def duplicate_counts(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """How many groups there are for each reason: counted after the page is there."""
    counts = duplicates.capped_counts(workspace)
    context = {
        "counts": [
            (reason, counts[reason.name], encode(duplicates.Place(reason)))
            for reason in duplicates.REASONS
        ],
        "limit": duplicates.COUNT_LIMIT,
    }
    return render_page_or_partial(
        request,
        "contacts/duplicate_counts.html",
        "contacts/partials/duplicate_counts.html",
        context,
    )


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_delete(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Say what goes with the extras of a group, and delete them for good; `keep` stays."""
    data = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and "contacts" not in data:
        return redirect("duplicate_list", workspace.slug)
    contacts = chosen_contacts(workspace, data)
    beside = ranked(list(columns(workspace, contacts).values()))
    kept = next((one for one in beside if str(one.contact.pk) == data.get("keep")), None)
    if kept is None and "keep" in data:
        raise Http404
    kept = kept or beside[0]
    extras = [one for one in beside if one is not kept]
    if request.method == "POST":
        try:
            with transaction.atomic():
                for one in extras:
                    writing.delete(one.contact, request.user)
        except Contact.DoesNotExist:
            raise Http404 from None
        noun = "contact was" if len(extras) == 1 else "contacts were"
        messages.success(request, f"{len(extras)} {noun} deleted; {kept.contact} was kept.")
        return redirect("duplicate_list", workspace.slug)
    context = {
        "kept": kept,
        "extras": [(one, timeline.journal_of(one.contact).count()) for one in extras],
        "contacts": contacts,
        "back": reverse("duplicate_list", args=[workspace.slug]),
    }
    return render(request, "contacts/duplicate_delete.html", context)
