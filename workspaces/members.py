"""Roles change and people go; a workspace always keeps an owner who can sign in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet

from workspaces import keys
from workspaces.models import AuditEntry, Invitation, Membership, Role, User, Workspace


class LastOwner(Exception):
    """The change would leave the workspace without an owner. Nothing was written."""


@contextmanager
def keeping_owners() -> Iterator[None]:
    """For changes of any people at once, as the admin makes them: all of it is kept, or none.

    Raises LastOwner, naming the workspaces that had an owner and would have none any more.
    """
    with transaction.atomic():
        owned = Workspace.objects.filter(pk__in=_owners().values("workspace"))
        # In one order, so that two admins wait for each other and never both for ever.
        before = list(owned.select_for_update(no_key=True).order_by("pk"))
        yield
        kept = set(owned.values_list("pk", flat=True))
        # A workspace that is deleted meanwhile needs no owner.
        gone = Workspace.objects.filter(pk__in=[space.pk for space in before]).exclude(pk__in=kept)
        if names := list(gone.values_list("name", flat=True)):
            raise LastOwner(", ".join(f"“{name}”" for name in names))


def change_role(
    membership: Membership, role: Role, actor: User, *, revoke_keys: bool = False
) -> None:
    """Give a member another role; `revoke_keys` ends what they made as an owner.

    Raises LastOwner, and Membership.DoesNotExist when the member was removed meanwhile.
    """
    with transaction.atomic():
        current = _locked(membership)
        if current.role == role:
            return
        _give_up_ownership(current)
        before, current.role = current.role, role
        current.save(update_fields=["role"])
        AuditEntry.record(
            "member.role_changed",
            actor=actor,
            workspace=current.workspace,
            member=current.user.get_username(),
            role=[before, role],
        )
        if revoke_keys:
            keys.revoke_made_by(current.user, current.workspace, actor)


def remove(membership: Membership, actor: User, *, revoke_keys: bool = False) -> None:
    """Take a member out of the workspace; what they did there keeps their name.

    `revoke_keys` ends what they made that would go on working without them.

    Raises LastOwner, and Membership.DoesNotExist when the member was removed meanwhile.
    """
    with transaction.atomic():
        current = _locked(membership)
        _give_up_ownership(current)
        current.delete()
        AuditEntry.record(
            "member.left" if actor == current.user else "member.removed",
            actor=actor,
            workspace=current.workspace,
            member=current.user.get_username(),
        )
        if revoke_keys:
            keys.revoke_made_by(current.user, current.workspace, actor)


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, no other member being changed until the transaction ends."""
    Workspace.objects.select_for_update(no_key=True).get(pk=membership.workspace_id)
    return Membership.objects.select_related("user", "workspace").get(pk=membership.pk)


def _owners() -> QuerySet[Membership]:
    """The owners who can act as such."""
    return Membership.objects.filter(role=Role.OWNER, user__is_active=True)


def _give_up_ownership(membership: Membership) -> None:
    """Check that another owner stays, and withdraw the links the person could come back by."""
    if membership.role != Role.OWNER:
        return
    others = _owners().filter(workspace=membership.workspace_id).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner
    Invitation.objects.open().filter(
        workspace=membership.workspace_id, invited_by=membership.user
    ).delete()
