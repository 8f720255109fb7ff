"""Where a person is signed in: known to them, ended by them, over where it is left alone too long.

What is known about a session lies in its own data, which every request reads anyway: a page costs
no query more, and a write at most once in ten minutes. The table says whose they are.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY

from workspaces import second_factor
from workspaces.models import AuditEntry, PersonSession, User

# In the session's own data: moments in seconds since 1970, the browser in words, and the key under
# which the table knows it.
SINCE, SEEN, BROWSER, LISTED = "signed_in_at", "seen_at", "browser", "listed_as"

# The first that is found names it: most browsers claim to be several others as well.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Macintosh", "a Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class SignedIn:
    """One browser in which a person is signed in; `pk` names it in forms.

    `lacks_code`: the password was given there, the second factor's code was not, so that it opens
    nothing yet.
    """

    pk: int
    browser: str
    since: datetime
    seen: datetime
    is_this: bool
    lacks_code: bool


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, but a session that was left alone too long is nobody's."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Who asks. Looked up when a page wants to know, and only then."""
    seen = request.session.get(SEEN)
    if seen is not None and time.time() - seen > settings.SESSION_IDLE_HOURS * 3600:
        request.session.flush()
    user: Any = get_user(request)
    if user.is_authenticated:
        note(request, user)
    return user


@receiver(user_logged_in)
def note_sign_in(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    note(request, user)


def note(request: HttpRequest, user: User) -> None:
    """Remember that the person was here, as far as that is not known yet."""
    session, now = request.session, int(time.time())
    if SINCE not in session:
        session[SINCE], session[BROWSER] = now, in_words(request.META.get("HTTP_USER_AGENT", ""))
        # However often it is seen, it ends two weeks after the sign-in.
        session.set_expiry(datetime.fromtimestamp(now + settings.SESSION_COOKIE_AGE, UTC))
    if now - session.get(SEEN, 0) >= settings.SESSION_SEEN_SECONDS:
        session[SEEN] = now
    if session.session_key is None:
        session.create()
    # Django gives it another key now and then, so that nobody can plant one.
    if session.get(LISTED) != session.session_key:
        key = session.session_key
        known = PersonSession.objects.filter(user=user, session_key=session.get(LISTED, ""))
        if not known.update(session_key=key):
            PersonSession.objects.get_or_create(session_key=key, defaults={"user": user})
        session[LISTED] = key


def sessions_of(user: User, this_key: str | None) -> list[SignedIn]:
    """All in which the person is signed in, this one first, then the one seen last."""
    keys = dict(user.sessions.values_list("session_key", "pk"))
    found = []
    for session in Session.objects.filter(session_key__in=keys, expire_date__gt=datetime.now(UTC)):
        data, key = session.get_decoded(), session.session_key
        current = constant_time_compare(
            data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
        )
        idle = time.time() - data.get(SEEN, 0) > settings.SESSION_IDLE_HOURS * 3600
        if current and not idle:  # else it opens nothing any more
            found.append(
                SignedIn(
                    keys[key],
                    data.get(BROWSER, ""),
                    datetime.fromtimestamp(data[SINCE], UTC),
                    datetime.fromtimestamp(data[SEEN], UTC),
                    key == this_key,
                    second_factor.is_on(user) and DEVICE_ID_SESSION_KEY not in data,
                )
            )
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp(), -one.pk))


def end(user: User, sessions: list[SignedIn]) -> int:
    """Sign the person out there, from the very next request on; how many were ended."""
    with transaction.atomic():
        ended = user.sessions.filter(pk__in=[one.pk for one in sessions])
        keys = list(ended.values_list("session_key", flat=True))
        number, _ = Session.objects.filter(session_key__in=keys).delete()
        ended.delete()
        if number:
            AuditEntry.record("user.sessions_ended", actor=user, sessions=number)
    return number


def forget_ended(now: datetime) -> None:
    """Remove what is left of sessions that are over; Django keeps them until somebody asks."""
    Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.values("session_key")
    PersonSession.objects.exclude(session_key__in=alive).delete()


def in_words(user_agent: str) -> str:
    """The browser and the machine: Firefox on Windows. Told by the browser, so no proof."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    system = _first(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in names if mark in text), "")
