"""Is the process alive? For whoever watches over it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; a stranger learns nothing else."""
    return HttpResponse("ok", content_type="text/plain")
