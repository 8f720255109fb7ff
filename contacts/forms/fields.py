"""Fields that hold people's text: trimmed first, then judged, with messages that say what to do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import QuerySet

from contacts import phones, values
from contacts.models import Flag
from contacts.widgets import FlagDropdown


def sentence(problem: str) -> str:
    """A problem as the policies word it, as a line of its own beside a field."""
    return problem[:1].upper() + problem[1:]


class TextField(forms.Field):
    """One line of text of at most `limit` characters, "" when left out.

    There is no maxlength in the page: a browser would cut a pasted text without a word.
    """

    default_error_messages = {"required": "Fill this in."}

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return values.trim(str(value)) if value else ""

    def validate(self, value: Any) -> None:
        if problem := self.problem(value):
            raise ValidationError(sentence(problem), code="character")
        if self.required and not values.has_visible(value):
            raise ValidationError(self.error_messages["required"], code="required")
        if len(value) > self.limit:
            raise ValidationError(
                f"Is too long: {len(value):,} characters, at most {self.limit:,} fit.", code="long"
            )

    def problem(self, value: str) -> str | None:
        """What is wrong with the characters of the trimmed value."""
        return values.one_line_problem(value)


class NotesField(TextField):
    """Text of many lines, which end in "\\n" whatever the browser sent."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(values.clean_lines(str(value or "")))

    def problem(self, value: str) -> str | None:
        return values.multi_line_problem(value)


class EmailField(TextField):
    """An e-mail address, kept as typed."""

    default_validators = [
        EmailValidator("Is no e-mail address: write it like name@example.com, or leave it empty.")
    ]


class PhoneField(TextField):
    """A phone number that passes the gate; its error carries the certain repair, if any."""

    def validate(self, value: Any) -> None:
        if problem := phones.check(value):
            raise ValidationError(
                sentence(problem.message),
                code=problem.code,
                params={"suggestion": problem.suggestion},
            )


class RowChoice(forms.ModelChoiceField):
    """A choice of rows: an id with a NUL in it is one of nothing, and told so in the same words."""

    def validate_no_null_characters(self, value: Any) -> None:
        if "\0" in str(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class FlagsField(RowChoice, forms.ModelMultipleChoiceField):
    """Any number of flags out of `queryset`, which must be one workspace's."""

    widget = FlagDropdown
    default_error_messages = dict.fromkeys(
        ("invalid_choice", "invalid_pk_value", "invalid_list"),
        "A chosen flag does not exist in this workspace: choose again.",
    )

    def clean(self, value: Any) -> QuerySet[Flag]:
        try:
            return super().clean(value)
        except OverflowError:  # an id that no database could hold
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None
