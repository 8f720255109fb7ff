"""The form of one contact: what is typed, and the questions saving it may raise."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from contacts import phones, values
from contacts.duplicates import same_phone
from contacts.forms.contact_flags import ContactFlagsForm
from contacts.forms.fields import EmailField, NotesField, PhoneField, TextField
from contacts.models import FIELDS, Contact
from workspaces.models import Workspace


class ContactForm(ContactFlagsForm):
    """A contact of `workspace`: a new one, or `contact` as it is being edited.

    What buttons add to the fields: `use_phone` replaces the typed phone with the proposed repair,
    `save_anyway` holds the phone that may be a second time in the workspace.
    """

    all_optional = False

    name = TextField(
        label="Name",
        limit=values.NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    phone = PhoneField(
        label="Phone number",
        limit=phones.PHONE_MAX,
        help_text="With + and the country code, for example +1234567890.",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    email = EmailField(
        label="E-mail",
        limit=values.EMAIL_MAX,
        required=False,
        # Not type=email: browsers refuse some good addresses, and before ours can say why.
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    state = TextField(
        label="State",
        limit=values.STATE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    brokerage = TextField(
        label="Brokerage / Company",
        limit=values.BROKERAGE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    notes = NotesField(
        label="Preferences and notes",
        limit=values.NOTES_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    field_order = [*FIELDS[:-1], "flags", "reason", "notes", "revision"]

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        workspace: Workspace,
        contact: Contact | None = None,
    ) -> None:
        if data and data.get("use_phone"):
            data = data.copy()
            data["phone"] = str(data["use_phone"])
        super().__init__(data, workspace=workspace, contact=contact)
        looking = {
            "hx-get": reverse("contact_same", args=[workspace.slug])
            + (f"?except={contact.pk}" if contact else ""),
            "hx-trigger": "input changed delay:400ms",
            "hx-include": "[name=phone],[name=email]",
            "hx-target": "#same-contacts",
            "hx-sync": "closest form:queue last",
        }
        for name in ("phone", "email"):
            self.fields[name].widget.attrs |= looking

    def initial_values(self) -> dict[str, Any]:
        initial = super().initial_values()
        if self.contact is not None:
            initial |= {field: getattr(self.contact, field) for field in FIELDS}
        return initial

    @property
    def values(self) -> dict[str, str]:
        """The valid values, by the names of the contact's fields."""
        return {field: self.cleaned_data[field] for field in FIELDS}

    @property
    def phone_suggestion(self) -> str | None:
        """The certain repair of the phone that was typed."""
        for error in self.errors.as_data().get("phone", ()):
            return (error.params or {}).get("suggestion")
        return None

    @property
    def same_phone(self) -> QuerySet[Contact]:
        """The other contacts with the phone of this valid form that the person has yet to see.

        None where the phone was theirs before, or where "Save anyway" was said to this phone.
        """
        phone = self.cleaned_data["phone"]
        others = same_phone(self.workspace, phone)
        if phone == self.data.get("save_anyway"):
            return others.none()
        if self.contact is None:
            return others
        return others.none() if phone == self.contact.phone else others.exclude(pk=self.contact.pk)

    def differences(self, current: Contact) -> list[tuple[str, str, str]]:
        """(label, typed, theirs) of every field that differs from what `current` holds."""
        return [
            (str(self.fields[field].label), typed, getattr(current, field))
            for field, typed in self.values.items()
            if typed != getattr(current, field)
        ]
