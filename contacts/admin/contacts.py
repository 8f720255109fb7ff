"""Contacts of all workspaces: found, edited, flagged and deleted by the product's own rules."""

from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contacts import phones, writing
from contacts.admin.actor import actor
from contacts.admin.contact_form import ContactAdminForm, FlagLinkForm, FlagLinkFormSet
from contacts.models import FIELDS, Contact, ContactFlag, Flag
from contacts.models.flag import flag_key
from contacts.search import BadQuery, parse

FLAG_NAMES_MAX = 100


class FlagFilter(admin.SimpleListFilter):
    """By the name of a flag: VIP finds the VIPs of all workspaces, or of the chosen one."""

    title, parameter_name = "flag", "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        flags = Flag.objects.order_by("name_key", "pk")
        workspace = request.GET.get("workspace__id__exact", "")
        if workspace.isdecimal():
            flags = flags.filter(workspace=int(workspace))
        names = dict(flags.values_list("name_key", "name").distinct()[:FLAG_NAMES_MAX])
        return list(names.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> QuerySet[Contact]:
        if (name := self.value()) is None:
            return queryset
        carriers = ContactFlag.objects.filter(flag__name_key=flag_key(name.replace("\0", "")))
        return queryset.filter(pk__in=carriers.values("contact"))


class FlagLinkInline(admin.TabularInline):
    """The contact's flags, to choose from those of its own workspace."""

    model = ContactFlag
    form = FlagLinkForm
    formset = FlagLinkFormSet
    fields = ["flag"]
    extra = 1
    verbose_name = "flag"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactFlag]:
        return super().get_queryset(request).select_related("flag")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        field: Any = formset.form.base_fields.get("flag")
        if field:
            flags = list(obj.workspace.flags.order_by("name_key"))
            field.queryset = obj.workspace.flags.all()
            # Settled here, or each row would ask the database for its own.
            field.choices = [("", "---------"), *((flag.pk, flag.name) for flag in flags)]
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return formset

    # Who may edit the contact may flag it: the links have no rights of their own.
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).has_perm("contacts.change_contact")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).has_perm("contacts.view_contact")


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    form = ContactAdminForm
    list_display = [
        "name",
        "phone",
        "flag_names",
        "workspace",
        "email",
        "state",
        "brokerage",
        "warning",
        "created_at",
    ]
    list_filter = [
        "workspace",
        FlagFilter,
        "created_at",
        "updated_at",
        ("phone_warning", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["workspace"]
    list_per_page = 50
    ordering = ["-id"]
    # The search box appears for it; what is typed is read by the product's own search.
    search_fields = ["search_text"]
    search_help_text = "Name, phone, e-mail, state or brokerage: all words must be found."
    show_full_result_count = False
    view_on_site = False
    autocomplete_fields = ["workspace"]
    inlines = [FlagLinkInline]
    record_fields = [
        "warning",
        "revision",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "contact_import",
        "import_line",
        "journal",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        return super().get_queryset(request).prefetch_related("flags")

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        try:
            query = parse(search_term)
        except BadQuery as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return queryset.none(), False
        return (queryset.search(query) if query else queryset), False

    def get_fieldsets(self, request: HttpRequest, obj: Contact | None = None) -> Any:
        if obj is None:
            hint = "Flags are given to a saved contact: choose “Save and continue editing”."
            return [(None, {"fields": ["workspace", *FIELDS], "description": hint})]
        typed = ["workspace", *FIELDS]
        if self.has_change_permission(request, obj):
            typed += ["reason", "edited_revision"]
        return [(None, {"fields": typed}), ("Record", {"fields": self.record_fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Contact | None = None) -> list[str]:
        return ["workspace", *self.record_fields] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Contact | None) -> list[Any]:
        return self.inlines if obj else []

    @admin.display(description="flags")
    def flag_names(self, contact: Contact) -> str:
        return ", ".join(sorted(flag.name for flag in contact.flags.all()))

    @admin.display(description="phone warning")
    def warning(self, contact: Contact) -> str:
        return phones.warning_text(contact.phone, contact.phone_warning)

    @admin.display(description="history")
    def journal(self, contact: Contact) -> SafeString:
        url = reverse("admin:contacts_contactchange_changelist")
        return format_html('<a href="{}?contact_id={}">All changes</a>', url, contact.pk)

    def save_model(self, request: HttpRequest, obj: Contact, form: Any, change: bool) -> None:
        if not change:
            created = writing.create(obj.workspace, actor(request), _values(form))
            obj.pk, obj.revision = created.pk, created.revision
        others = obj.workspace.contacts.filter(phone=obj.phone).exclude(pk=obj.pk)
        if "phone" in form.changed_data and (names := list(others.values_list("name")[:3])):
            same = ", ".join(name for (name,) in names)
            self.message_user(
                request, f"{obj.phone} is also the phone of {same}.", messages.WARNING
            )

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        flags = None
        for formset in formsets:
            flags = formset.chosen
            formset.save(commit=False)  # tells the admin's log what changed
        if change:
            writing.change(
                form.instance,
                actor(request),
                _values(form),
                flags,
                revision=form.cleaned_data["edited_revision"],
                reason=form.cleaned_data["reason"],
            )

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[Any, int], set[str], list[str]]:
        """The contacts alone: what goes with them is theirs."""
        names = [str(contact) for contact in objs]
        return names, {"contacts": len(names)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Contact) -> None:
        writing.delete(obj, actor(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:
        for contact in queryset.select_related("workspace"):
            with suppress(Contact.DoesNotExist):  # somebody was faster
                writing.delete(contact, actor(request))


def _values(form: ContactAdminForm) -> dict[str, str]:
    return {field: form.cleaned_data[field] for field in FIELDS}
