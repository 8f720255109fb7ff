"""The form of a merge: which contact stays, and whose value wins where they differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from contacts import values
from contacts.comparison import LABELS, Column, ranked
from contacts.models import FIELDS

ALL_NOTES = "all"
_NOTES_BETWEEN = "\n\n"


class MergeForm(forms.Form):
    """Offers, for each field, every value that one of the contacts has; a choice is its contact.

    What a plain POST leaves out is as it was proposed: the most complete contact stays, and its
    values win.
    """

    all_optional = True

    def __init__(self, data: QueryDict | None, found: Sequence[Column], *, keep: str = "") -> None:
        super().__init__(data, label_suffix="")
        self.columns = ranked(found)
        self.by_id = {str(column.contact.pk): column.contact for column in self.columns}
        proposed = keep if keep in self.by_id else next(iter(self.by_id))
        self.fields["keep"] = _choice(
            "Contact to keep",
            [(pk, f"{contact.name}, {contact.phone}") for pk, contact in self.by_id.items()],
            proposed,
        )
        self.proposed: dict[str, str] = {"keep": proposed}
        for field in FIELDS:
            offered = self._offered(field, proposed)
            if len(offered) > 1:
                self.proposed[field] = offered[0][0]
                self.fields[field] = _choice(LABELS[field], offered, offered[0][0])

    def _offered(self, field: str, keep: str) -> list[tuple[str, str]]:
        """The values there are, once each, the proposed one first."""
        order = sorted(self.by_id.items(), key=lambda item: item[0] != keep)
        offered: dict[str, str] = {}
        for pk, contact in order:
            if value := str(getattr(contact, field)):
                offered.setdefault(value, pk)
        choices = [(pk, value) for value, pk in offered.items()]
        if field == "notes" and len(choices) > 1 and len(self._all_notes) <= values.NOTES_MAX:
            choices.insert(0, (ALL_NOTES, self._all_notes))
        return choices

    @property
    def _all_notes(self) -> str:
        notes = dict.fromkeys(contact.notes for contact in self.by_id.values() if contact.notes)
        return _NOTES_BETWEEN.join(notes)

    def clean(self) -> dict[str, Any]:
        for name, choice in self.proposed.items():
            if not self.cleaned_data.get(name):
                self.cleaned_data[name] = choice
        return self.cleaned_data

    @property
    def survivor_id(self) -> int:
        return int(self.cleaned_data["keep"])

    @property
    def values(self) -> dict[str, str]:
        """What the survivor is to be."""
        return {field: self._value(field) for field in FIELDS}

    def _value(self, field: str) -> str:
        choice = self.cleaned_data.get(field, "")
        if field == "notes" and choice == ALL_NOTES:
            return self._all_notes
        if choice in self.by_id:
            return str(getattr(self.by_id[choice], field))
        # All who have a value have this one.
        return next(filter(None, (str(getattr(one, field)) for one in self.by_id.values())), "")

    @property
    def revisions(self) -> Mapping[int, int]:
        """The revisions that the person has seen; 0 for a contact without a word about it."""
        given = self.data.getlist("seen") if isinstance(self.data, QueryDict) else []
        seen = dict(pair.split("-", 1) for pair in given if "-" in pair)
        return {
            contact.pk: int(seen[pk]) if seen.get(pk, "").isdecimal() and len(seen[pk]) < 19 else 0
            for pk, contact in self.by_id.items()
        }


def _choice(label: str, choices: list[tuple[str, str]], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        initial=initial,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these."},
    )
