"""Signing in is audited wherever it happens: on our page or the admin's."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from workspaces.backends import NAME_MAX
from workspaces.models import AuditEntry, User


@receiver(user_logged_in, dispatch_uid="audit_signed_in")
def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    AuditEntry.record("user.signed_in", actor=user)


@receiver(user_locked_out, dispatch_uid="audit_locked_out")
def locked_out(sender: Any, username: str, ip_address: str | None, **kwargs: Any) -> None:
    """The name is what was typed: there may be no such account."""
    AuditEntry.record(
        "user.locked_out", actor=None, name=(username or "")[:NAME_MAX], address=ip_address or ""
    )
