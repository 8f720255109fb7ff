"""The form that confirms an import: what duplicates do, and flags for what is created.

Of a file of edited contacts there is nothing to choose.
"""

from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import QueryDict
from django.template.defaultfilters import pluralize

from contacts.forms.fields import FlagsField
from contacts.models import ContactImport, DuplicatePolicy, Flag


class ConfirmForm(forms.Form):
    """Only policies under which something would happen are offered; skipping is the default.

    `review` says which review the person has seen. Where it is left out (a plain POST), the one
    that stands is meant.
    """

    # Each choice has a default, so that none needs the word "optional".
    all_optional = True

    duplicates = forms.ChoiceField(
        label="Contacts that you already have",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what the duplicates do.",
            "invalid_choice": "This changes nothing any more: choose again.",
        },
    )
    flags = FlagsField(
        label="Flags for every new contact", queryset=Flag.objects.none(), required=False
    )
    review = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, contact_import: ContactImport, review: int
    ) -> None:
        self.contact_import, self.current_review = contact_import, review
        super().__init__(
            data, initial={"duplicates": DuplicatePolicy.SKIP, "review": review}, label_suffix=""
        )
        flags: Any = self.fields["flags"]
        flags.queryset = contact_import.workspace.flags.order_by("name_key")
        duplicates: Any = self.fields["duplicates"]
        duplicates.choices = self._policies()
        # A plain POST of nothing skips, as long as there is something else to import.
        duplicates.required = not contact_import.valid_rows
        if not any(map(contact_import.update_count, DuplicatePolicy.values)):
            del self.fields["duplicates"]
        if contact_import.edits_contacts or not contact_import.valid_rows:
            del self.fields["flags"]

    @property
    def can_import(self) -> bool:
        """Whether there is anything that could be confirmed."""
        if self.contact_import.edits_contacts:
            return bool(self.contact_import.changing_rows)
        return bool(self.contact_import.valid_rows or "duplicates" in self.fields)

    @property
    def choices(self) -> dict[str, Any]:
        """What the person chose, as `uploads.confirm` takes it."""
        return {
            "policy": self.cleaned_data.get("duplicates") or DuplicatePolicy.SKIP,
            "flags": self.cleaned_data.get("flags", ()),
        }

    def _policies(self) -> list[tuple[str, str]]:
        counts = {policy: self.contact_import.update_count(policy) for policy in DuplicatePolicy}
        policies = [
            (policy.value, f"{policy.label}: {intcomma(count)} contact{pluralize(count)}")
            for policy, count in counts.items()
            if count
        ]
        if self.contact_import.valid_rows:
            policies.insert(0, (DuplicatePolicy.SKIP.value, "Skip them: they stay as they are"))
        return policies

    def clean_review(self) -> int | None:
        seen = self.cleaned_data["review"]
        if seen is not None and seen != self.current_review:
            raise forms.ValidationError("The review has changed: look at it once more.")
        return seen
