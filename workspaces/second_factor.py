"""The second factor: codes of an app beside the password, and recovery codes for a lost phone.

The secrets, the codes and the pauses after wrong ones are django-otp's; whether a person uses it
stands on the person, so that no page costs a query more.
"""

from base64 import b32encode
from datetime import timedelta
from urllib.parse import urlencode

import segno
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY, devices_for_user
from django_otp import login as remember_device
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from workspaces.models import AuditEntry, User

RECOVERY_CODES = 10
CODE_DIGITS = 6
PENDING_KEY = "pending_second_factor"


class WrongCode(Exception):
    """The code is wrong, or was used before; the text says it."""


class TooSoon(WrongCode):
    """The code came within the pause after a wrong one, and was not looked at."""


def is_on(user: User) -> bool:
    return user.second_factor_at is not None


def lacks_code(request: HttpRequest) -> bool:
    """Whether somebody is signed in by password alone where a code is due as well."""
    user = request.user
    return isinstance(user, User) and is_on(user) and DEVICE_ID_SESSION_KEY not in request.session


def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for the code, and back afterwards; htmx loads it as a whole."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    here = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(here, reverse("second_factor_verify"))


def ask_to_set_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the page that turns it on: the workspace lets nobody in without."""
    target = f"{reverse('second_factor')}?{urlencode({'for': slug})}"
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def pending_device(request: HttpRequest, user: User) -> TOTPDevice:
    """The device that is being set up: the same one until it is confirmed, in this session alone.

    Who knew the password once must not have read the secret that is confirmed later.
    """
    pending = TOTPDevice.objects.filter(user=user, confirmed=False)
    device = pending.filter(pk=request.session.get(PENDING_KEY)).first()
    if device is None:
        pending.delete()
        device = TOTPDevice.objects.create(user=user, confirmed=False, name="app")
        request.session[PENDING_KEY] = device.pk
    return device


def secret_words(device: TOTPDevice) -> str:
    """The secret as a person types it into an app: letters and digits by fours."""
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture(device: TOTPDevice) -> str:
    """The QR code of the secret, as the address of an image."""
    code = segno.make(device.config_url, error="m")
    return str(code.svg_data_uri(scale=5, border=3, light="#fff", dark="#000"))


def turn_on(request: HttpRequest, user: User, code: str) -> None:
    """Confirm the pending device by a code of it; makes recovery codes. Raises WrongCode."""
    with transaction.atomic():
        pending = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False)
        device = pending.filter(pk=request.session.get(PENDING_KEY)).first()
        problem = _problem(device, code)
        if device is not None and not problem:
            TOTPDevice.objects.filter(user=user, confirmed=True).delete()
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            _renew_codes(user)
            user.second_factor_at = timezone.now()
            user.save(update_fields=["second_factor_at"])
            AuditEntry.record("user.second_factor_on", actor=user)
    if device is None or problem:
        raise problem or WrongCode
    _remember(request, device)


def verify(request: HttpRequest, user: User, code: str) -> None:
    """Take a code of the app, or a recovery code, which is then used up. Raises WrongCode."""
    _remember(request, check(user, code))


def check(user: User, code: str) -> Device:
    """The device to which the code belongs. Raises WrongCode; what it counted stays counted."""
    code = "".join(code.replace("-", "").split()).lower()
    kind = TOTPDevice if code.isdecimal() else StaticDevice
    with transaction.atomic():
        device = next(
            (one for one in devices_for_user(user, for_verify=True) if isinstance(one, kind)), None
        )
        problem = _problem(device, code)
        if not problem and kind is StaticDevice:
            AuditEntry.record("user.recovery_code_used", actor=user, left=codes_left(user))
    if device is None or problem:
        raise problem or WrongCode
    return device


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def recovery_codes(user: User) -> list[str]:
    """The codes that are not used yet, in two halves each."""
    tokens = StaticToken.objects.filter(device__user=user).order_by("pk")
    return [f"{token[:4]}-{token[4:]}" for token in tokens.values_list("token", flat=True)]


def renew_codes(user: User) -> None:
    """Make new recovery codes; the old ones open nothing any more."""
    with transaction.atomic():
        _renew_codes(user)
        AuditEntry.record("user.recovery_codes_renewed", actor=user)


def turn_off(user: User, actor: User) -> None:
    """Ask for the password alone from now on; `actor` may be a site admin who helps."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        user.second_factor_at = None
        user.save(update_fields=["second_factor_at"])
        AuditEntry.record("user.second_factor_off", actor=actor, member=user.get_username())


def _renew_codes(user: User) -> None:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    for _ in range(RECOVERY_CODES):
        StaticToken.objects.create(device=device, token=StaticToken.random_token())


def _remember(request: HttpRequest, device: Device) -> None:
    """The session counts as verified under a new key: an old one opens nothing more than before."""
    request.session.cycle_key()
    remember_device(request, device)


def _problem(device: Device | None, code: str) -> WrongCode | None:
    """Why the code does not count, if it does not. Wrong ones make the next attempt wait."""
    if device is None:
        return WrongCode("This code belongs to nothing that is set up here.")
    allowed, why = device.verify_is_allowed()
    if not allowed:
        until = (why or {}).get("locked_until") or timezone.now() + timedelta(seconds=1)
        seconds = max(1, round((until - timezone.now()).total_seconds()))
        return TooSoon(f"Too many wrong codes: wait {seconds:,} s, then try the newest code.")
    if device.verify_token(code):
        return None
    return WrongCode(
        "This code is wrong, or was used already. Wait for the next one and try again."
    )
