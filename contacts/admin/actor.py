"""Who acts in the admin."""

from typing import cast

from django.http import HttpRequest

from workspaces.models import User


def actor(request: HttpRequest) -> User:
    """The signed-in person; the admin lets in nobody else."""
    return cast(User, request.user)
