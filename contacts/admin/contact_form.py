"""The admin's form of a contact: the same rules as everywhere, plus the flags of its workspace."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget

from contacts import phones, values
from contacts.forms.contact_flags import REASON_MAX
from contacts.forms.fields import EmailField, NotesField, PhoneField, TextField
from contacts.models import FIELDS, Contact, ContactFlag, Flag


class ContactAdminForm(forms.ModelForm):
    """A contact; `edited_revision` is the one the page was made from."""

    name = TextField(limit=values.NAME_MAX, widget=AdminTextInputWidget)
    phone = PhoneField(
        limit=phones.PHONE_MAX,
        widget=AdminTextInputWidget,
        help_text="With + and the country code, for example +1234567890.",
    )
    email = EmailField(
        label="E-mail", limit=values.EMAIL_MAX, required=False, widget=AdminTextInputWidget
    )
    state = TextField(limit=values.STATE_MAX, required=False, widget=AdminTextInputWidget)
    brokerage = TextField(
        label="Brokerage / Company",
        limit=values.BROKERAGE_MAX,
        required=False,
        widget=AdminTextInputWidget,
    )
    notes = NotesField(
        label="Preferences and notes",
        limit=values.NOTES_MAX,
        required=False,
        widget=AdminTextareaWidget,
    )
    reason = TextField(
        label="Reason",
        limit=REASON_MAX,
        required=False,
        widget=AdminTextInputWidget,
        help_text="Needed only to take off a flag that keeps the contact from being called.",
    )
    edited_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Contact
        fields = ["workspace", *FIELDS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "edited_revision" in self.fields:
            self.fields["edited_revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        if self.instance.pk:
            self._refuse_stale_edit()
        return self.cleaned_data

    def _refuse_stale_edit(self) -> None:
        """Show what somebody else saved meanwhile, and keep others from saving until we have."""
        current = Contact.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
        edited = self.cleaned_data.get("edited_revision")
        if edited is None:
            self.cleaned_data["edited_revision"] = current.revision
        elif edited != current.revision:
            self.add_error(
                None, "Somebody saved this contact after you opened it. Nothing of yours is saved."
            )
            for field in FIELDS:
                theirs = getattr(current, field)
                if self.cleaned_data.get(field, theirs) != theirs:
                    self.add_error(field, f"Is now “{theirs}”.")


class FlagLinkForm(forms.ModelForm):
    """One flag of the contact; the link lies in the contact's workspace."""

    class Meta:
        model = ContactFlag
        fields = ["flag"]

    def clean(self) -> dict[str, Any]:
        if contact := self.cleaned_data.get("contact"):
            self.instance.workspace_id = contact.workspace_id
        return self.cleaned_data


class FlagLinkFormSet(forms.BaseInlineFormSet):
    """The flags a contact carries, each a row; never writes: `writing.change` does."""

    def clean(self) -> None:
        super().clean()
        gone = set(self.instance.flags.filter(suppressing=True)) - set(self.chosen)
        if gone and not values.trim(self.data.get("reason", "")):
            names = ", ".join(sorted(f"“{flag}”" for flag in gone))
            raise forms.ValidationError(f"Give the reason why {names} is taken off this contact.")

    @property
    def chosen(self) -> list[Flag]:
        """The flags the contact shall have."""
        rows = [getattr(form, "cleaned_data", {}) for form in self.forms]
        return [row["flag"] for row in rows if row.get("flag") and not row.get("DELETE")]
