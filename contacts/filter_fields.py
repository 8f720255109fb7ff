"""The form fields of the list's filters: each turns text of a query string into what it means."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from contacts import normal, search
from contacts.models import ContactImport, Flag, FrozenList
from contactsite.ids import id_of
from workspaces.models import Workspace

_SHOWN_MAX = 60
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def shown(value: object) -> str:
    """A value as messages quote it."""
    text = str(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"


class _Shared(forms.Field):
    """A field that no request changes, the same one in every form: to copy it takes longer than to
    read it, and most of a list's fields are empty."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class QueryField(_Shared):
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


class ChoiceField(_Shared, forms.ChoiceField):
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


class KeyField(_Shared, forms.CharField):
    """A state or a company, compared without case and accents."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not normal.key(text):
            raise forms.ValidationError("This holds no character that could be found.")
        return text


@cache
def _zone_names() -> frozenset[str]:
    """Asking for them opens six hundred files, which would be half of every list's time."""
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name; None where there is none."""
    return ZoneInfo(name) if name in _zone_names() else None


class ZoneField(_Shared):
    """The time zone whose calendar the days are of; cleaned to its name."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        if value and zone_named(value) is None:
            raise forms.ValidationError(f"“{shown(value)}” is no time zone.")
        return value or ""


class DayField(forms.DateField):
    """A day on the calendar of `zone`, else on the person's; cleaned to the moment it begins."""

    zone: ZoneInfo | None = None

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
        return timezone.make_aware(datetime.combine(day, time.min), self.zone)


class OwnedField(forms.Field):
    """A row of the workspace by id; cleaned to the row."""

    widget = forms.HiddenInput
    workspace: Workspace
    noun = ""

    def rows(self) -> QuerySet[Any]:
        """What may be named."""
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        if not value:
            return None
        pk = id_of(value)
        found = None if pk is None else self.rows().filter(pk=pk).first()
        if found is None:
            raise forms.ValidationError(
                f"This workspace has no {self.noun} with the number “{shown(value)}”."
            )
        return found


class ImportField(OwnedField):
    """One of a workspace's imports."""

    noun = "import"

    def rows(self) -> QuerySet[ContactImport]:
        return self.workspace.imports.all()


class FrozenListField(OwnedField):
    """One of a workspace's frozen lists that are complete."""

    noun = "frozen list"

    def rows(self) -> QuerySet[FrozenList]:
        lists = self.workspace.frozen_lists.select_related("audience")
        return lists.exclude(audience=None).exclude(ready_at=None)
