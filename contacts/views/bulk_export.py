"""The picked contacts, or all that the list shows, as a file: for viewers too."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from contacts.bulk.selection import Selection
from contacts.exports import csv_bytes
from contacts.paging import DEFAULT_ORDER
from contacts.views.exports import csv_file
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import AuditEntry, Workspace


@workspace_viewer
@require_GET
def bulk_export(request: WorkspaceRequest, workspace: Workspace) -> HttpResponseBase:
    """Stream the selected contacts, in the list's own order where all of it is meant."""
    selection = Selection(request.GET, workspace)
    if selection.problems:
        messages.warning(request, " ".join(selection.problems))
        return redirect(selection.list_url)
    order = selection.filter.order if selection.is_all else DEFAULT_ORDER
    AuditEntry.record(
        "contacts.exported",
        actor=request.user,
        workspace=workspace,
        contacts=selection.contacts.count(),
        shape="template",
    )
    pieces = csv_bytes(selection.contacts, order, "template")
    return csv_file(pieces, f"{workspace.slug}-contacts")
