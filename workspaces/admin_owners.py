"""A site admin cannot leave a workspace without an owner either."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from workspaces import members


class KeepsOwners(admin.ModelAdmin):
    """For every admin page that changes or deletes people and their roles; named first."""

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        with members.keeping_owners():
            super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        with members.keeping_owners():
            super().save_related(request, form, formsets, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with members.keeping_owners():
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with members.keeping_owners():
            super().delete_queryset(request, queryset)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except members.LastOwner as refused:
            return refuse(request, refused)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_view(request, *args, **kwargs)
        except members.LastOwner as refused:
            return refuse(request, refused)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            # The admin notes a deletion before it deletes: the note goes with the refusal.
            with transaction.atomic():
                return super().changelist_view(request, *args, **kwargs)
        except members.LastOwner as refused:
            return refuse(request, refused)


def refuse(request: HttpRequest, refused: members.LastOwner) -> HttpResponse:
    messages.error(
        request,
        f"Nothing was changed: {refused} would have no owner who can sign in."
        " Make somebody else an owner first.",
    )
    return HttpResponseRedirect(request.get_full_path())
