"""The journal of contacts and the long work, to read."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contacts.admin.read_only import ReadOnlyAdmin
from contacts.models import ContactChange, Job, SiteJob


@admin.register(ContactChange)
class ContactChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "contact", "workspace", "actor_name", "revision", "reason"]
    list_filter = ["workspace", "kind", "at"]
    list_select_related = ["workspace"]
    search_fields = ["actor_name", "reason"]
    search_help_text = "User name of who did it, or the reason given."
    fields = [
        "workspace",
        "contact",
        "kind",
        "values",
        "reason",
        "revision",
        "actor",
        "actor_name",
        "job",
        "at",
    ]
    readonly_fields = ["contact"]

    @admin.display(description="contact", ordering="contact_id")
    def contact(self, change: ContactChange) -> SafeString:
        url = reverse("admin:contacts_contact_change", args=[change.contact_id])
        return format_html('<a href="{}">{}</a>', url, change.contact_id)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "kind",
        "state",
        "workspace",
        "contact_import",
        "actor",
        "done",
        "total",
        "created_at",
        "finished_at",
    ]
    list_filter = ["workspace", "kind", "state", "created_at"]
    list_select_related = ["workspace", "contact_import", "actor"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    search_fields = ["contact_import__original_name", "actor__username", "reason"]
    search_help_text = "File name of the import, who started it, or why it ended."


@admin.register(SiteJob)
class SiteJobAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "state", "done", "total", "created_at", "finished_at", "reason"]
    list_filter = ["kind", "state", "created_at"]
    ordering = ["-id"]
