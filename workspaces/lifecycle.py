"""A workspace begins, changes and ends, each time with its line in the audit."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import get_random_string

from workspaces.models import AuditEntry, Membership, Role, User, Workspace, base_slug

# Without vowels no words come out, and nothing that is easily misread.
SLUG_LETTERS, SLUG_RANDOM = "bcdfghjkmnpqrstvwxz23456789", 6


def create(
    name: str, time_zone: str, owner: User, after: int | None = None
) -> tuple[Workspace, bool]:
    """A workspace with its first owner, and whether it is new.

    `after` is what `newest_of` said when the form was shown: one of this name that the person made
    since comes from a second click, and is what is returned.

    The slug ends at random: a number behind it would tell that somebody has such a workspace.
    """
    with transaction.atomic():
        # The second click waits here until the first has made its workspace.
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        if after is not None and (made := _made_since(owner, name, after)):
            return made, False
        slug = f"{base_slug(name)}-{get_random_string(SLUG_RANDOM, SLUG_LETTERS)}"
        workspace = Workspace.objects.create(name=name, time_zone=time_zone, slug=slug)
        Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
        AuditEntry.record("workspace.created", actor=owner, workspace=workspace)
    return workspace, True


def newest_of(user: User) -> int:
    """The latest membership of the person, 0 for none."""
    newest: int | None = user.memberships.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def _made_since(owner: User, name: str, after: int) -> Workspace | None:
    since = Workspace.objects.filter(
        name=name, memberships__in=owner.memberships.filter(pk__gt=after)
    )
    by_owner = AuditEntry.objects.filter(action="workspace.created", actor=owner)
    return since.filter(audit_entries__in=by_owner).first()


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
