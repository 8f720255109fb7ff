"""Times are shown where the person is."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def persons_time_zone(get_response: GetResponse) -> GetResponse:
    """Show times in the person's zone; without one `access` uses the workspace's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        zone = getattr(request.user, "time_zone", "")
        with timezone.override(zoneinfo.ZoneInfo(zone) if zone else None):
            return get_response(request)

    return middleware
