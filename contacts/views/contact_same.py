"""Who already has the phone or the e-mail that is being typed: a hint beside the form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts import phones, values
from contacts.duplicates import same_email, same_phone
from contactsite.ids import id_of
from workspaces.access import WorkspaceRequest, workspace_editor
from workspaces.models import Workspace

SHOWN = 3


@workspace_editor
@require_safe
def contact_same(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """The part of the form that htmx asks for while somebody types; `except` is who is edited."""
    context = same_contacts(
        workspace,
        request.GET.get("phone", ""),
        request.GET.get("email", ""),
        id_of(request.GET.get("except", "")) or 0,
    )
    return render(request, "contacts/partials/contact_same.html", context)


def same_contacts(
    workspace: Workspace, phone: str, email: str, except_id: int = 0
) -> dict[str, Any]:
    """The first few other contacts with the phone, where it is whole, and with the e-mail."""
    phone, email = values.trim(phone), values.trim(email)
    by_phone = same_phone(workspace, phone if phones.is_e164(phone) else "")
    by_email = same_email(workspace, email if "\0" not in email else "")
    return {
        "hint_phone": phone,
        "hint_email": email,
        "by_phone": by_phone.exclude(pk=except_id).order_by("pk")[:SHOWN],
        "by_email": by_email.exclude(pk=except_id).order_by("pk")[:SHOWN],
    }
