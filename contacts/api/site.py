"""The API as a whole: its document, its errors, its URLs."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from contacts.api import audiences, contacts, interactions
from contacts.api.access import NotAllowed, TokenAuth, TooManyRequests

log = logging.getLogger(__name__)

DESCRIPTION = """
Read what a workspace keeps: its audiences, the contacts of an audience, one contact by id or phone.
Log what passed with a contact.

**Access.** An owner of the workspace makes a token under Settings, API tokens. Send it with every
request, over https: `Authorization: Bearer ct_...`. A token opens one workspace; all that it can
change there is to log interactions, if the owner allowed that. It opens nothing (401) once it is
revoked, and while the account of the person who made it is not active. What belongs to another
workspace does not exist for it: the answer is 404.

**Do Not Call.** Contacts with a suppressing flag, and contacts that share a number with one, are
left out unless `include=all` asks for them. Every contact says in `verdict` whether it can be
called.

**Pages.** Lists come in pages; `next` is the `cursor` of the following one, null on the last.

**Keeping a copy.** Ask once for everything and remember `as_of` of the first page. Later ask with
`updated_since` set to it: contacts changed since come in the order of their change, those of the
last minute before it once more, so that none is missed. Contacts that were deleted, or that left
the audience, are not told: compare the ids of a full reading now and then.

**Logging interactions.** Post what passed with a contact, each with an `Idempotency-Key` that you
make up, such as a UUID. What is sent again with the same key is logged once: the first answer is
201, later ones are 200 with the same interaction. So repeat whatever got no answer. A key that came
with something else before is refused (422).
"""

api = NinjaAPI(
    title="Contacts",
    version="1",
    description=DESCRIPTION,
    auth=TokenAuth(),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", contacts.router)
api.add_router("", audiences.router)
api.add_router("", interactions.router)


@api.exception_handler(AuthenticationError)
def no_token(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = (
        "Send a token that is not revoked, and whose maker's account is active:"
        " Authorization: Bearer ct_..."
    )
    response = api.create_response(request, {"detail": detail}, status=401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(TooManyRequests)
def too_many(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    detail = f"Too many requests with this token: wait {error.seconds} seconds."
    response = api.create_response(request, {"detail": detail}, status=429)
    response.headers["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = "This token only reads. An owner can make one that may log interactions."
    return api.create_response(request, {"detail": detail}, status=403)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = "There is no such thing in this workspace."
    return api.create_response(request, {"detail": detail}, status=404)


@api.exception_handler(Exception)
def our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("The API failed at %s", request.path)
    detail = "Something went wrong on our side. Try again later."
    return api.create_response(request, {"detail": detail}, status=500)


def urls() -> tuple[list[Any], str, str]:
    """The URLs for `path()`: nobody signs in here, tokens open the doors."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            view: Callable[..., HttpResponse] = pattern.callback
            if pattern.name == "openapi-json":
                view = require_safe(view)
            pattern.callback = login_not_required(view)
    return patterns, app_name, namespace
