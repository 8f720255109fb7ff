"""Error pages: no traceback ever reaches a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere: say how to go on."""
    return render(request, "csrf_failure.html", status=403)
