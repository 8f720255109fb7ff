"""What every response carries, and what every request must have."""

from collections.abc import Callable

from django.contrib.auth.middleware import (
    LoginRequiredMiddleware as DjangoLoginRequired,
)
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def response_headers(get_response: GetResponse) -> GetResponse:
    """Personal data is never kept by a browser's or a proxy's cache."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


class LoginRequiredMiddleware(DjangoLoginRequired):
    """Everything needs a sign-in unless a view says otherwise.

    An htmx request gets an answer that sends the whole page to the sign-in form, so that the form
    never lands inside a fragment.
    """

    def handle_no_permission(  # type: ignore[override]  # our answer to htmx is no redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        response = super().handle_no_permission(request, view_func)
        if getattr(request, "htmx", False) and response.status_code == 302:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return response
