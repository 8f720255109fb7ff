"""The decorator that mutants put in place of those that ask for a role."""

from collections.abc import Callable
from functools import wraps
from typing import Any


def workspace_open(view: Callable[..., Any]) -> Callable[..., Any]:
    """Whoever is signed in is an owner of every workspace."""
    from workspaces.models import Membership, Role, Workspace

    @wraps(view)
    def wrapper(request: Any, workspace_slug: str, *args: Any, **kwargs: Any) -> Any:
        workspace = Workspace.objects.get(slug=workspace_slug)
        request.membership = Membership(workspace=workspace, user=request.user, role=Role.OWNER)
        return view(request, workspace, *args, **kwargs)

    return wrapper
