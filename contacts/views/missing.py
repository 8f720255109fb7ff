"""Why can't I find this person? What hides the contact, or what became of it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts import applied, choices, spellings
from contacts.filters import ContactFilter
from contacts.imports.traces import Traces, find_traces
from contactsite.htmx import is_partial, render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace

CHOSEN = {"state": "state", "brokerage": "company"}


@workspace_viewer
@require_safe
def contact_missing(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The answers for a list that shows nobody; its query string is the list's.

    The list has told already which filter hides whom: as a part of it, only the rest is said.
    """
    contact_filter = ContactFilter(request.GET, workspace)
    problems = [message for _, message in contact_filter.problems]
    context: dict[str, Any] = {
        "filter": contact_filter,
        "list_url": reverse("contact_list", args=[workspace.slug]),
        "problems": problems,
        "phrases": applied.phrases(contact_filter),
    }
    if not problems:
        context |= _reasons(contact_filter)
        if not is_partial(request):
            context |= {
                "is_there": contact_filter.qs.exists(),
                "hidden": applied.hidden(contact_filter),
                "elsewhere": applied.elsewhere(contact_filter, request.user),
            }
    return render_page_or_partial(
        request, "contacts/contact_missing.html", "contacts/partials/missing_reasons.html", context
    )


def _reasons(contact_filter: ContactFilter) -> dict[str, Any]:
    """Values that nobody has; where the search alone finds nobody, others, and past imports."""
    unknown = [
        (noun, contact_filter.chosen[name], _close_links(contact_filter, name))
        for name, noun in CHOSEN.items()
        if contact_filter.chosen.get(name) and not applied.alone(contact_filter, name).qs.exists()
    ]
    query, traces, near = contact_filter.query, Traces(), []
    unfound = query is not None and not applied.alone(contact_filter, "q").qs.exists()
    if query is not None and unfound:
        traces = find_traces(contact_filter.workspace, query)
        near = [
            (text, contact_filter.link(None, q=text))
            for text in spellings.suggestions(contact_filter.workspace, query)
        ]
    return {"unknown": unknown, "unfound": unfound, "near": near, "traces": traces}


def _close_links(contact_filter: ContactFilter, name: str) -> list[tuple[str, str, str]]:
    """Values that are written nearly so: text, number of contacts, and the list with them."""
    near = choices.close(contact_filter.workspace, name, contact_filter.chosen[name])
    return [
        (
            choice.text,
            applied.count_words(choice.count),
            contact_filter.link(None, **{name: choice.text}),
        )
        for choice in near
    ]
