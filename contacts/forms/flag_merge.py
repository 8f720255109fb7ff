"""The form that merges flags: which ones go, and the one that stays."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import QueryDict

from contacts.forms.fields import FlagsField, RowChoice
from contacts.models import Flag
from contacts.writing.flags import can_merge
from workspaces.models import Workspace

# A longer number is the id of nothing, and no database can look for it.
ID_DIGITS = 19


class FlagField(RowChoice):
    """One flag out of `queryset`, which must be one workspace's."""

    default_error_messages = {
        "invalid_choice": "This flag does not exist in this workspace any more: choose again."
    }

    def clean(self, value: Any) -> Flag:
        try:
            return super().clean(value)
        except OverflowError:  # an id that no database could hold
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None


class FlagMergeForm(forms.Form):
    """Flags of the workspace that look like one: `into` stays, the other `flags` go into it."""

    flags = FlagsField(
        label="Flags to merge",
        queryset=Flag.objects.none(),
        error_messages={"required": "Choose the flags to merge."},
    )
    into = FlagField(
        label="The flag that stays",
        queryset=Flag.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the flag that stays."},
        help_text="Whoever carries one of the others is given this one instead.",
    )

    def __init__(self, data: QueryDict | None = None, *, workspace: Workspace) -> None:
        self.workspace = workspace
        super().__init__(data, label_suffix="")
        flags = workspace.flags.order_by("name_key")
        for name in ("flags", "into"):
            field: Any = self.fields[name]
            field.queryset = flags

    def propose(self, chosen: list[str]) -> None:
        """Let these flags be chosen already, and the best of them stay.

        That is a suppressing one, then one whose meaning is written down, then the one used most.
        """
        ids = [int(pk) for pk in chosen if pk.isdecimal() and len(pk) < ID_DIGITS]
        flags = self.workspace.flags.filter(pk__in=ids).annotate(
            carriers=Count("links"), meaningless=Q(description="")
        )
        if ranked := list(flags.order_by("-suppressing", "meaningless", "-carriers", "pk")):
            self.initial.update(flags=[flag.pk for flag in ranked], into=ranked[0].pk)

    def clean(self) -> dict[str, Any]:
        into = self.cleaned_data.get("into")
        if "flags" not in self.cleaned_data or into is None:
            return self.cleaned_data
        gone = [flag for flag in self.cleaned_data["flags"] if flag != into]
        if not gone:
            self.add_error("flags", "Choose at least one flag beside the one that stays.")
        elif not can_merge(gone, into):
            names = ", ".join(f"“{flag}”" for flag in gone if flag.suppressing)
            self.add_error(
                "into",
                f"Contacts with {names} must not be called, and those with “{into}” may be: choose"
                f" {names} as the flag that stays, or mark “{into}” as suppressing first.",
            )
        self.cleaned_data["gone"] = gone
        return self.cleaned_data
