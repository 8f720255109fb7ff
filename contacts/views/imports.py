"""The pages of imports: list, template, upload, review, confirm, result."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts import uploads
from contacts.forms.confirm import ConfirmForm
from contacts.forms.upload import UploadForm
from contacts.imports import kept_flags, storage, summary, undo
from contacts.imports.resource import template_csv
from contacts.models import ContactImport, ImportKind, ImportState, Job, JobKind
from contacts.progress import progress
from contacts.upload_limit import LimitedUploadHandler
from contactsite.htmx import is_partial, render_page_or_partial
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import AuditEntry, Workspace

log = logging.getLogger(__name__)

PAGE = 50
# The contacts that an undo kept are named on the page up to so many; the download has all.
KEPT_SHOWN = 20
# Those that keep a flag are named nowhere else.
FLAGGED_SHOWN = 200
CSV_TYPE = "text/csv; charset=utf-8"
NEVER_SHOWN = {"X-Content-Type-Options": "nosniff"}
# The page that takes each kind of file in.
FORMS = {
    ImportKind.CREATE: "contacts/import_form.html",
    ImportKind.UPDATE: "contacts/import_update_form.html",
}


@workspace_viewer
@require_safe
def import_list(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """All imports of the workspace, newest first."""
    imports = workspace.imports.select_related("created_by")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        imports = imports.filter(pk__lt=int(before))
    shown = list(imports[: PAGE + 1])
    context = {"imports": shown[:PAGE], "older": shown[PAGE - 1].pk if len(shown) > PAGE else None}
    return render(request, "contacts/import_list.html", context)


@workspace_viewer
@require_safe
def import_template(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The file to fill in: nothing but the header line."""
    return HttpResponse(
        template_csv(),
        content_type=CSV_TYPE,
        headers={"Content-Disposition": 'attachment; filename="contacts-template.csv"'},
    )


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # until the limit of the upload is in place: the check reads the body
def import_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponseBase:
    """Take a CSV file in, for members who may, and not one byte over the limit."""
    return take_in(request, workspace, ImportKind.CREATE)


def take_in(request: WorkspaceRequest, workspace: Workspace, kind: ImportKind) -> HttpResponseBase:
    """Show the upload page of this kind of file, or store and review what came with it.

    The view is exempt from the check against forgery, which is made here, once the limit is in
    place.
    """
    request.upload_handlers = [LimitedUploadHandler(request)]
    try:
        return _receive(request, workspace, kind)
    except OSError:
        log.exception("An upload could not be stored.")
        form = UploadForm({})
        form.refuse_disk()
        return render(request, FORMS[kind], upload_context(form), status=507)


@csrf_protect
def _receive(request: WorkspaceRequest, workspace: Workspace, kind: ImportKind) -> HttpResponse:
    if request.method != "POST":
        return render(request, FORMS[kind], upload_context(UploadForm()))
    form, status = UploadForm(request.POST, request.FILES), 200
    handler = request.upload_handlers[0]
    if isinstance(handler, LimitedUploadHandler) and handler.too_large:
        form.refuse_size()
        status = 413
    elif form.is_valid():
        file = form.cleaned_data["file"]
        try:
            contact_import = uploads.receive(
                workspace, request.user, file.name, file.chunks(), kind
            )
        except uploads.QuotaExceeded:
            form.refuse_quota()
        else:
            return to_page(contact_import)
    return render(request, FORMS[kind], upload_context(form), status=status)


