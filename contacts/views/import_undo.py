"""Taking an import back: what would go, the undo itself, and what it kept."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from contacts import uploads
from contacts.exports import csv_bytes
from contacts.imports import undo
from contacts.paging import DEFAULT_ORDER
from contacts.views.imports import CSV_TYPE, flagged_context, get_import, to_page
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import AuditEntry, Workspace


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Say what would go, and undo the import when told so; once, whoever clicks how often."""
    contact_import = get_import(workspace, pk)
    if request.method == "POST":
        uploads.undo(contact_import, request.user)
        return to_page(contact_import)
    if not undo.can_be_undone_now(contact_import):
        messages.info(request, "This import cannot be undone, or not any more.")
        return to_page(contact_import)
    created = undo.created(contact_import)
    context = {
        "import": contact_import,
        "untouched": created.filter(revision=1).count(),
        "changed": created.exclude(revision=1).count(),
        "undo_until": undo.until(contact_import),
        **flagged_context(contact_import),
    }
    return render(request, "contacts/import_undo.html", context)


@workspace_viewer
@require_GET
def import_kept(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponseBase:
    """The contacts that the undo left as they were, as CSV."""
    kept = undo.kept(get_import(workspace, pk))
    AuditEntry.record(
        "import.kept_downloaded",
        actor=request.user,
        workspace=workspace,
        contact_import=pk,
        contacts=kept.count(),
    )
    return StreamingHttpResponse(
        csv_bytes(kept, DEFAULT_ORDER, "template"),
        content_type=CSV_TYPE,
        headers={"Content-Disposition": 'attachment; filename="kept-contacts.csv"'},
    )
