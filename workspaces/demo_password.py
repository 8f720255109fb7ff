"""The password of the demo accounts is public: it opens nothing where real people work."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

DEMO_PASSWORD = "contacts-demo"  # noqa: S105  known to everybody, see above


class DemoPasswordBackend(BaseBackend):
    """Stands before the real backend and ends a sign-in with the demo password outside DEBUG.

    A development database may be taken into production, with its accounts.
    """

    def authenticate(
        self, request: HttpRequest | None, password: str | None = None, **kwargs: Any
    ) -> None:
        if password == DEMO_PASSWORD and not settings.DEBUG:
            raise PermissionDenied
