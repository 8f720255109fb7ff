"""What site admins do to accounts: audited, and taken back from whoever cannot sign in any more."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import redirect

from workspaces import members
from workspaces.admin_audit import AuditedMemberships, follow
from workspaces.models import AuditEntry, User

# What is recorded where a right is given, and where it is taken.
RIGHTS = {
    "is_active": ("user.activated", "user.deactivated"),
    "is_staff": ("user.admin_given", "user.admin_taken"),
    "is_superuser": ("user.superuser_given", "user.superuser_taken"),
}


class AuditedPeople(AuditedMemberships, DjangoUserAdmin):
    """For the admin page of people."""

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        before = User.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        if before is None:
            AuditEntry.record("user.created", actor=request.user, member=obj.get_username())
        else:
            record_changes(before, obj, request.user)

    def user_change_password(self, request: Any, id: str, form_url: str = "") -> Any:
        """One's own is changed on one's own page, which asks for the one there was."""
        before = self.get_object(request, unquote(id))
        if before == request.user:
            return redirect("password_change")
        with transaction.atomic():
            answer = super().user_change_password(request, id, form_url)
            after = self.get_object(request, unquote(id))
            if before and after and before.password != after.password:
                usable = after.has_usable_password()
                AuditEntry.record(
                    "user.password_set" if usable else "user.password_disabled",
                    actor=request.user,
                    member=after.get_username(),
                )
        return answer

    def delete_model(self, request: Any, obj: User) -> None:
        record_deleted(request, [obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: QuerySet[User]) -> None:
        record_deleted(request, queryset)
        super().delete_queryset(request, queryset)


def record_changes(before: User, after: User, actor: User) -> None:
    """A line for each change that opens or closes something; of an address not what it says."""
    name = after.get_username()
    if before.get_username() != name:
        AuditEntry.record("user.renamed", actor=actor, member=[before.get_username(), name])
    if before.email != after.email:
        AuditEntry.record("user.email_set", actor=actor, member=name)
    for right, (given, taken) in RIGHTS.items():
        if getattr(before, right) != getattr(after, right):
            AuditEntry.record(given if getattr(after, right) else taken, actor=actor, member=name)
    if before.is_active and not after.is_active:
        for membership in after.memberships.select_related("user", "workspace"):
            members.take_back(membership, actor, revoke_keys=True)


def record_deleted(request: Any, people: Iterable[User]) -> None:
    """A member is gone with the account."""
    for person in people:
        for membership in person.memberships.select_related("user", "workspace"):
            follow(request, membership)
        AuditEntry.record("user.deleted", actor=request.user, member=person.get_username())
