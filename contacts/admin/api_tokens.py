"""API tokens of all workspaces, to read; owners make and revoke them."""

from django.contrib import admin

from contacts.admin.read_only import ReadOnlyAdmin
from contacts.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = [
        "name", "prefix", "workspace", "may_log", "created_by_name", "last_used_at", "revoked_at",
    ]  # fmt: skip
    list_filter = ["workspace", "created_at", "revoked_at"]
    list_select_related = ["workspace"]
    search_fields = ["name", "prefix", "created_by_name"]
    date_hierarchy = "created_at"
    exclude = ["digest", "minute", "used"]
