"""Contacts side by side: what differs, who is most complete, which values could win."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from contacts import normal, phones
from contacts.models import FIELDS, Contact, Flag
from workspaces.models import Workspace

LABELS = {f.name: str(f.verbose_name) for f in Contact._meta.fields if f.name in FIELDS}
LABELS = {name: LABELS[name][:1].upper() + LABELS[name][1:] for name in FIELDS}
# What is the same to who reads it; the phone and the notes as they are.
_EQUAL = {
    "name": normal.key, "email": normal.email_key, "state": normal.key, "brokerage": normal.key,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One of the contacts, with what hangs on it. `filled` of `len(FIELDS)` fields have a value."""

    contact: Contact
    filled: int
    flags: list[Flag]
    interactions: int

    @property
    def fields(self) -> int:
        return len(FIELDS)

    @property
    def warning(self) -> str:
        return phones.warning_text(str(self.contact.phone), self.contact.phone_warning)


@dataclass(frozen=True)
class Line:
    """A field of all contacts: `differs` where they do not agree."""

    field: str
    label: str
    values: list[str]
    differs: bool


def columns(workspace: Workspace, contacts: Sequence[Contact]) -> dict[int, Column]:
    """What hangs on the contacts, in two queries for all of them."""
    pks = [contact.pk for contact in contacts]
    flags: dict[int, list[Flag]] = {pk: [] for pk in pks}
    carried = workspace.contactflag_set.filter(contact__in=pks).select_related("flag")
    for link in carried.order_by("-flag__suppressing", "flag__name_key"):
        flags[link.contact_id].append(link.flag)
    counted = workspace.interactions.filter(contact__in=pks).order_by().values("contact")
    interactions = dict(counted.annotate(count=Count("pk")).values_list("contact", "count"))
    return {
        contact.pk: Column(
            contact, filled(contact), flags[contact.pk], interactions.get(contact.pk, 0)
        )
        for contact in contacts
    }


def filled(contact: Contact) -> int:
    """How many of the fields have a value."""
    return sum(bool(getattr(contact, field)) for field in FIELDS)


def ranked(found: Sequence[Column]) -> list[Column]:
    """The most complete first: that is the one to keep. Of equals the one with more history, then
    the oldest."""
    return sorted(
        found,
        key=lambda column: (
            -column.filled,
            bool(column.contact.phone_warning),
            -column.interactions,
            column.contact.pk,
        ),
    )


def lines(contacts: Sequence[Contact]) -> list[Line]:
    """Every field that one of them has, in the order of the form."""
    found = []
    for field, label in LABELS.items():
        values = [str(getattr(contact, field)) for contact in contacts]
        if any(values):
            found.append(Line(field, label, values, len({equal(field, v) for v in values}) > 1))
    return found


def equal(field: str, value: str) -> str:
    """The form in which two values of the field are compared."""
    return _EQUAL.get(field, str)(value)


def exactly_the_same(contacts: Sequence[Contact]) -> bool:
    """Whether a merge of these loses nothing but the way in which something is written.

    All five fields are equal but for case, accents and spaces, the phone to the digit; and of
    different notes there are none.
    """
    return (
        all(
            len({equal(field, str(getattr(contact, field))) for contact in contacts}) == 1
            for field in FIELDS
            if field != "notes"
        )
        and len({contact.notes for contact in contacts if contact.notes}) <= 1
    )


def former_lines(contact: Contact) -> list[tuple[str, list[str]]]:
    """What the contact was called before merges, by field."""
    values: dict[str, list[str]] = {}
    for field, value in contact.former_values.order_by("pk").values_list("field", "value"):
        if value not in values.setdefault(field, []):
            values[field].append(value)
    return [(label, values[field]) for field, label in LABELS.items() if field in values]
