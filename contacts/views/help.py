"""The help page: how to work with contacts, with the limits that the validation itself uses."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts import values
from contacts.imports.undo import UNDO_DAYS
from contacts.models import CSV_FIELDS, EDIT_COLUMNS
from contacts.models.interaction import OUTCOME_MAX, TEXT_MAX
from contacts.models.merge import UNDO_DAYS as MERGE_UNDO_DAYS
from contacts.search import QUERY_MAX
from workspaces.access import beside_workspace

# Anchor and title of each section, in the order of the page; other pages link to the anchors.
SECTIONS = {
    "adding": "Add a contact",
    "interactions": "Calls, messages, appointments and notes",
    "phones": "Phone numbers",
    "csv": "Bulk Import from a CSV file",
    "flags": "Flags",
    "search": "Search, filter, export",
    "audiences": "Audiences, and who can be called",
    "api": "For other systems",
    "duplicates": "Duplicates",
    "roles": "Workspaces and roles",
    "troubleshooting": "When something does not work",
}


@login_not_required
@require_safe
@beside_workspace
def help_page(request: HttpRequest) -> HttpResponse:
    """Open to everybody; a member keeps the navigation of the workspace last used."""
    context = {
        "sections": SECTIONS,
        "values": values,
        "text_max": TEXT_MAX,
        "outcome_max": OUTCOME_MAX,
        "csv_fields": CSV_FIELDS,
        "csv_header": ",".join(CSV_FIELDS),
        "edit_header": ",".join(EDIT_COLUMNS),
        "query_max": QUERY_MAX,
        "max_bytes": settings.IMPORT_MAX_BYTES,
        "max_rows": settings.IMPORT_MAX_ROWS,
        "confirm_hours": settings.IMPORT_CONFIRM_HOURS,
        "keep_days": settings.IMPORT_KEEP_DAYS,
        "undo_days": UNDO_DAYS,
        "merge_undo_days": MERGE_UNDO_DAYS,
        "api_requests": settings.API_REQUESTS_PER_MINUTE,
        "invitation_days": settings.INVITATION_DAYS,
    }
    return render(request, "contacts/help.html", context)
