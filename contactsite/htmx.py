"""Page or partial: the only place that knows the HX-Request header and Vary."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment (a boosted or history request wants the page)."""
    htmx = request.htmx  # type: ignore[attr-defined]  # set by django-htmx's middleware
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page_or_partial(
    request: HttpRequest,
    page: str,
    partial: str,
    context: dict[str, Any],
    status: int = 200,
    shown_url: str = "",
) -> HttpResponse:
    """Answer htmx with the template `partial`, everybody else with `page`.

    `shown_url` is what the address bar says afterwards, where that is not what htmx asked for.
    """
    response = render(request, partial if is_partial(request) else page, context, status=status)
    if shown_url and is_partial(request):
        response.headers["HX-Replace-Url"] = shown_url
    patch_vary_headers(response, ["HX-Request"])
    return response
