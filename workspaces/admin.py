"""People and workspaces in the Django admin, for site admins."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from workspaces import second_factor
from workspaces.admin_audit import AuditedMembership, AuditedWorkspaces
from workspaces.admin_owners import KeepsOwners
from workspaces.admin_people import AuditedPeople
from workspaces.audit_words import sentence
from workspaces.models import AuditEntry, Invitation, Membership, User, Workspace

# They would show people's secrets; what an admin needs is an action on the person.
admin.site.unregister([StaticDevice, TOTPDevice])
admin.site.site_header = admin.site.site_title = "Contacts administration"


def own_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """The site has one page for it, which counts wrong guesses and is audited."""
    return redirect("password_change")


admin.site.password_change = own_password  # type: ignore[assignment,method-assign]


class NoAddNoChange:
    """What happened is read here, not made up."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UserMembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ["workspace"]
    extra = 0


class WorkspaceMembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(User)
class UserAdmin(KeepsOwners, AuditedPeople):
    list_display = ["username", "email", "first_name", "last_name", "is_staff", "last_login"]
    list_filter = ["is_staff", "is_active", ("workspaces", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "date_joined"
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email", "time_zone"]}),
        ("Rights on the whole site", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined", "second_factor_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "usable_password", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined", "second_factor_at"]
    inlines = [UserMembershipInline]
    actions = ["turn_second_factor_off"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """One's own address is changed under Account, which asks for the password."""
        own = ["email"] if obj == request.user else []
        return [*self.readonly_fields, *own]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj == request.user:
            kwargs["help_texts"] = {"email": "Your own you change under Account."}
        return super().get_form(request, obj, change=change, **kwargs)

    @admin.action(description="Turn the second factor off, for people who lost phone and codes")
    def turn_second_factor_off(self, request: HttpRequest, people: QuerySet[User]) -> None:
        actor = cast(User, request.user)
        with_one = list(people.exclude(second_factor_at=None).exclude(pk=actor.pk))
        for person in with_one:
            second_factor.turn_off(person, actor)
        who = "1 person now signs" if len(with_one) == 1 else f"{len(with_one)} people now sign"
        self.message_user(request, f"{who} in by password alone.")
        if people.filter(pk=actor.pk).exists():
            # Which asks for the password and a code.
            self.message_user(request, "Your own you turn off under Account.", messages.WARNING)


@admin.register(Workspace)
class WorkspaceAdmin(KeepsOwners, AuditedWorkspaces):
    list_display = ["name", "slug", "time_zone", "member_count", "created_at"]
    search_fields = ["name", "slug"]
    date_hierarchy = "created_at"
    readonly_fields = ["slug", "created_at"]
    inlines = [WorkspaceMembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workspace]:
        return super().get_queryset(request).annotate(member_total=Count("memberships"))

    @admin.display(description="members", ordering="member_total")
    def member_count(self, workspace: Any) -> int:
        return workspace.member_total

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The workspace's own settings delete it: with its name typed, its files, and an audit."""
        return False


@admin.register(Membership)
class MembershipAdmin(KeepsOwners, AuditedMembership):
    list_display = ["user", "workspace", "role", "created_at"]
    list_filter = ["role", ("workspace", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "workspace"]
    search_fields = ["user__username", "user__email", "workspace__name"]
    autocomplete_fields = ["user", "workspace"]
    date_hierarchy = "created_at"


@admin.register(Invitation)
class InvitationAdmin(NoAddNoChange, admin.ModelAdmin):
    """The link is never shown here: it belongs to the owner who invited."""

    list_display = ["email", "workspace", "role", "invited_by", "expires_at", "accepted_at"]
    fields = ["email", "workspace", "role", "invited_by", "created_at", "expires_at", "accepted_at"]
    list_filter = ["role", ("workspace", admin.RelatedOnlyFieldListFilter), "created_at"]
    list_select_related = ["workspace", "invited_by"]
    search_fields = ["email", "workspace__name"]
    date_hierarchy = "created_at"


@admin.register(AuditEntry)
class AuditEntryAdmin(NoAddNoChange, admin.ModelAdmin):
    list_display = ["at", "actor_name", "what", "action", "workspace_name"]
    list_filter = ["action", ("workspace", admin.RelatedOnlyFieldListFilter), "at"]
    search_fields = ["actor_name", "workspace_name", "action"]
    date_hierarchy = "at"

    @admin.display(description="what happened")
    def what(self, entry: AuditEntry) -> str:
        return sentence(entry)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
