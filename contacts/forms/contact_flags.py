"""The flags of a contact as a form: alone on its page, or as a part of the whole contact's form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from contacts.forms.fields import FlagsField, TextField
from contacts.models import Contact, ContactChange, Flag
from workspaces.models import Workspace

REASON_MAX = ContactChange._meta.get_field("reason").max_length or 0


class ContactFlagsForm(forms.Form):
    """The flags of a new contact of `workspace`, or those of `contact` as they are being edited.

    Where `revision` is left out (a plain POST of the fields), the contact is taken to be edited as
    it stands now. A suppressing flag is taken off only with a reason.
    """

    all_optional = True  # read by the field template

    flags = FlagsField(label="Flags", queryset=Flag.objects.none(), required=False)
    reason = TextField(
        label="Reason for taking it off",
        limit=REASON_MAX,
        required=False,
        help_text="Needed when you take off a flag that keeps a contact from being called.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
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
        self.carried = list(contact.flags.order_by("name_key")) if contact else []
        super().__init__(data, initial=self.initial_values())
        flags: Any = self.fields["flags"]
        flags.queryset = workspace.flags.order_by("name_key")
        if contact is None:
            del self.fields["revision"], self.fields["reason"]

    def initial_values(self) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        if self.contact is None:
            return {}
        return {"flags": self.carried, "revision": self.contact.revision}

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if self.contact is None or cleaned.get("revision") not in (None, self.contact.revision):
            return cleaned  # what somebody else saved meanwhile comes before any question
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
    def edited_revision(self) -> int:
        """The revision the edit was made from."""
        assert self.contact is not None
        stated = self.cleaned_data["revision"]
        return self.contact.revision if stated is None else stated

    def rebase(self, current: Contact) -> None:
        """Make what was typed a change of what somebody else saved meanwhile."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["revision"] = str(current.revision)
        self.data = data
        self.carried = list(current.flags.order_by("name_key"))
