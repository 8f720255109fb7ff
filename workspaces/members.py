"""Roles change and people go; a workspace always keeps an owner who can sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

from django.db import transaction
from django.db.models import QuerySet

from workspaces import invitations, keys
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
        _check_that_another_owner_stays(current)
        before, current.role = copy(current), role
        current.save(update_fields=["role"])
        follow(before, current, actor, revoke_keys=revoke_keys)


def remove(membership: Membership, actor: User, *, revoke_keys: bool = False) -> None:
    """Take a member out of the workspace; what they did there keeps their name.

    `revoke_keys` ends what they made that would go on working without them.

    Raises LastOwner, and Membership.DoesNotExist when the member was removed meanwhile.
    """
    with transaction.atomic():
        current = _locked(membership)
        _check_that_another_owner_stays(current)
        follow(current, None, actor, revoke_keys=revoke_keys)
        current.delete()


def follow(
    before: Membership | None, after: Membership | None, actor: User, *, revoke_keys: bool
) -> None:
    """Do what belongs to every change of a membership, whoever stores it: audit, and take back.

    None stands for no membership. One that now is of another workspace or person was removed there
    and added here. Call it before an account is deleted: then nobody knows what it made.
    """
    if before and after and _place(before) == _place(after):
        if before.role != after.role:
            roles = [before.role, after.role]
            _record("member.role_changed", after, actor, role=roles)
            if before.can_own:
                take_back(before, actor, revoke_keys=revoke_keys)
        return
    if before:
        _record("member.left" if actor == before.user else "member.removed", before, actor)
        take_back(before, actor, revoke_keys=revoke_keys)
    if after:
        _record("member.added", after, actor, role=after.role)


def take_back(membership: Membership, actor: User, *, revoke_keys: bool) -> None:
    """Withdraw the links by which the person could come back; `revoke_keys`: and their keys."""
    opened = Invitation.objects.open().filter(
        workspace=membership.workspace_id, invited_by=membership.user_id
    )
    for invitation in opened.select_related("workspace"):
        invitations.withdraw(invitation, actor)
    if revoke_keys:
        keys.revoke_made_by(membership.user, membership.workspace, actor)


def _place(membership: Membership) -> tuple[int, int]:
    return membership.workspace_id, membership.user_id


def _record(action: str, membership: Membership, actor: User, **detail: object) -> None:
    AuditEntry.record(
        action,
        actor=actor,
        workspace=membership.workspace,
        member=membership.user.get_username(),
        **detail,
    )


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, no other member being changed until the transaction ends."""
    Workspace.objects.select_for_update(no_key=True).get(pk=membership.workspace_id)
    return Membership.objects.select_related("user", "workspace").get(pk=membership.pk)


def _owners() -> QuerySet[Membership]:
    """The owners who can act as such."""
    return Membership.objects.filter(role=Role.OWNER, user__is_active=True)


def _check_that_another_owner_stays(membership: Membership) -> None:
    if not membership.can_own:
        return
    others = _owners().filter(workspace=membership.workspace_id).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner
