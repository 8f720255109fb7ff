"""Is the process alive? For whoever watches over it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; a stranger learns nothing else."""
    return HttpResponse("ok", content_type="text/plain")
