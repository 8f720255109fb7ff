"""What every template knows about where the person is."""

from typing import Any

from django.http import HttpRequest

from workspaces import second_factor
from workspaces.access import may_create_workspace
from workspaces.models import User, Workspace


def current(request: HttpRequest) -> dict[str, Any]:
    """The workspace and membership of the page (None outside one), and all the person's own."""
    membership = getattr(request, "membership", None)
    user = getattr(request, "user", None)
    if user is not None and second_factor.lacks_code(request):
        user = None  # by password alone nothing is told, on pages for everybody either
    return {
        "workspace": membership.workspace if membership else None,
        "membership": membership,
        "my_workspaces": Workspace.objects.of(user) if isinstance(user, User) else [],
        "can_create_workspace": isinstance(user, User) and may_create_workspace(user),
    }
