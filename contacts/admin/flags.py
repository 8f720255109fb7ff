"""Flags of all workspaces, and which contacts carry them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import QuerySet
from django.http import HttpRequest

from contacts import flag_endings, writing
from contacts.admin.actor import actor
from contacts.admin.read_only import ReadOnlyAdmin
from contacts.forms.fields import TextField
from contacts.forms.flag import DESCRIPTION_MAX, NAME_MAX, NAME_TAKEN
from contacts.models import ContactFlag, Flag, SuppressedNumber
from contacts.models.flag import flag_key


class FlagAdminForm(forms.ModelForm):
    name = TextField(limit=NAME_MAX, widget=AdminTextInputWidget)
    description = TextField(
        label="What it means",
        limit=DESCRIPTION_MAX,
        required=False,
        widget=AdminTextInputWidget,
        help_text="So that the whole team uses it the same way.",
    )

    class Meta:
        model = Flag
        fields = ["workspace", "name", "description", "colour", "suppressing"]

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("name", "")
        workspace = self.cleaned_data.get("workspace", self.instance.workspace_id)
        others = Flag.objects.filter(workspace=workspace).exclude(pk=self.instance.pk)
        if others.filter(name_key=flag_key(name)).exists():
            self.add_error("name", forms.ValidationError(NAME_TAKEN, code="taken"))
        return self.cleaned_data


@admin.register(Flag)
class FlagAdmin(admin.ModelAdmin):
    """A suppressing flag is un-marked and deleted only by an owner of its workspace, who types how
    many contacts could be called again: not here."""

    form = FlagAdminForm
    list_display = [
        "name",
        "workspace",
        "colour",
        "suppressing",
        "contact_count",
        "last_used_at",
        "description",
    ]
    list_filter = ["workspace", "suppressing", "colour", "created_at"]
    list_select_related = ["workspace"]
    search_fields = ["name_key"]
    search_help_text = "Name of the flag."
    autocomplete_fields = ["workspace"]
    record_fields = ["contact_count", "last_used_at", "created_by", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flag]:
        return Flag.objects.with_counts()

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["name_key", "pk"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # Both sides are folded already, and `icontains` would fold them differently on PostgreSQL.
        key = flag_key(search_term.replace("\0", ""))
        return queryset.filter(name_key__contains=key), False

    @admin.display(description="contacts", ordering="contact_count")
    def contact_count(self, flag: Any) -> str:
        return f"{flag.contact_count:,}"

    def get_fields(self, request: HttpRequest, obj: Flag | None = None) -> Any:
        typed = ["workspace", "name", "description", "colour", "suppressing"]
        return [*typed, *self.record_fields] if obj else typed

    def get_readonly_fields(self, request: HttpRequest, obj: Flag | None = None) -> list[str]:
        if obj is None:
            return []
        fixed = ["workspace", *self.record_fields]
        return [*fixed, "suppressing"] if obj.suppressing else fixed

    def save_model(self, request: HttpRequest, obj: Flag, form: Any, change: bool) -> None:
        writing.save_flag(obj, actor(request))

    def has_delete_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.suppressing)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[Any, int], set[str], list[str]]:
        """The flags, each with the number of contacts that lose it."""
        flags = list(objs)
        lines = [f"{flag}, carried by {flag.links.count():,} contacts" for flag in flags]
        return (
            lines,
            {"flags": len(flags)},
            set(),
            [f"{flag} (suppressing)" for flag in flags if flag.suppressing],
        )

    def delete_model(self, request: HttpRequest, obj: Flag) -> None:
        flag_endings.delete(obj, actor(request), site_admin=True)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Flag]) -> None:
        for flag in queryset.select_related("workspace"):
            flag_endings.delete(flag, actor(request), site_admin=True)


@admin.register(ContactFlag)
class ContactFlagAdmin(ReadOnlyAdmin):
    """Who carries what. Flags are given and taken on the contact's own page."""

    list_display = ["contact", "flag", "workspace", "created_at"]
    list_filter = ["workspace", "created_at"]
    list_select_related = ["contact", "flag", "workspace"]
    ordering = ["-id"]


@admin.register(SuppressedNumber)
class SuppressedNumberAdmin(ReadOnlyAdmin):
    """What a workspace remembers of numbers: which flag and since when, never which number."""

    list_display = ["id", "workspace", "flag", "created_at"]
    list_filter = ["workspace", "created_at"]
    list_select_related = ["workspace", "flag"]
    fields = ["workspace", "flag", "created_at"]
