"""The form fields of the list's filters: each turns text of a query string into what it means."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from contacts import normal, search
from contacts.models import ContactImport, Flag
from workspaces.models import Workspace

_SHOWN_MAX = 60
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_ID_DIGITS = 18  # what fits into a column of any database


def shown(value: object) -> str:
    """A value as messages quote it."""
    text = str(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"


class QueryField(forms.Field):
    """The search box; cleaned to a Query."""

    widget = forms.SearchInput(
        attrs={
            "maxlength": search.QUERY_MAX,
            "placeholder": "Name, phone, e-mail, state or brokerage",
            "aria-label": "Search",
            "aria-keyshortcuts": "/",
            "autocomplete": "off",
            "spellcheck": "false",
            "data-search-focus": "",
        }
    )

    def clean(self, value: Any) -> search.Query | None:
        try:
            return search.parse(value or "")
        except search.BadQuery as problem:
            raise forms.ValidationError(str(problem)) from problem


class ChoiceField(forms.ChoiceField):
    """One of a few words."""

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            raise forms.ValidationError(f"“{shown(value)}” is not one of the choices.")


class FlagsField(forms.MultipleChoiceField):
    """Flags of one workspace by id; cleaned to the flags."""

    widget = forms.CheckboxSelectMultiple
    flags: dict[str, Flag] = {}

    def offer(self, flags: Iterable[Flag]) -> None:
        """Set the flags that can be chosen."""
        self.flags = {str(flag.pk): flag for flag in flags}
        self.choices = [(flag_id, flag.name) for flag_id, flag in self.flags.items()]

    def clean(self, value: Any) -> list[Flag]:
        chosen = list(dict.fromkeys(value or ()))
        if unknown := [shown(flag_id) for flag_id in chosen if flag_id not in self.flags]:
            raise forms.ValidationError(
                f"This workspace has no flag with the number “{'”, “'.join(unknown[:3])}”."
            )
        return [self.flags[flag_id] for flag_id in chosen]


class KeyField(forms.CharField):
    """A state or a company, compared without case and accents."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not normal.key(text):
            raise forms.ValidationError("This holds no character that could be found.")
        return text


class DayField(forms.DateField):
    """A day on the person's calendar; cleaned to the moment it begins."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d"]

    def clean(self, value: Any) -> datetime | None:
        try:
            day: date | None = super().clean(value)
        except forms.ValidationError:
            day = date.min
        if day is None:
            return None
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise forms.ValidationError(
                f"“{shown(value)}” is no date: write year, month and day, such as 2026-01-31."
            )
        return timezone.make_aware(datetime.combine(day, time.min))


class ImportField(forms.Field):
    """One of a workspace's imports by id; cleaned to the import."""

    widget = forms.HiddenInput
    workspace: Workspace

    def clean(self, value: Any) -> ContactImport | None:
        if not value:
            return None
        found = None
        if value.isascii() and value.isdecimal() and len(value) <= _ID_DIGITS:
            found = self.workspace.imports.filter(pk=int(value)).first()
        if found is None:
            raise forms.ValidationError(
                f"This workspace has no import with the number “{shown(value)}”."
            )
        return found
