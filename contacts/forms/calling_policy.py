"""The form of the rules who can be called."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contacts.forms.fields import RowChoice
from contacts.models import CallingPolicy, Flag

NO_SUCH_FLAG = "That flag cannot be required: choose one of this workspace that lets people call."


class RequiredFlagField(RowChoice):
    """A flag of one workspace that keeps nobody from being called, or none."""

    default_error_messages = {"invalid_choice": NO_SUCH_FLAG}

    def clean(self, value: Any) -> Flag | None:
        try:
            return super().clean(value)
        except OverflowError:  # an id that no database could hold
            raise ValidationError(NO_SUCH_FLAG, code="invalid_choice") from None


class CallingPolicyForm(forms.ModelForm):
    """Which flag, if any, a contact must carry to be called."""

    all_optional = True

    required_flag = RequiredFlagField(
        label="Only with this flag",
        queryset=Flag.objects.none(),
        required=False,
        empty_label="No flag is required",
        help_text="Such as Opt-in Verified. Whoever does not carry it cannot be called.",
    )

    class Meta:
        model = CallingPolicy
        fields = ["required_flag"]

    def __init__(self, data: QueryDict | None = None, *, instance: CallingPolicy) -> None:
        super().__init__(data, instance=instance)
        required: Any = self.fields["required_flag"]
        required.queryset = instance.workspace.flags.filter(suppressing=False).order_by("name_key")
