"""Around every page: the second factor is asked for, and times are shown where the person is."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from workspaces import second_factor

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def persons_time_zone(get_response: GetResponse) -> GetResponse:
    """Show times in the person's zone; without one `access` uses the workspace's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        zone = getattr(request.user, "time_zone", "")
        with timezone.override(zoneinfo.ZoneInfo(zone) if zone else None):
            return get_response(request)

    return middleware


class SecondFactorMiddleware(MiddlewareMixin):
    """A person with a second factor opens nothing by password alone, the admin included."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *args: object
    ) -> HttpResponseBase | None:
        exempt = not getattr(view, "login_required", True) or getattr(view, "takes_code", False)
        if exempt or not second_factor.lacks_code(request):
            return None
        return second_factor.ask_for_code(request)