@workspace_viewer
@require_safe
def import_detail(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """The import as it is now: progress, review or result. Polled by htmx while it runs."""
    contact_import = get_import(workspace, pk)
    job = contact_import.jobs.last()
    running = contact_import.state in summary.RUNNING
    if not running and is_partial(request):
        # The progress is over: the whole page is another now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if running and job:
        context = {"import": contact_import, "progress": progress(job)}
    else:
        context = detail_context(contact_import, job)
        if contact_import.state == ImportState.READY and request.membership.can_edit:
            context["form"] = confirm_form(contact_import)
    return render_page_or_partial(
        request, "contacts/import_detail.html", "contacts/partials/import_progress.html", context
    )


@workspace_editor
@require_POST
def import_confirm(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Import what was reviewed, exactly once; whoever comes later is led to the result."""
    contact_import = get_import(workspace, pk)
    if contact_import.state == ImportState.READY:
        form = confirm_form(contact_import, request.POST)
        if not form.is_valid():
            context = detail_context(contact_import, None) | {"form": form}
            return render(request, "contacts/import_detail.html", context)
        uploads.confirm(contact_import, request.user, **form.choices)
    return to_page(contact_import)


@workspace_editor
@require_POST
def import_cancel(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Stop the import at the next step's border, or drop the file that was not confirmed."""
    contact_import = get_import(workspace, pk)
    uploads.cancel(contact_import, request.user)
    return to_page(contact_import)


@workspace_editor
@require_POST
def import_resume(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Go on with a failed review or import where it stopped."""
    contact_import = get_import(workspace, pk)
    if not uploads.resume(contact_import):
        messages.info(request, "There was nothing to resume.")
    return to_page(contact_import)


@workspace_viewer
@require_safe
def import_errors(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponseBase:
    """The problem rows as CSV: the original cells and what is wrong with them."""
    contact_import = get_import(workspace, pk)
    return download_list(request, contact_import, "problems", contact_import.problems_file)


@workspace_viewer
@require_safe
def import_file(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponseBase:
    """The uploaded file itself, as long as it is kept."""
    contact_import = get_import(workspace, pk)
    stored = storage.UPLOAD if contact_import.stored_file else ""
    return _download(request, contact_import, "file", stored, contact_import.original_name)


def get_import(workspace: Workspace, pk: int) -> ContactImport:
    return get_object_or_404(
        workspace.imports.select_related("workspace", "created_by", "confirmed_by"), pk=pk
    )


def detail_context(contact_import: ContactImport, job: Job | None) -> dict[str, Any]:
    """All that the page of an import says that is not under way."""
    kept = undo.kept(contact_import).order_by("pk") if contact_import.kept_count else ()
    undone = contact_import.state == ImportState.UNDONE
    half_undone = not undone and job is not None and job.kind == JobKind.UNDO
    return {
        "import": contact_import,
        "problems": summary.problem_kinds(contact_import),
        "repaired": summary.repaired_kinds(contact_import),
        "warnings": summary.warning_kinds(contact_import),
        "same_email_rows": summary.same_email_rows(contact_import),
        "edits": summary.edit_samples(contact_import),
        "edits_in_all": summary.edits_in_all(contact_import),
        "policies": summary.policy_samples(contact_import),
        "shares": summary.shares(contact_import),
        "problem_rows": contact_import.error_rows + contact_import.duplicate_rows,
        "contact_prefix": reverse("contact_list", args=[contact_import.workspace.slug]),
        "undo_stopped": half_undone,
        "can_be_undone": undo.can_be_undone_now(contact_import),
        "undo_until": undo.until(contact_import),
        "kept": kept[:KEPT_SHOWN],
        **(
            flagged_context(contact_import, half_undone=half_undone)
            if undone or half_undone
            else {}
        ),
    }


def flagged_context(contact_import: ContactImport, *, half_undone: bool = False) -> dict[str, Any]:
    """Who keeps a suppressing flag that the import brought, for the pages of its undo."""
    flagged = kept_flags.still_flagged(contact_import, half_undone=half_undone)
    return {"flagged": list(flagged[:FLAGGED_SHOWN]), "flagged_count": flagged.count()}


def confirm_form(contact_import: ContactImport, data: QueryDict | None = None) -> ConfirmForm:
    """The form for the review that stands."""
    review = contact_import.jobs.filter(kind=JobKind.REVIEW).latest("pk")
    return ConfirmForm(data, contact_import=contact_import, review=review.pk)


def to_page(contact_import: ContactImport) -> HttpResponse:
    """Every action ends on the import's own page, so that Back and reload are safe."""
    return redirect("import_detail", contact_import.workspace.slug, contact_import.pk)


def upload_context(form: UploadForm) -> dict[str, Any]:
    return {
        "form": form,
        "max_bytes": settings.IMPORT_MAX_BYTES,
        "max_rows": settings.IMPORT_MAX_ROWS,
    }


def download_list(
    request: WorkspaceRequest, contact_import: ContactImport, what: str, stored: str
) -> FileResponse:
    """Send a list that the review made of the uploaded file, under a name that says of which.

    `what` names it there and in the audit: problems, repairs, changes.
    """
    return _download(request, contact_import, what, stored, list_name(contact_import, what))


def list_name(contact_import: ContactImport, what: str) -> str:
    return f"{what}-{contact_import.original_name.removesuffix('.csv')}.csv"


def _download(
    request: WorkspaceRequest, contact_import: ContactImport, what: str, stored: str, name: str
) -> FileResponse:
    """Send one of the import's files as an attachment; never shown, whatever is in it."""
    if not stored:
        raise Http404
    try:
        file = (storage.folder(contact_import) / stored).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    record_download(request, contact_import, what)
    return FileResponse(
        file, as_attachment=True, filename=name, content_type=CSV_TYPE, headers=NEVER_SHOWN
    )


def record_download(request: WorkspaceRequest, contact_import: ContactImport, what: str) -> None:
    if request.method == "GET":
        AuditEntry.record(
            f"import.{what}_downloaded",
            actor=request.user,
            workspace=contact_import.workspace,
            contact_import=contact_import.pk,
        )
