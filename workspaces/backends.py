"""Sign in by user name or by e-mail address."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from workspaces.models import User


class NameOrEmailBackend(ModelBackend):
    """Django's own backend, which also takes the (unique) e-mail address for the user name."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username and "@" in username and "\x00" not in username:
            by_email = User.objects.filter(email__iexact=username).first()
            username = by_email.username if by_email else username
        return super().authenticate(request, username=username, password=password, **kwargs)
