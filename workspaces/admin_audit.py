"""What site admins do to members and workspaces is what the site's own pages do.

The same is taken back from whoever goes, and the same is audited: owners read what happened in
their workspace. The admin asks nothing, so keys are always revoked.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseModelFormSet

from workspaces import lifecycle, members
from workspaces.access import SignedInRequest
from workspaces.models import AuditEntry, Membership, Workspace


def follow(
    request: SignedInRequest, before: Membership | None, after: Membership | None = None
) -> None:
    members.follow(before, after, request.user, revoke_keys=True)


def stored(memberships: Iterable[Membership]) -> dict[int, Membership]:
    """As they stand in the database: a form has written into those it was given."""
    pks = [membership.pk for membership in memberships]
    return Membership.objects.select_related("user", "workspace").in_bulk(pks)


class AuditedMemberships(admin.ModelAdmin):
    """For an admin page with members in it, one below the other."""

    def save_formset(self, request: Any, form: Any, formset: BaseModelFormSet, change: Any) -> None:
        if formset.model is not Membership:
            return super().save_formset(request, form, formset, change)
        before = stored(inner.instance for inner in formset.initial_forms)
        deleted = [before.get(inner.instance.pk) for inner in formset.deleted_forms]
        super().save_formset(request, form, formset, change)
        for membership in formset.new_objects:
            follow(request, None, membership)
        for membership in deleted:
            follow(request, membership)
        for membership, _ in formset.changed_objects:
            follow(request, before.get(membership.pk), membership)


class AuditedMembership(admin.ModelAdmin):
    """For the admin page of memberships themselves."""

    def save_model(self, request: Any, obj: Membership, form: Any, change: bool) -> None:
        before = stored([obj]).get(obj.pk) if change else None
        super().save_model(request, obj, form, change)
        follow(request, before, obj)

    def delete_model(self, request: Any, obj: Membership) -> None:
        follow(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.select_related("user", "workspace"):
            follow(request, membership)
        super().delete_queryset(request, queryset)


class AuditedWorkspaces(AuditedMemberships):
    """For the admin page of workspaces."""

    def save_model(self, request: Any, obj: Workspace, form: Any, change: bool) -> None:
        if change:
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            lifecycle.change(Workspace.objects.get(pk=obj.pk), request.user, **values)
        else:
            super().save_model(request, obj, form, change)
            AuditEntry.record("workspace.created", actor=request.user, workspace=obj)
