"""What a site admin does to members is audited too: the owners of the workspace see it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.forms.models import BaseModelFormSet

from workspaces.access import SignedInRequest
from workspaces.models import AuditEntry, Membership, User


def added(request: SignedInRequest, membership: Membership) -> None:
    record(request, "member.added", membership, role=membership.role)


def removed(request: SignedInRequest, membership: Membership) -> None:
    record(request, "member.removed", membership)


def changed(request: SignedInRequest, membership: Membership, form: ModelForm) -> None:
    if {"user", "workspace"} & set(form.changed_data):
        added(request, membership)
    elif "role" in form.changed_data:
        roles = [form.initial["role"], membership.role]
        record(request, "member.role_changed", membership, role=roles)


def record(request: SignedInRequest, action: str, membership: Membership, **detail: object) -> None:
    AuditEntry.record(
        action,
        actor=request.user,
        workspace=membership.workspace,
        member=membership.user.get_username(),
        **detail,
    )


class AuditedMemberships(admin.ModelAdmin):
    """For an admin page with members in it, one below the other."""

    def save_formset(self, request: Any, form: Any, formset: BaseModelFormSet, change: Any) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is not Membership:
            return
        for membership in formset.new_objects:
            added(request, membership)
        for membership in formset.deleted_objects:
            removed(request, membership)
        forms = {inner.instance.pk: inner for inner in formset.forms}
        for membership, _ in formset.changed_objects:
            changed(request, membership, forms[membership.pk])


class AuditedMembership(admin.ModelAdmin):
    """For the admin page of memberships themselves."""

    def save_model(self, request: Any, obj: Membership, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            changed(request, obj, form)
        else:
            added(request, obj)

    def delete_model(self, request: Any, obj: Membership) -> None:
        removed(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.select_related("user", "workspace"):
            removed(request, membership)
        super().delete_queryset(request, queryset)


class AuditedPeople(AuditedMemberships):
    """For the admin page of people: a member is gone with the account."""

    def delete_model(self, request: Any, obj: User) -> None:
        self._record_deleted(request, [obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: QuerySet[User]) -> None:
        self._record_deleted(request, queryset)
        super().delete_queryset(request, queryset)

    def _record_deleted(self, request: SignedInRequest, people: Iterable[User]) -> None:
        for person in people:
            for membership in person.memberships.select_related("user", "workspace"):
                removed(request, membership)
            AuditEntry.record("user.deleted", actor=request.user, member=person.get_username())
