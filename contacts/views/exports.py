"""The list as a file: the same query string, the same contacts."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from contacts import applied
from contacts.exports import SHAPES, csv_bytes
from contacts.filter_fields import shown
from contacts.filters import ContactFilter
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import AuditEntry, Workspace


@workspace_viewer
@require_GET
def contact_export(request: WorkspaceRequest, workspace: Workspace) -> HttpResponseBase:
    """Stream the contacts that the query string asks for; nothing when it cannot be understood."""
    contact_filter = ContactFilter(request.GET, workspace)
    shape = request.GET.get("shape", "template")
    problems = [message for _, message in contact_filter.problems]
    if shape not in SHAPES:
        problems.append(f"“{shown(shape)}” is no kind of export.")
    if contact_filter.oldest_searched:
        problems.append(applied.newest_words())
    if problems:
        return _refusal(request, workspace, problems)
    AuditEntry.record(
        "contacts.exported",
        actor=request.user,
        workspace=workspace,
        contacts=contact_filter.qs.count(),
        shape=shape,
    )
    name = f"{workspace.slug}-contacts-{localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        csv_bytes(contact_filter.qs, contact_filter.order, shape),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _refusal(request: WorkspaceRequest, workspace: Workspace, problems: list[str]) -> HttpResponse:
    list_url = reverse("contact_list", args=[workspace.slug])
    context = {"problems": problems, "list_url": list_url}
    return render(request, "contacts/export_refused.html", context, status=400)
