"""What an owner looks for in the audit of a workspace."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from workspaces.audit_words import WORDS, names_of
from workspaces.models import AuditEntry, Workspace

# Signing in and the like belong to the person, not to one of their workspaces: admins read them.
OF_PERSONS = "user."
FIRST_YEAR, LAST_YEAR = 1900, 2999


class AuditFilter(forms.Form):
    """An unknown value finds nothing and says so; it never widens what is shown."""

    all_optional = True  # so that no field has to say so

    action = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "The audit knows no such action."}
    )
    person = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Nobody of this name did anything here."}
    )
    since = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Write year, month and day, such as 2026-01-31."},
    )

    def __init__(self, data: Any, workspace: Workspace) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.entries: QuerySet[AuditEntry] = workspace.audit_entries.all()
        actions = sorted(
            (words.label, action)
            for action, words in WORDS.items()
            if not action.startswith(OF_PERSONS)
        )
        acted = self.entries.exclude(actor_name="").values_list("actor_name", flat=True)
        people = list(acted.order_by("actor_name").distinct())
        names = names_of(workspace, people)
        self._offer("action", [("", "All actions"), *((key, label) for label, key in actions)])
        self._offer(
            "person", [("", "Everybody"), *((user, called(user, names)) for user in people)]
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_since(self) -> datetime | None:
        """The moment the day begins where the person is."""
        day: date | None = self.cleaned_data["since"]
        if day is None:
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}.")
        return timezone.make_aware(datetime.combine(day, time.min))

    def found(self) -> QuerySet[AuditEntry]:
        """The entries that are asked for, newest first."""
        if not self.is_valid():
            return self.entries.none()
        entries, chosen = self.entries, self.cleaned_data
        if chosen["action"]:
            entries = entries.filter(action=chosen["action"])
        if chosen["person"]:
            entries = entries.filter(actor_name=chosen["person"])
        if chosen["since"]:
            entries = entries.filter(at__gte=chosen["since"])
        return entries


def called(username: str, names: dict[str, str]) -> str:
    """The name with the user name behind it: two people may be called the same."""
    name = names.get(username, username)
    return name if name == username else f"{name} ({username})"
