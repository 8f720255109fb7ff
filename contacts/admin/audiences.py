"""Audiences, frozen lists and rules of calling, to read: workspaces make and mend their own."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from contacts.admin.read_only import ReadOnlyAdmin
from contacts.models import Audience, CallingPolicy, FrozenList


@admin.register(Audience)
class AudienceAdmin(ReadOnlyAdmin):
    list_display = ["name", "workspace", "said", "created_by_name", "created_at"]
    list_filter = ["workspace", "created_at"]
    list_select_related = ["workspace"]
    search_fields = ["name_key", "uuid"]
    search_help_text = "Name of the audience, or its identifier."
    fields = [
        *("workspace", "name", "description", "uuid", "filter", "said"),
        *("created_by", "created_by_name", "created_at", "updated_at"),
    ]


@admin.register(FrozenList)
class FrozenListAdmin(ReadOnlyAdmin):
    list_display = ["id", "audience", "workspace", "frozen_at", "total", "created_by_name"]
    list_filter = ["workspace", "frozen_at"]
    list_select_related = ["workspace", "audience"]
    ordering = ["-id"]
    fields = [
        *("workspace", "audience", "uuid", "said", "total", "callable_count"),
        *("created_by", "created_by_name", "created_at", "frozen_at", "ready_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenList]:
        return FrozenList.objects.defer("snapshot")


@admin.register(CallingPolicy)
class CallingPolicyAdmin(ReadOnlyAdmin):
    list_display = ["workspace", "required_flag", "required_name"]
    list_select_related = ["workspace", "required_flag"]
    fields = ["workspace", "required_flag", "required_name"]
    ordering = ["workspace"]
