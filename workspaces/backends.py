"""Sign in by user name or by e-mail address."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from workspaces.models import User

NAME_MAX = 255


def name_of_account(typed: str) -> str:
    """The user name of the account with this e-mail address, else what was typed."""
    if "@" in typed and "\x00" not in typed:
        by_email = User.objects.filter(email__iexact=typed).first()
        return by_email.username if by_email else typed
    return typed


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name that failed sign-ins are counted under.

    A guesser must not get a fresh count by writing the e-mail address in another case.
    """
    typed = str((credentials or request.POST).get("username") or "")
    return name_of_account(typed).replace("\x00", "").lower()[:NAME_MAX]


class NameOrEmailBackend(ModelBackend):
    """Django's own backend, which also takes the (unique) e-mail address for the user name."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        username = name_of_account(username) if username else username
        return super().authenticate(request, username=username, password=password, **kwargs)
