"""The forms of an audience: what it is called, what for, and which one it takes the place of."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contacts.forms.fields import RowChoice, TextField
from contacts.models import Audience
from contacts.models.audience import DESCRIPTION_MAX, NAME_MAX
from contacts.models.flag import flag_key

NAME_TAKEN = "This workspace already has an audience with this name."
GONE = "That audience does not exist any more: choose again."


class AudienceField(RowChoice):
    """One of a workspace's audiences, or none."""

    default_error_messages = {"invalid_choice": GONE}

    def clean(self, value: Any) -> Audience | None:
        try:
            return super().clean(value)
        except OverflowError:  # an id that no database could hold
            raise ValidationError(GONE, code="invalid_choice") from None


class AudienceForm(forms.ModelForm):
    """An audience's name and description. Which contacts it finds, no form says: a list does."""

    name = TextField(
        label="Name",
        limit=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    description = TextField(
        label="What it is for",
        limit=DESCRIPTION_MAX,
        required=False,
        help_text="Such as the campaign that calls it.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    class Meta:
        model = Audience
        fields = ["name", "description"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = self.instance.workspace.audiences.exclude(pk=self.instance.pk)
        if name and others.filter(name_key=flag_key(name)).exists():
            raise ValidationError(NAME_TAKEN, code="taken")
        return name

    def refuse_name(self) -> None:
        """Say that the name was taken after this form had found it free."""
        self.add_error("name", ValidationError(NAME_TAKEN, code="taken"))


class AudienceSaveForm(AudienceForm):
    """A list saved as an audience: as a new one, or in place of what an existing one finds."""

    all_optional = True  # read by the field template: whether a name is needed, its hint says

    name = TextField(
        label="Name",
        limit=NAME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    replaces = AudienceField(
        label="In place of",
        queryset=Audience.objects.none(),
        required=False,
        empty_label="None: this is a new audience",
        help_text="An existing audience keeps its name and its link, and finds this list instead.",
    )

    def __init__(self, data: QueryDict | None = None, *, instance: Audience) -> None:
        super().__init__(data, instance=instance, initial={"name": "", "description": ""})
        replaces: Any = self.fields["replaces"]
        replaces.queryset = instance.workspace.audiences.order_by("name_key")
        if replaces.queryset.exists():
            self.fields["name"].help_text = "Needed for a new audience."
        else:
            self.fields["name"].required = True
            del self.fields["replaces"]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not typed.get("replaces") and "name" in typed and not typed["name"]:
            self.add_error("name", ValidationError("Fill this in.", code="required"))
        return typed

    @property
    def audience(self) -> Audience:
        """The audience to be saved, with what was typed."""
        audience: Audience = self.cleaned_data.get("replaces") or self.instance
        for name in ("name", "description"):
            if value := self.cleaned_data[name]:
                setattr(audience, name, value)
        return audience
