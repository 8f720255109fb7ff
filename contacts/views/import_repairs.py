"""The suggested values of an import: all of them listed, used or not as a person says."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from contacts import uploads
from contacts.imports import repairs, storage, summary
from contacts.models import ImportState
from contacts.views.imports import download_list, get_import, to_page
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace

SHOWN = 200


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def import_repairs(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """List the suggested values; a POST uses those of the posted `kinds`, and no others."""
    contact_import = get_import(workspace, pk)
    offered = summary.repairable(contact_import)
    if request.method == "POST":
        kinds = [kind for kind in request.POST.getlist("kinds") if kind in offered]
        if not uploads.repair(contact_import, request.user, kinds):
            messages.info(request, "There was nothing to repair, or to take back.")
        return to_page(contact_import)
    if not contact_import.repairs_file:
        raise Http404
    try:
        listed = repairs.first(storage.folder(contact_import) / contact_import.repairs_file, SHOWN)
    except FileNotFoundError:
        raise Http404 from None
    context = {
        "import": contact_import,
        "listed": listed,
        "total": sum(offered.values()),
        "open": contact_import.state == ImportState.READY,
    }
    return render(request, "contacts/import_repairs.html", context)


@workspace_viewer
@require_safe
def import_repairs_file(
    request: WorkspaceRequest, workspace: Workspace, pk: int
) -> HttpResponseBase:
    """Every suggested value as CSV."""
    contact_import = get_import(workspace, pk)
    return download_list(request, contact_import, "repairs", contact_import.repairs_file)
