"""The forms of a flag: what it is called and means, and the count that guards a suppressing one."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contacts.forms.fields import TextField
from contacts.models import Colour, Flag
from contacts.models.flag import flag_key
from contacts.widgets import ColourPalette
from workspaces.models import Membership

NAME_MAX = Flag._meta.get_field("name").max_length or 0
DESCRIPTION_MAX = Flag._meta.get_field("description").max_length or 0
NAME_TAKEN = "This workspace already has a flag with this name."


def check_count(typed: str, count: int) -> None:
    """Raise ValidationError unless the number of contacts was typed, with or without commas."""
    if re.sub(r"[\s,.]", "", typed) != str(count):
        raise ValidationError(
            f"Type the number of contacts that carry the flag: {count:,}.", code="count"
        )


class FlagForm(forms.ModelForm):
    """A flag of the member's workspace. `suppressing` is the owners' alone.

    An editor's form is without it; a value sent all the same is an error unless it is the flag's
    own. An owner who un-marks a suppressing flag types the number of contacts that carry it.
    """

    name = TextField(
        label="Name",
        limit=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    description = TextField(
        label="What it means",
        limit=DESCRIPTION_MAX,
        required=False,
        help_text="So that the whole team uses it the same way.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    colour = forms.ChoiceField(
        label="Colour",
        choices=Colour.choices,
        widget=ColourPalette,
        error_messages={"invalid_choice": "Choose one of these colours."},
    )
    suppressing = forms.BooleanField(
        label="Suppressing",
        required=False,
        help_text="Contacts with this flag must not be called.",
    )
    contact_count = TextField(label="Number of contacts", limit=20, required=False)

    class Meta:
        model = Flag
        fields = ["name", "description", "colour", "suppressing"]

    def __init__(
        self, data: QueryDict | None = None, *, flag: Flag, membership: Membership, count: int = 0
    ) -> None:
        self.membership, self.count = membership, count
        self.was_suppressing = flag.suppressing
        if data is not None and "colour" not in data:
            # A plain POST may leave the colour as it is.
            data = data.copy()
            data["colour"] = flag.colour
        super().__init__(data, instance=flag)
        self.fields["contact_count"].help_text = (
            f"Only to take the mark off: type {count:,}, the number of contacts that could then"
            " be called again."
        )
        if not (flag.pk and flag.suppressing and membership.can_own):
            del self.fields["contact_count"]
        if not membership.can_own:
            del self.fields["suppressing"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = self.membership.workspace.flags.exclude(pk=self.instance.pk)
        if others.filter(name_key=flag_key(name)).exists():
            raise ValidationError(NAME_TAKEN, code="taken")
        return name

    def refuse_name(self) -> None:
        """Say that the name was taken after this form had found it free."""
        self.add_error("name", ValidationError(NAME_TAKEN, code="taken"))

    def clean_contact_count(self) -> str:
        typed = self.cleaned_data["contact_count"]
        if not self.cleaned_data.get("suppressing"):
            check_count(typed, self.count)
        return typed

    def clean(self) -> dict[str, Any]:
        if "suppressing" not in self.fields and "suppressing" in self.data:
            sent = self.data["suppressing"] not in ("", "0", "false", "False")
            if sent != self.was_suppressing:
                raise ValidationError(
                    "Only an owner of the workspace marks a flag as suppressing or takes the mark"
                    " off. Nothing was saved.",
                    code="owner",
                )
        return self.cleaned_data


class FlagDeleteForm(forms.Form):
    """Deleting a flag; a suppressing one only with the number of its contacts typed."""

    contact_count = TextField(label="Number of contacts", limit=20, required=False)

    def __init__(self, data: QueryDict | None = None, *, flag: Flag, count: int) -> None:
        self.count = count
        super().__init__(data)
        if flag.suppressing:
            self.fields["contact_count"].required = True
            self.fields["contact_count"].help_text = f"Type {count:,} to delete the flag."
        else:
            del self.fields["contact_count"]

    def clean_contact_count(self) -> str:
        typed = self.cleaned_data["contact_count"]
        check_count(typed, self.count)
        return typed
