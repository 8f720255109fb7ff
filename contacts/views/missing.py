"""Why can't I find this person? What hides the contact, or what became of it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts import applied, choices, missing
from contacts.filters import ContactFilter
from contacts.imports.traces import find_traces
from contacts.patience import Questions
from contactsite.htmx import is_partial, render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace

CHOSEN = {"state": "state", "brokerage": "company"}


@workspace_viewer
@require_safe
def contact_missing(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The answers for a list that shows nobody; its query string is the list's.

    The list has told already what can be left out: as a part of it, the counts go there.
    """
    contact_filter = ContactFilter(request.GET, workspace)
    problems = contact_filter.messages
    context: dict[str, Any] = {
        "filter": contact_filter,
        "list_url": reverse("contact_list", args=[workspace.slug]),
        "problems": problems,
        "phrases": applied.phrases(contact_filter),
    }
    if not problems:
        context["newest_words"] = applied.newest_words(contact_filter)
        context |= _reasons(contact_filter, request)
    return render_page_or_partial(
        request, "contacts/contact_missing.html", "contacts/partials/missing_answer.html", context
    )


def _reasons(contact_filter: ContactFilter, request: WorkspaceRequest) -> dict[str, Any]:
    """Which filter hides whom, and values that nobody has; where the search alone finds nobody,
    others, and past imports. What is likeliest to help is asked first: time may run out."""
    questions = Questions()
    context: dict[str, Any] = {}
    if not is_partial(request):
        context["is_there"] = missing.finds_anybody(contact_filter, questions)
        if context["is_there"]:
            return context
    context["wider"] = missing.counted(missing.wider(contact_filter), questions)
    context["states"] = missing.other_states(contact_filter, questions)
    context["unknown"] = [
        (noun, contact_filter.chosen[name], _close_links(contact_filter, name))
        for name, noun in CHOSEN.items()
        if contact_filter.chosen.get(name)
        and missing.finds_anybody(applied.alone(contact_filter, name), questions) is False
    ]
    query = contact_filter.query
    if query is not None and missing.is_unknown(applied.alone(contact_filter, "q"), questions):
        context["unfound"] = True
        context["traces"] = find_traces(contact_filter.workspace, query)
        context["near"] = missing.near(contact_filter, query, questions)
    context["elsewhere"] = missing.elsewhere(contact_filter, request.user, questions)
    return context | {"unanswered": questions.unanswered}


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
