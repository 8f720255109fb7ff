"""The form of an interaction: what it was, when, what it was about and what came of it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from contacts.forms.fields import NotesField, TextField
from contacts.models import Interaction, InteractionKind
from contacts.models.interaction import OUTCOME_MAX, TEXT_MAX, lies_ahead
from contacts.values import trim

_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
FIRST_YEAR, LAST_YEAR = 1970, 2999
NOTHING = "Write a few words: what it was about, or what came of it."
NO_APPOINTMENT_TIME = "Say when the appointment is."
STILL_TO_COME = "This is still to come: correct the time, or make it an appointment."


class MomentField(forms.Field):
    """A time on the person's own clock, to the minute; an hour that the clock skips moves on."""

    widget = forms.DateTimeInput(format=_FORMATS[0], attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        text = trim(str(value or ""))
        if not text:
            return None
        for known in _FORMATS:
            try:
                moment = datetime.strptime(text, known)
            except ValueError:
                continue
            if FIRST_YEAR <= moment.year <= LAST_YEAR:
                return timezone.make_aware(moment.replace(second=0))
        raise ValidationError("Is no time: write date and time, such as 2026-01-31 14:30.")


class InteractionForm(forms.Form):
    """A new interaction, or `interaction` as its author edits it."""

    all_optional = True  # read by the field template: of text and outcome, either will do

    kind = forms.ChoiceField(
        label="What it was",
        choices=InteractionKind.choices,
        initial=InteractionKind.CALL,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what it was.",
            "invalid_choice": "Choose what it was: a call, a message, an appointment or a note.",
        },
    )
    text = NotesField(
        label="What it was about",
        limit=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    outcome = TextField(
        label="What came of it",
        limit=OUTCOME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    at = MomentField(
        label="When, if not just now",
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        interaction: Interaction | None = None,
        kind: str = "",
    ) -> None:
        self.interaction = interaction
        initial: dict[str, Any] = {}
        if interaction is not None:
            initial = {name: getattr(interaction, name) for name in self.base_fields}
        elif kind in InteractionKind.values:
            initial = {"kind": kind}
        super().__init__(data, initial=initial)
        if interaction is not None:
            self.fields["at"].label = "When"

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("text") == "" and cleaned.get("outcome") == "":
            self.add_error("text", NOTHING)
        if cleaned.get("at") and "kind" in cleaned and lies_ahead(cleaned["kind"], cleaned["at"]):
            self.add_error("at", STILL_TO_COME)
        elif "at" in cleaned and cleaned["at"] is None:
            self._fill_in_the_time(cleaned)
        elif self.interaction is not None and "at" in cleaned:
            shown = self.interaction.at.replace(second=0, microsecond=0)
            if cleaned["at"] == shown:
                # The field knows minutes only: what was left alone keeps its seconds.
                cleaned["at"] = self.interaction.at
        return cleaned

    def _fill_in_the_time(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("kind") == InteractionKind.APPOINTMENT:
            self.add_error("at", NO_APPOINTMENT_TIME)
        else:
            cleaned["at"] = self.interaction.at if self.interaction else timezone.now()
