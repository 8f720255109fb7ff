"""How many contacts of a list can be called, asked of any list by its query string."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts import applied, calling_counts
from contacts.calling import Verdict
from contacts.filters import ContactFilter
from contactsite.htmx import render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace

# After their number, for one contact and for several.
WORDS = {
    Verdict.CALLABLE: ("can be called", "can be called"),
    Verdict.SUPPRESSED: ("Do Not Call", "Do Not Call"),
    Verdict.UNVERIFIED: ("without {required}", "without {required}"),
    Verdict.SHARED: ("shares a number with another contact", "share a number with another contact"),
    Verdict.WARNING: ("has a phone warning", "have a phone warning"),
}
# Their colour in the bar.
TONES = {
    Verdict.CALLABLE: "good",
    Verdict.SUPPRESSED: "bad",
    Verdict.UNVERIFIED: "dup",
    Verdict.SHARED: "plain",
    Verdict.WARNING: "warn",
}


@dataclass(frozen=True)
class Part:
    """So many contacts of the list have one verdict; `link` is the list of just these."""

    number: int
    words: str
    tone: str
    link: str


@workspace_viewer
@require_safe
def contact_verdict(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Count the contacts that the query string asks for by whether they can be called."""
    contact_filter = ContactFilter(request.GET, workspace)
    list_url = reverse("contact_list", args=[workspace.slug])
    context: dict[str, Any] = {
        "filter": contact_filter,
        "list_url": list_url,
        "phrases": applied.phrases(contact_filter),
        "calling": contact_filter.calling,
        "problems": applied.list_problems(contact_filter),
    }
    if not context["problems"]:
        counts = calling_counts.of_list(contact_filter)
        context |= {"counts": counts, "parts": _parts(contact_filter, counts)}
        context["shares"] = [(part.tone, part.number, part.words) for part in context["parts"]]
    return render_page_or_partial(
        request, "contacts/contact_verdict.html", "contacts/partials/verdict.html", context
    )


def _parts(contact_filter: ContactFilter, counts: calling_counts.Counts) -> list[Part]:
    """Who can be called first, then what keeps the others; what keeps nobody is left out."""
    parts = []
    for verdict, (one, several) in WORDS.items():
        number = counts.parts[verdict]
        if number or verdict == Verdict.CALLABLE:
            words = (one if number == 1 else several).format(
                required=contact_filter.calling.required_name
            )
            link = contact_filter.link(verdict=verdict.value)
            parts.append(Part(number, words, TONES[verdict], link))
    return parts
