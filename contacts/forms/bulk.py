"""The forms of bulk actions: which flags, and the number typed before a deletion."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contacts.forms.fields import FlagsField, TextField
from contacts.models import Flag, JobKind
from workspaces.models import Workspace


class BulkFlagsForm(forms.Form):
    """The flags to add, or to take off; suppressing ones are never offered to be taken off."""

    flags = FlagsField(
        label="Flags",
        queryset=Flag.objects.none(),
        error_messages={"required": "Choose at least one flag."},
    )

    def __init__(self, data: QueryDict | None, *, workspace: Workspace, kind: JobKind) -> None:
        super().__init__(data)
        offered = workspace.flags.order_by("name_key")
        if kind == JobKind.REMOVE_FLAGS:
            offered = offered.filter(suppressing=False)
        flags: Any = self.fields["flags"]
        flags.queryset = offered


class BulkDeleteForm(forms.Form):
    """Many contacts go only with their number typed."""

    contact_count = TextField(label="Number of contacts", limit=20)

    def __init__(self, data: QueryDict | None, *, count: int) -> None:
        self.count = count
        super().__init__(data)
        self.fields["contact_count"].help_text = f"Type {count:,} to delete them."

    def clean_contact_count(self) -> str:
        typed: str = self.cleaned_data["contact_count"]
        if re.sub(r"[\s,.]", "", typed) != str(self.count):
            raise ValidationError(f"Type the number of contacts: {self.count:,}.", code="count")
        return typed
