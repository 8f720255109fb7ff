"""Whoever guesses is locked out for a while: counted by axes per name and address, and per address.

What counts are passwords at the sign-in and in the forms that ask for them again, and codes.

A guesser with one name is stopped soon. One who tries a password on thousands of names is stopped
by the address alone, later: an office has one, too. Both counts forget within AXES_COOLOFF_TIME,
and a person who gets in takes only failures of the own name out of them.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contactsite.addresses import client_of
from workspaces import second_factor
from workspaces.backends import NAME_MAX, counted_name
from workspaces.models import AuditEntry, User

COOL_OFF: timedelta = settings.AXES_COOLOFF_TIME
# Under this, which nobody can be called, stand the wrong codes of second factors.
CODES = "(codes)"


def client_address(request: HttpRequest) -> str | None:
    """Where the request came from, None where that is no address (a socket of the machine).

    Of IPv6 it is the first address of the /64. The server has put there what PROXY_COUNT proxies of
    ours say; what else a client writes into headers is not looked at, or strangers could choose
    whom they lock out.
    """
    told, port = request.META.get("REMOTE_ADDR", ""), request.META.get("REMOTE_PORT", "")
    # The server takes the end of ::ffff:9.9.9.9 for a port, and strangers would be one client.
    return client_of(f"{told}:{port}" if "." in port else told)


def address_locked_until(address: str | None) -> datetime | None:
    """When the address alone may try again; None where it may now, or where there is none.

    Sockets of the machine have no address: behind them stands a proxy of ours, and everybody.
    """
    if address is None:
        return None
    recent = AccessAttempt.objects.filter(
        ip_address=address, attempt_time__gte=timezone.now() - COOL_OFF
    )
    failures = 0
    # Each row holds one failure at least, so these are enough to reach the limit.
    newest = recent.order_by("-attempt_time").values_list("attempt_time", "failures_since_start")
    for at, times in newest[: settings.ADDRESS_FAILURE_LIMIT]:
        failures += times
        if failures >= settings.ADDRESS_FAILURE_LIMIT:
            return at + COOL_OFF
    return None


def is_address_locked(request: HttpRequest) -> bool:
    return address_locked_until(client_address(request)) is not None


class Handler(AxesDatabaseHandler):
    """Axes' own count by name and address, and beside it the one by address."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        if address_locked_until(request.axes_ip_address):
            return settings.AXES_FAILURE_LIMIT
        return super().get_failures(request, credentials)


def is_password(request: HttpRequest, password: str) -> bool:
    """Whether whoever is signed in typed their password; a wrong one counts as at the sign-in.

    After too many it is not looked at, and axes' middleware answers with `refuse`: the session and
    all other pages stay open.
    """
    assert isinstance(request.user, User)
    name = request.user.get_username()
    credentials = {"username": name}
    if not AxesProxyHandler.is_locked(request, credentials):
        if request.user.check_password(password):
            AxesProxyHandler.get_implementation().reset_user_attempts(request, credentials)
            return True
        count(request, counted_name(request, credentials))
    if AxesProxyHandler.is_locked(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
        tell_once(None, counted_name(request, credentials), client_address(request))
    return False


def count_wrong_code(request: HttpRequest) -> None:
    """A code after the password was wrong: it counts for the address, however many accounts."""
    count(request, CODES)
    address = client_address(request)
    if address_locked_until(address):
        tell_once(None, CODES, address)


def count(request: HttpRequest, name: str) -> None:
    """One failure more of the name at the address; none of what was posted is kept."""
    address = client_address(request)
    with transaction.atomic():
        counted, is_new = AccessAttempt.objects.select_for_update().get_or_create(
            username=name,
            ip_address=address,
            user_agent="",
            defaults={"failures_since_start": 1, "path_info": request.path},
        )
        if not is_new:
            long_ago = counted.attempt_time < timezone.now() - COOL_OFF
            counted.failures_since_start = 1 if long_ago else F("failures_since_start") + 1
            counted.attempt_time = timezone.now()
            counted.save(update_fields=["failures_since_start", "attempt_time"])


def refuse(
    request: HttpRequest,
    answer: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page for whoever is locked out; its header says for how many seconds at most."""
    address = client_address(request)
    by_address = address_locked_until(address)
    ends = by_address
    if ends is None:
        counted = AccessAttempt.objects.filter(
            username=counted_name(request, credentials), ip_address=address
        )
        last: Any = counted.aggregate(last=Max("attempt_time"))["last"]
        ends = (last or timezone.now()) + COOL_OFF
    seconds = max(ceil((ends - timezone.now()).total_seconds()), 1)
    context = {
        "by_address": by_address is not None,
        "minutes": ceil(seconds / 60),
        "stays_signed_in": request.user.is_authenticated and not second_factor.lacks_code(request),
    }
    page = render(request, "registration/locked.html", context, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page


@receiver(user_locked_out, dispatch_uid="audit_locked_out")
def tell_once(sender: Any, username: str, ip_address: str | None, **kwargs: Any) -> None:
    """One line of the audit for each lock-out: strangers must not fill what is kept for good.

    The name is what was typed: there may be no such account.
    """
    detail: dict[str, Any]
    if address_locked_until(ip_address):
        action, detail = "user.address_locked_out", {"address": ip_address}
        waits_for = AccessAttempt.objects.filter(ip_address=ip_address)
    else:
        name = (username or "")[:NAME_MAX]
        action, detail = "user.locked_out", {"name": name, "address": ip_address or ""}
        waits_for = AccessAttempt.objects.filter(username=name)
    told = AuditEntry.objects.filter(
        action=action,
        at__gt=timezone.now() - COOL_OFF,
        **{f"detail__{key}": value for key, value in detail.items()},
    )
    if told.exists():
        return
    with transaction.atomic():
        # Who guesses at the same moment waits here for the first.
        list(waits_for.order_by("pk").select_for_update())
        if not told.exists():
            AuditEntry.record(action, actor=None, **detail)
