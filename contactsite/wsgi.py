"""The WSGI application that `manage.py serve` runs."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactsite.settings")

django_application = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Django's answers, those to HEAD without a body.

    Neither Django nor waitress takes it off, and on a connection that is kept open a proxy would
    read it as the beginning of the next answer.
    """
    response = django_application(environ, start_response)
    if environ["REQUEST_METHOD"] != "HEAD":
        return response
    response.close()
    # One empty piece: waitress then needs no chunks where the length is not told.
    return [b""]
