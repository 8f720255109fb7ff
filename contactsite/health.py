"""For whoever watches over the site: is the process alive, and can work be done?"""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from contactsite import heartbeat
from workspaces.models import Workspace

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; a stranger learns nothing else."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and the worker is heard of; which one is missing only the log tells."""
    missing = _what_is_missing()
    if missing:
        log.warning("Not ready: %s.", missing)
        return HttpResponse("not ready", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def _what_is_missing() -> str:
    try:
        # A table of ours: a database that was never migrated answers, too.
        Workspace.objects.exists()
    except Error:
        return "the database does not answer"
    return "" if heartbeat.is_heard() else "no worker was heard of"
