"""Edited contacts brought back: their upload, and the list of all that changes."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contacts.imports import storage, summary
from contacts.imports.edits import changes
from contacts.imports.edits.outcomes import GONE, outcomes
from contacts.models import ImportKind
from contacts.views.imports import (
    CSV_TYPE,
    NEVER_SHOWN,
    download_list,
    get_import,
    list_name,
    record_download,
    take_in,
)
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace

PAGE = 200
# No file is so long that a place in it has more digits.
PLACE_DIGITS = 12


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # until the limit of the upload is in place: the check reads the body
def import_update(request: WorkspaceRequest, workspace: Workspace) -> HttpResponseBase:
    """Take a file of edited contacts in, under the same limits as one of new contacts."""
    return take_in(request, workspace, ImportKind.UPDATE)


@workspace_viewer
@require_safe
def import_changes(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Every value that the file changes, old and new, a page at a time."""
    contact_import = get_import(workspace, pk)
    if not contact_import.changes_file:
        raise Http404
    after = request.GET.get("after", "")
    place = int(after) if after.isdecimal() and len(after) <= PLACE_DIGITS else 0
    try:
        path = storage.folder(contact_import) / contact_import.changes_file
        listed, more = changes.read_page(path, place, PAGE)
    except FileNotFoundError:
        raise Http404 from None
    became = {}
    if contact_import.has_outcome:
        became = outcomes(contact_import, {change.contact_id for change in listed})
    context = {
        "import": contact_import,
        "listed": [
            (change, summary.LABELS[change.field], became.get(change.contact_id))
            for change in listed
        ],
        "gone": GONE,
        "first": not place,
        "more": more,
    }
    return render(request, "contacts/import_changes.html", context)


@workspace_viewer
@require_safe
def import_changes_file(
    request: WorkspaceRequest, workspace: Workspace, pk: int
) -> HttpResponseBase:
    """The same list as CSV; once the import is confirmed with what became of each change."""
    contact_import = get_import(workspace, pk)
    if not contact_import.has_outcome or not contact_import.changes_file:
        return download_list(request, contact_import, "changes", contact_import.changes_file)
    path = storage.folder(contact_import) / contact_import.changes_file
    try:
        content = changes.with_outcomes(contact_import, path)
    except FileNotFoundError:
        raise Http404 from None
    record_download(request, contact_import, "changes")
    disposition = content_disposition_header(True, list_name(contact_import, "changes"))
    return StreamingHttpResponse(
        content,
        content_type=CSV_TYPE,
        headers={**NEVER_SHOWN, "Content-Disposition": disposition or ""},
    )
