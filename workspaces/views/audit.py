"""Who did what in the workspace: read by its owners, changed by nobody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contactsite.ids import id_of
from workspaces.access import WorkspaceRequest, workspace_owner
from workspaces.audit_filter import AuditFilter
from workspaces.audit_words import label, names_of, sentence, who
from workspaces.models import Workspace

PAGE = 50


@workspace_owner
@require_safe
def audit_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The entries that the query string asks for; a page goes on below the id `before`."""
    audit_filter = AuditFilter(request.GET, workspace)
    entries = audit_filter.found()
    before = id_of(request.GET.get("before", ""))
    if before is not None:
        entries = entries.filter(pk__lt=before)
    shown = list(entries.select_related("actor")[: PAGE + 1])
    members = [entry.detail.get("member") for entry in shown]
    names = names_of(workspace, [name for name in members if isinstance(name, str)])
    older = ""
    if len(shown) > PAGE:
        query = request.GET.copy()
        query["before"] = str(shown[PAGE - 1].pk)
        older = f"?{query.urlencode()}"
    context = {
        "filter": audit_filter,
        "is_filtered": any(audit_filter.data.get(name) for name in audit_filter.fields),
        "rows": [
            (entry, who(entry), sentence(entry, names), label(entry.action))
            for entry in shown[:PAGE]
        ],
        "older": older,
    }
    return render(request, "workspaces/audit_list.html", context)
