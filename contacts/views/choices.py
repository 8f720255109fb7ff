"""The states and companies to choose from: a page of their own, or the list below a field."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts.applied import count_words
from contacts.choices import SHOWN, choices
from contacts.filters import ContactFilter
from contactsite.htmx import is_partial, render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace

PAGE = 60


@workspace_viewer
@require_safe
def contact_states(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """All states in which contacts are."""
    return _choices(request, workspace, "state", "States")


@workspace_viewer
@require_safe
def contact_brokerages(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """All companies at which contacts are."""
    return _choices(request, workspace, "brokerage", "Brokerages / Companies")


def _choices(
    request: WorkspaceRequest, workspace: Workspace, field: str, heading: str
) -> HttpResponse:
    """The values that `part`, or what is typed into the list's own filter, is a part of.

    The query string is the list's; each value leads back to the same list with that value.
    """
    data = request.GET.copy()
    after = data.pop("after", [""])[-1].replace("\0", "")
    part = data.pop("part", [""])[-1]
    typed = (data.get(field, "") if is_partial(request) else part).replace("\0", "")
    found = choices(workspace, field, typed, after, SHOWN if is_partial(request) else PAGE)
    contact_filter = ContactFilter(data, workspace)
    list_url = reverse("contact_list", args=[workspace.slug])
    everything = contact_filter.link()
    context = {
        "field": field,
        "heading": heading,
        "typed": typed,
        "list_url": list_url + everything,
        "all_url": request.path + everything,
        "kept": [(name, value) for name, given in data.lists() for value in given],
        "choices": [
            (
                choice,
                count_words(choice.count),
                list_url + contact_filter.link(None, **{field: choice.text}),
            )
            for choice in found.shown
        ],
        "narrowed": any(
            value for name, value in contact_filter.chosen.items() if name not in (field, "match")
        ),
        "more": found.more,
        "next_link": found.after and contact_filter.link(after=found.after, part=part),
    }
    return render_page_or_partial(
        request, "contacts/contact_choices.html", "contacts/partials/choice_options.html", context
    )
