"""Whoever guesses passwords is locked out for a while: by name and address, counted by axes."""

from datetime import timedelta
from ipaddress import ip_address
from math import ceil
from typing import Any

from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from workspaces.backends import NAME_MAX, counted_name
from workspaces.models import AuditEntry

COOL_OFF: timedelta = settings.AXES_COOLOFF_TIME


def client_address(request: HttpRequest) -> str | None:
    """Where the request came from, None where that is no address (a socket of the machine).

    The server has put there what PROXY_COUNT proxies of ours say; what else a client writes into
    headers is not looked at, or strangers could choose whom they lock out.
    """
    try:
        # Behind a "%" stands the network card of this machine: no database knows it.
        return str(ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0]))
    except ValueError:
        return None


def refuse(
    request: HttpRequest, answer: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page for whoever is locked out; its header says for how many seconds at most."""
    counted = AccessAttempt.objects.filter(
        username=counted_name(request, credentials), ip_address=client_address(request)
    )
    last: Any = counted.aggregate(last=Max("attempt_time"))["last"]
    ends = (last or timezone.now()) + COOL_OFF
    seconds = max(ceil((ends - timezone.now()).total_seconds()), 1)
    page = render(request, "registration/locked.html", status=429)
    page.headers["Retry-After"] = str(seconds)
    return page


@receiver(user_locked_out, dispatch_uid="audit_locked_out")
def tell_once(sender: Any, username: str, ip_address: str | None, **kwargs: Any) -> None:
    """One line of the audit for each lock-out: strangers must not fill what is kept for good.

    The name is what was typed: there may be no such account.
    """
    name, address = (username or "")[:NAME_MAX], ip_address or ""
    told = AuditEntry.objects.filter(
        action="user.locked_out",
        at__gt=timezone.now() - COOL_OFF,
        detail__name=name,
        detail__address=address,
    )
    if told.exists():
        return
    with transaction.atomic():
        # Who guesses at the same moment waits here for the first.
        list(AccessAttempt.objects.select_for_update().filter(username=name))
        if not told.exists():
            AuditEntry.record("user.locked_out", actor=None, name=name, address=address)
