"""Signing in is audited wherever it happens: on our page or the admin's."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from workspaces.models import AuditEntry, User


@receiver(user_logged_in, dispatch_uid="audit_signed_in")
def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    AuditEntry.record("user.signed_in", actor=user)
