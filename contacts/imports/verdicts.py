"""What becomes of each row: a new contact, a duplicate, or an error."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import F

from contacts.imports.csv_file import Record
from contacts.imports.problems import (
    DUPLICATE_CONTACT,
    DUPLICATE_IN_FILE,
    REPEATED_CONTACT,
    Problem,
)
from contacts.imports.resource import ContactResource
from contacts.models import CSV_FIELDS, Contact
from workspaces.models import Workspace


class Existing(NamedTuple):
    """A contact that already has the phone, with what a row of the file could change."""

    id: int
    revision: int
    name: str
    phone: str
    email: str
    state: str
    brokerage: str
    former_text: str


class Verdict(NamedTuple):
    """A row with the contact it would make or edit; `problems` say why it does not.

    `existing` is the contact that a duplicate could bring up to date, or that an edited row means;
    `repaired` the problem whose suggested value the row was given; `warnings` are worth a look.
    """

    record: Record
    contact: Contact | None
    problems: list[Problem]
    existing: Existing | None = None
    repaired: Problem | None = None
    warnings: Sequence[Problem] = ()

    @property
    def key(self) -> int:
        """What no other row of the file may have: the contact that is edited, or else the phone."""
        assert self.contact is not None
        return self.contact.pk or phone_number(self.contact.phone)

    @property
    def changes(self) -> dict[str, list[str]]:
        """Of an edited row: `{field: [old, new]}`."""
        pairs = ((f, getattr(self.existing, f), getattr(self.contact, f)) for f in CSV_FIELDS)
        return {field: [old, new] for field, old, new in pairs if old != new}

    def brings(self, field: str) -> bool:
        """Whether the row has a value of its own here: an edited one may leave it as it is."""
        return self.existing is None or bool(self.problems) or field in self.changes

    @property
    def acts(self) -> bool:
        """Whether the row makes a contact, or changes the one that it edits."""
        return not self.problems and (self.existing is None or bool(self.changes))

    @property
    def is_error(self) -> bool:
        return self.contact is None

    @property
    def is_duplicate(self) -> bool:
        return self.contact is not None and bool(self.problems)

    @property
    def repeats_a_line(self) -> bool:
        return self.is_duplicate and self.problems[0].kind in (DUPLICATE_IN_FILE, REPEATED_CONTACT)


# The line of the first valid row with each key. A phone counts by its digits as a number: a million
# texts would take twice the memory.
Seen = dict[int, int]


def phone_number(phone: str) -> int:
    return int(phone[1:])


def judge(resource: ContactResource, records: Sequence[Record], seen: Seen) -> Iterator[Verdict]:
    """Validate rows and find duplicates, in the order of the file. New phones go into `seen`."""
    checked = resource.check(records)
    existing = existing_contacts(
        resource.workspace, [contact.phone for contact in checked.contacts.values()]
    )
    for number, record in enumerate(records):
        contact, repaired = checked.contacts.get(number), checked.repaired.get(number)
        if contact is None:
            yield Verdict(record, None, checked.problems[number], repaired=repaired)
            continue
        key = phone_number(contact.phone)
        if first_line := seen.get(key):
            same = _same_line(contact.phone, first_line)
            yield Verdict(record, contact, [same], repaired=repaired)
            continue
        seen[key] = record.line
        if found := existing.get(contact.phone):
            same = _same_contact(contact.phone, found)
            yield Verdict(record, contact, [same], found, repaired)
        else:
            yield Verdict(record, contact, [], repaired=repaired)


def existing_contacts(
    workspace: Workspace, phones: Iterable[str], *, hold: bool = False
) -> dict[str, Existing]:
    """The workspace's contacts with these phones, in one query; of several the oldest.

    With `hold` nobody else can change them until the transaction ends.
    """
    # By a reckoned value: asked for plain ids in order, SQLite walks the whole workspace by them.
    rows = workspace.contacts.filter(phone__in=set(phones)).order_by(F("id") + 0)
    if hold:
        rows = rows.select_for_update(no_key=True)
    found: dict[str, Existing] = {}
    for contact in map(Existing._make, rows.values_list(*Existing._fields)):
        found.setdefault(contact.phone, contact)
    return found


def _same_line(phone: str, line: int) -> Problem:
    return Problem(DUPLICATE_IN_FILE, "phone", phone, f"same phone as line {line}")


def _same_contact(phone: str, found: Existing) -> Problem:
    return Problem(
        DUPLICATE_CONTACT,
        "phone",
        phone,
        f"{found.name} already has this phone",
        contact_id=found.id,
    )
