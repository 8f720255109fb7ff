"""The home of a workspace: what there is, what came lately, and what is next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts import flag_distinctions, overview
from contacts.applied import count_words
from workspaces.access import WorkspaceRequest, workspace_viewer
from workspaces.models import Workspace

IMPORTS_SHOWN = APPOINTMENTS_SHOWN = 5


@workspace_viewer
@require_safe
def workspace_home(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Numbers that lead to their lists, recent imports, next appointments."""
    numbers = overview.numbers_of(workspace)
    appointments = workspace.interactions.upcoming_appointments()
    unused = ("problems", "sample", "updates", "rejection")
    context: dict[str, Any] = {
        "numbers": numbers,
        "this_month": numbers.months[-1],
        "imports": workspace.imports.defer(*unused)[:IMPORTS_SHOWN],
        "appointments": appointments.select_related("contact", "author")[:APPOINTMENTS_SHOWN],
        "appointment_count": appointments.count(),
    }
    if numbers.months[-1].total:
        unchanged = overview.unchanged_for_a_year(workspace)
        context |= {
            "unchanged": unchanged,
            "unchanged_count": count_words(unchanged.count),
        }
    if request.membership.can_edit:
        flags = list(workspace.flags.order_by("name_key"))
        context["lookalikes"] = flag_distinctions.alike_groups(workspace, flags)
    return render(request, "contacts/home.html", context)
