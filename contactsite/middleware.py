"""What every response carries, and what every request must have."""

import json
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import (
    LoginRequiredMiddleware as DjangoLoginRequired,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

IN_THE_OPEN = (
    "Use https. This request came unencrypted: if it carried a token, revoke that one and make a"
    " new one."
)
API_PROBLEMS = {
    400: "This request could not be read.",
    404: "There is nothing at this address. /api/v1/openapi.json names all that there are.",
    405: "This address does not take this method: the header Allow names those that it takes.",
    500: "Something went wrong on our side. Try again later.",
}
# Django sets some of these itself, but not where it refuses a host before all else.
ON_EVERY_ANSWER = {
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
}


def response_headers(get_response: GetResponse) -> GetResponse:
    """Personal data is never kept by a cache: only static files say themselves that they may be."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in {"Cache-Control": "no-store", **ON_EVERY_ANSWER}.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def api_says_problems_in_json(get_response: GetResponse) -> GetResponse:
    """What is refused before the API sees it is said as the API says it: programs read no pages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = not response.headers.get("Content-Type", "").startswith("application/json")
        if request.path.startswith("/api/") and response.status_code >= 400 and is_page:
            assert isinstance(response, HttpResponse)
            detail = API_PROBLEMS.get(response.status_code, f"{response.reason_phrase}.")
            response.content = json.dumps({"detail": detail}).encode()
            response.headers["Content-Type"] = "application/json; charset=utf-8"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def api_over_https_alone(get_response: GetResponse) -> GetResponse:
    """Refuse what other systems ask over plain HTTP, where the site is served over HTTPS.

    A redirect, as people get it, would let a program send its token in the open for ever.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        in_the_open = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if in_the_open and request.path.startswith("/api/"):
            return JsonResponse({"detail": IN_THE_OPEN}, status=403)
        return get_response(request)

    return middleware


def utf8_alone(get_response: GetResponse) -> GetResponse:
    """Refuse what says that it is written in another character set: nobody's browser does.

    Django finds out when it reads the form, which its own page about that would do once more.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        named = (request.content_params or {}).get("charset", "utf-8")
        if named.lower() not in ("utf-8", "utf8", "us-ascii"):
            text = "Send this in UTF-8: no other character set can be read here.\n"
            return HttpResponse(text, status=415, content_type="text/plain; charset=utf-8")
        return get_response(request)

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
