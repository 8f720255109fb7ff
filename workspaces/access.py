"""Who may open a page: every rule of access to a workspace is on this page.

The order of refusals (the sign-in itself is demanded by middleware): no member, 404, the same as
for a workspace that does not exist; role does not reach, 403; no second factor where the workspace
asks for one, to the page that sets it up; then the view's own wrong method, 405, and missing
object, 404. Whoever has a second factor gave its code before: middleware asks for that.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from workspaces import second_factor
from workspaces.models import Membership, Role, User

log = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]

REACH = {
    Role.VIEWER: (Role.VIEWER, Role.EDITOR, Role.OWNER),
    Role.EDITOR: (Role.EDITOR, Role.OWNER),
    Role.OWNER: (Role.OWNER,),
}


class SignedInRequest(HttpRequest):
    """A request that passed the middleware's demand for a sign-in."""

    user: User


class WorkspaceRequest(SignedInRequest):
    """A request that passed one of the decorators below."""

    membership: Membership


def may_create_workspace(user: User) -> bool:
    """Anyone who is signed in, or only site admins where the site is set so."""
    return user.is_staff or settings.WORKSPACE_CREATION == "anyone"


def find_membership(user: User, slug: str) -> Membership:
    """The person's membership of the workspace; raises Http404 where there is none."""
    try:
        return Membership.objects.select_related("workspace").get(user=user, workspace__slug=slug)
    except Membership.DoesNotExist:
        raise Http404 from None


def remember_last_used(user: User, membership: Membership) -> None:
    """Signing in leads back to the workspace that was open last.

    Where that cannot be written down (a full disk, a database that is locked) the page comes
    nevertheless: it only reads.
    """
    if user.last_workspace_id == membership.workspace_id:
        return
    try:
        User.objects.filter(pk=user.pk).update(last_workspace=membership.workspace_id)
    except OperationalError as error:
        log.warning("The workspace that was open last was not remembered: %s", error)


def require_role(role: Role) -> Callable[[View], View]:
    """Turn the `workspace_slug` of the URL into the workspace, for members of at least `role`."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(
            request: WorkspaceRequest, workspace_slug: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            membership = find_membership(request.user, workspace_slug)
            if membership.role not in REACH[role]:
                raise PermissionDenied
            if membership.workspace.second_factor_required and not second_factor.is_on(
                request.user
            ):
                return second_factor.ask_to_set_up(request, workspace_slug)
            request.membership = membership
            if request.method == "GET":
                remember_last_used(request.user, membership)
            show_times_of(request.user, membership)
            return view(request, membership.workspace, *args, **kwargs)

        wrapper.workspace_role = role  # type: ignore[attr-defined]  # read by the isolation tests
        return wrapper

    return decorator


def last_membership(user: User) -> Membership | None:
    """Of the workspace that was open last, else of the first by name; None where none lets in."""
    own = Membership.objects.select_related("workspace").filter(user=user)
    open_ones = (
        own if second_factor.is_on(user) else own.exclude(workspace__second_factor_required=True)
    )
    last_first = sorted(
        open_ones.order_by("workspace__name", "workspace_id"),
        key=lambda membership: membership.workspace_id != user.last_workspace_id,
    )
    return last_first[0] if last_first else None


def beside_workspace(view: View) -> View:
    """A page that lies in no workspace keeps the frame of the last one: name, menu and time zone.

    It opens nothing: what the page shows and does is the person's own.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and not second_factor.lacks_code(request):
            membership = last_membership(user)
            if membership is not None:
                request.membership = membership  # type: ignore[attr-defined]  # for the templates
                show_times_of(user, membership)
        return view(request, *args, **kwargs)

    return wrapper


def show_times_of(user: User, membership: Membership) -> None:
    """Those of the workspace, for a person without a time zone of their own."""
    if not user.time_zone:
        # The middleware around the request takes it back afterwards.
        timezone.activate(membership.workspace.time_zone)


workspace_viewer = require_role(Role.VIEWER)
workspace_editor = require_role(Role.EDITOR)
workspace_owner = require_role(Role.OWNER)
