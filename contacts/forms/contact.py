"""The form of one contact: what is typed, and the questions saving it may raise."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from contacts import phones, values
from contacts.forms.fields import EmailField, FlagsField, NotesField, PhoneField, TextField
from contacts.models import FIELDS, Contact, ContactChange, Flag
from workspaces.models import Workspace

REASON_MAX = ContactChange._meta.get_field("reason").max_length or 0


class ContactForm(forms.Form):
    """A contact of `workspace`: a new one, or `contact` as it is being edited.

    What buttons add to the fields: `use_phone` replaces the typed phone with the proposed repair,
    `save_anyway` holds the phone that may be a second time in the workspace. Where `revision` is
    left out (a plain POST of the fields), the contact is taken to be edited as it stands now.
    """

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
    flags = FlagsField(label="Flags", queryset=Flag.objects.none(), required=False)
    reason = TextField(
        label="Reason for taking it off",
        limit=REASON_MAX,
        required=False,
        help_text="Needed when you take off a flag that keeps a contact from being called.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    notes = NotesField(
        label="Preferences and notes",
        limit=values.NOTES_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    revision = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "This form is damaged: open the page again."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        workspace: Workspace,
        contact: Contact | None = None,
    ) -> None:
        self.workspace, self.contact = workspace, contact
        self.carried = list(contact.flags.all()) if contact else []
        if data and data.get("use_phone"):
            data = data.copy()
            data["phone"] = str(data["use_phone"])
        super().__init__(data, initial=self._initial())
        flags: Any = self.fields["flags"]
        flags.queryset = workspace.flags.order_by("name_key")
        if contact is None:
            del self.fields["revision"], self.fields["reason"]

    def _initial(self) -> dict[str, Any]:
        if self.contact is None:
            return {}
        initial: dict[str, Any] = {field: getattr(self.contact, field) for field in FIELDS}
        return initial | {"flags": self.carried, "revision": self.contact.revision}

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "flags" in cleaned and cleaned.get("reason") == "":
            kept = set(cleaned["flags"])
            self.ask_reason(flag for flag in self.carried if flag.suppressing and flag not in kept)
        return cleaned

    def ask_reason(self, flags: Iterable[Flag]) -> None:
        """Refuse to take these suppressing flags off without a reason."""
        if names := ", ".join(f"“{flag}”" for flag in flags):
            self.fields["reason"].required = True
            self.add_error("reason", f"Say why {names} is taken off this contact.")

    @property
    def shows_reason(self) -> bool:
        """Only a contact with a suppressing flag can lose one."""
        return any(flag.suppressing for flag in self.carried) or "reason" in self.errors

    @property
    def values(self) -> dict[str, str]:
        """The valid values, by the names of the contact's fields."""
        return {field: self.cleaned_data[field] for field in FIELDS}

    @property
    def edited_revision(self) -> int:
        """The revision the edit was made from."""
        assert self.contact is not None
        stated = self.cleaned_data["revision"]
        return self.contact.revision if stated is None else stated

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
        others = self.workspace.contacts.filter(phone=phone)
        if phone == self.data.get("save_anyway"):
            return others.none()
        if self.contact is None:
            return others
        return others.none() if phone == self.contact.phone else others.exclude(pk=self.contact.pk)

    def rebase(self, current: Contact) -> None:
        """Make the typed values a change of what somebody else saved meanwhile."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["revision"] = str(current.revision)
        self.data = data
        self.carried = list(current.flags.all())

    def differences(self, current: Contact) -> list[tuple[str, str, str]]:
        """(label, typed, theirs) of every field that differs from what `current` holds."""
        return [
            (str(self.fields[field].label), typed, getattr(current, field))
            for field, typed in self.values.items()
            if typed != getattr(current, field)
        ]
