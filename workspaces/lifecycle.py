"""A workspace begins, changes and ends, each time with its line in the audit."""

from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction

from workspaces.models import AuditEntry, Membership, Role, User, Workspace

SLUG_ATTEMPTS = 5


def create(name: str, time_zone: str, owner: User) -> Workspace:
    """Create a workspace with its first owner.

    Two people may be given one slug at the same moment: the later one tries the next.
    """
    for _ in range(SLUG_ATTEMPTS - 1):
        with suppress(IntegrityError):
            return _create(name, time_zone, owner)
    return _create(name, time_zone, owner)


def _create(name: str, time_zone: str, owner: User) -> Workspace:
    with transaction.atomic():
        workspace = Workspace.objects.create(name=name, time_zone=time_zone)
        Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
        AuditEntry.record("workspace.created", actor=owner, workspace=workspace)
    return workspace


def change(workspace: Workspace, actor: User, **values: Any) -> None:
    """Change name, time zone or `second_factor_required`; the slug stays, so links keep working."""
    before = {key: getattr(workspace, key) for key in values}
    changes = {key: [before[key], values[key]] for key in before if before[key] != values[key]}
    if not changes:
        return
    with transaction.atomic():
        for key in changes:
            setattr(workspace, key, values[key])
        workspace.save(update_fields=list(changes))
        AuditEntry.record("workspace.changed", actor=actor, workspace=workspace, **changes)


def delete(workspace: Workspace, actor: User) -> None:
    """Delete the workspace and all that lies in it, for good; only the audit stays."""
    with transaction.atomic():
        AuditEntry.record(
            "workspace.deleted", actor=actor, workspace=workspace, slug=workspace.slug
        )
        workspace.delete()
