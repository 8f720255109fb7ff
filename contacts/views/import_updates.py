"""Edited contacts brought back: their upload, and the list of all that changes."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contacts.imports import storage, summary
from contacts.imports.edits import changes
from contacts.models import ImportKind
from contacts.views.imports import download_list, get_import, take_in
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
    context = {
        "import": contact_import,
        "listed": [(change, summary.LABELS[change.field]) for change in listed],
        "first": not place,
        "more": more,
    }
    return render(request, "contacts/import_changes.html", context)


@workspace_viewer
@require_safe
def import_changes_file(
    request: WorkspaceRequest, workspace: Workspace, pk: int
) -> HttpResponseBase:
    """The same list as CSV."""
    contact_import = get_import(workspace, pk)
    return download_list(request, contact_import, "changes", contact_import.changes_file)
