"""The finder: to a contact or a page of the workspace from anywhere. Also a page of its own."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts import applied
from contacts.destinations import destinations
from contacts.filters import ContactFilter
from contacts.found import FoundContact, found_contacts
from contactsite.htmx import is_partial, render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace

PAGE = 50
# In the finder itself: what can be seen at once.
SHOWN = 8


@workspace_viewer
@require_safe
def search(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Contacts and pages that what was typed finds; without any text, all pages."""
    data = QueryDict(mutable=True)
    data["q"] = typed = request.GET.get("q", "")
    contact_filter = ContactFilter(data, workspace)
    size = SHOWN if is_partial(request) else PAGE
    contacts: list[FoundContact] = []
    problems = contact_filter.messages
    if contact_filter.query and not problems:
        contacts = found_contacts(contact_filter, size + 1)
    list_url = reverse("contact_list", args=[workspace.slug])
    context: dict[str, Any] = {
        "query": contact_filter.query,
        "typed": typed,
        "problems": problems,
        "newest_words": "" if problems else applied.newest_words(contact_filter),
        "contacts": contacts[:size],
        "more": len(contacts) > size,
        "contact_prefix": list_url,
        "list_url": list_url + contact_filter.link(),
        "destinations": [] if problems else destinations(request.membership, typed),
    }
    return render_page_or_partial(
        request, "contacts/search.html", "contacts/partials/search_options.html", context
    )
