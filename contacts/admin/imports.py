"""Imports of all workspaces, each with what was wrong with its rows."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contacts.admin.read_only import ReadOnlyAdmin
from contacts.imports import summary
from contacts.models import ContactImport

COUNTS = [
    "total_rows",
    "valid_rows",
    "unchanged_rows",
    "duplicate_rows",
    "error_rows",
    "empty_rows",
    "warning_rows",
    "created_count",
    "updated_count",
    "skipped_count",
]


@admin.register(ContactImport)
class ContactImportAdmin(ReadOnlyAdmin):
    list_display = [
        "original_name",
        "workspace",
        "kind",
        "state",
        "total_rows",
        "valid_rows",
        "duplicate_rows",
        "error_rows",
        "created_count",
        "created_by_name",
        "created_at",
    ]
    list_filter = ["workspace", "kind", "state", "created_at"]
    list_select_related = ["workspace"]
    date_hierarchy = "created_at"
    search_fields = ["original_name", "created_by_name", "sha256"]
    search_help_text = "Name or sha256 of the file, or who uploaded it."
    fieldsets = [
        (
            None,
            {"fields": ["workspace", "original_name", "kind", "state", "reason", "contacts_link"]},
        ),
        ("Rows", {"fields": [*COUNTS, "problem_table"]}),
        (
            "Record",
            {
                "fields": [
                    "created_by_name",
                    "created_at",
                    "confirmed_by",
                    "confirmed_at",
                    "finished_at",
                    "size_bytes",
                    "sha256",
                    "uuid",
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["contacts_link", "problem_table"]

    @admin.display(description="contacts")
    def contacts_link(self, contact_import: ContactImport) -> SafeString:
        url = reverse("admin:contacts_contact_changelist")
        return format_html(
            '<a href="{}?contact_import__id__exact={}">{} contacts of this import</a>',
            url,
            contact_import.pk,
            f"{contact_import.contacts.count():,}",
        )

    @admin.display(description="problems")
    def problem_table(self, contact_import: ContactImport) -> SafeString:
        """Every kind of problem and warning: its number of rows and its first examples."""
        found = [*summary.problem_kinds(contact_import), *summary.warning_kinds(contact_import)]
        rows = format_html_join(
            "",
            "<tr><th>{}</th><td>{}</td><td>{}</td></tr>",
            ((kind.title, f"{kind.count:,}", _examples(kind)) for kind in found),
        )
        head = SafeString("<tr><th>Problem</th><th>Rows</th><th>The first of them</th></tr>")
        return format_html("<table>{}{}</table>", head, rows) if found else SafeString("None")


def _examples(kind: summary.ProblemKind) -> SafeString:
    return format_html_join(
        SafeString("<br>"),
        "line {}: <q>{}</q> {}",
        ((example["line"], example["value"], example["message"]) for example in kind.examples),
    )
