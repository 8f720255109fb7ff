"""Merges, what lost in them, and decisions about look-alikes, to read: people undo them."""

from django.contrib import admin

from contacts.admin.read_only import ReadOnlyAdmin
from contacts.models import Distinction, FormerValue, Merge


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    list_display = ["id", "survivor", "workspace", "actor_name", "at", "undone_at"]
    list_filter = ["workspace", "at"]
    list_select_related = ["workspace", "survivor"]
    ordering = ["-id"]
    search_fields = ["actor_name"]
    search_help_text = "User name of who merged."
    fields = [
        *("workspace", "survivor", "actor", "actor_name", "job", "at", "before", "after"),
        *("within", "purged", "undone_at", "undone_by_name", "kept"),
    ]


@admin.register(FormerValue)
class FormerValueAdmin(ReadOnlyAdmin):
    list_display = ["value", "field", "contact", "workspace", "merge"]
    list_filter = ["workspace", "field"]
    list_select_related = ["workspace", "contact", "merge"]
    ordering = ["-id"]
    search_fields = ["phone"]
    search_help_text = "A phone that was merged away."
    fields = ["workspace", "contact", "merge", "field", "value"]


@admin.register(Distinction)
class DistinctionAdmin(ReadOnlyAdmin):
    list_display = ["id", "workspace", "actor_name", "at"]
    list_filter = ["workspace", "at"]
    list_select_related = ["workspace"]
    ordering = ["-id"]
    search_fields = ["actor_name"]
    search_help_text = "User name of who said that these are not the same."
    fields = ["workspace", "actor", "actor_name", "at", "contacts"]
    readonly_fields = ["contacts"]

    @admin.display(description="contacts")
    def contacts(self, distinction: Distinction) -> str:
        members = distinction.members.select_related("contact")
        return ", ".join(str(member.contact) for member in members)
