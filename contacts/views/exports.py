"""The list as a file: the same query string, the same contacts."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from contacts import applied, audiences, calling_counts
from contacts.calling import Verdict
from contacts.exports import SHAPES, csv_bytes
from contacts.filter_fields import shown
from contacts.filters import ContactFilter
from contacts.models import Audience
from contacts.query_strings import query_of
from contacts.views.audiences import get_audience
from contacts.views.frozen_lists import get_frozen_list
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import AuditEntry, Workspace

EVERYBODY = "all"
# A list to call from is marked, or cut down to the callable: it is no file to edit.
TO_CALL = ("template", "flags")


@workspace_viewer
@require_GET
def contact_export(request: WorkspaceRequest, workspace: Workspace) -> HttpResponseBase:
    """Stream the contacts that the query string asks for; nothing when it cannot be understood."""
    contact_filter = ContactFilter(request.GET, workspace)
    shape, problems = _shape(request, SHAPES)
    if problems := applied.list_problems(contact_filter) + problems:
        list_url = reverse("contact_list", args=[workspace.slug])
        return _refusal(request, problems, list_url)
    AuditEntry.record(
        "contacts.exported",
        actor=request.user,
        workspace=workspace,
        contacts=calling_counts.exactly(contact_filter),
        shape=shape,
    )
    pieces = csv_bytes(contact_filter.qs, contact_filter.order, shape)
    return csv_file(pieces, f"{workspace.slug}-contacts")


@workspace_viewer
@require_GET
def audience_export(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponseBase:
    """Stream whom the audience finds and who can be called; with `who=all` all, each marked."""
    audience = get_audience(workspace, pk)
    contact_filter = audiences.filter_of(audience)
    problems = audiences.problems(contact_filter)
    back = audience.get_absolute_url()
    return _callable_file(request, contact_filter, audience, problems, back, "audience")


@workspace_viewer
@require_GET
def frozen_export(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponseBase:
    """The same of a frozen list: those of its contacts who are still there, as they are now."""
    frozen_list = get_frozen_list(workspace, pk)
    contact_filter = ContactFilter(query_of({"frozen": [str(pk)]}), workspace)
    problems = contact_filter.messages
    back = frozen_list.get_absolute_url()
    audience: Any = frozen_list.audience
    return _callable_file(request, contact_filter, audience, problems, back, "frozen")


def _callable_file(
    request: WorkspaceRequest,
    contact_filter: ContactFilter,
    audience: Audience,
    problems: list[str],
    back: str,
    noun: str,
) -> HttpResponseBase:
    """Those of the list who can be called, or all of them, each marked."""
    workspace, calling = contact_filter.workspace, contact_filter.calling
    shape, wrong = _shape(request, TO_CALL)
    who = request.GET.get("who", Verdict.CALLABLE)
    if who not in (Verdict.CALLABLE, EVERYBODY):
        wrong.append(f"“{shown(who)}” says nothing about who is exported.")
    if problems or wrong:
        return _refusal(request, problems + wrong, back)
    contacts, counts = contact_filter.qs, calling_counts.of_list(contact_filter)
    if who == Verdict.CALLABLE:
        contacts = calling.callable(contacts)
    AuditEntry.record(
        f"{noun}.exported",
        actor=request.user,
        workspace=workspace,
        audience=audience.name,
        contacts=counts.total if who == EVERYBODY else counts.parts[Verdict.CALLABLE],
        who=who,
        shape=shape,
    )
    marks = calling if who == EVERYBODY else None
    pieces = csv_bytes(contacts, contact_filter.order, shape, marks)
    return csv_file(pieces, f"{workspace.slug}-{noun}-{audience.pk}")


def _shape(request: WorkspaceRequest, shapes: Collection[str]) -> tuple[str, list[str]]:
    """The columns asked for, one of `shapes`, and what is wrong with the asking."""
    shape = request.GET.get("shape", "template")
    return shape, [] if shape in shapes else [f"“{shown(shape)}” is no kind of export."]


def csv_file(pieces: Iterator[bytes], name: str) -> StreamingHttpResponse:
    disposition = f'attachment; filename="{name}-{localdate():%Y-%m-%d}.csv"'
    return StreamingHttpResponse(
        pieces,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _refusal(request: WorkspaceRequest, problems: list[str], back: str) -> HttpResponse:
    context = {"problems": problems, "list_url": back}
    return render(request, "contacts/export_refused.html", context, status=400)
