"""The form of a new API token."""

from django import forms

from contacts.forms.fields import TextField
from contacts.models.api_token import NAME_MAX


class ApiTokenForm(forms.Form):
    name = TextField(
        label="What is it for?",
        limit=NAME_MAX,
        help_text="The system that will use it, such as “Campaign dialler”.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    may_log = forms.BooleanField(
        label="It may also log interactions",
        required=False,
        help_text="Calls, messages, appointments and notes, which appear on the timeline of a"
        " contact under the name above. It changes nothing else.",
    )
