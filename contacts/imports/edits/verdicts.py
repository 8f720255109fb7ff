"""What becomes of each row of a file of edited contacts: a change, nothing, an error."""

from collections.abc import Mapping, Sequence

from contacts.imports.csv_file import Record
from contacts.imports.edits.rows import EditResource
from contacts.imports.problems import REPEATED_CONTACT, WARNING, Problem
from contacts.imports.remembered import flag_names, looks_of
from contacts.imports.verdicts import Existing, Seen, Verdict, existing_contacts
from contacts.writing import suppression

SHARED, BROUGHT = WARNING + "shared", WARNING + "brought"


def judge_edits(resource: EditResource, records: Sequence[Record], seen: Seen) -> list[Verdict]:
    """Validate rows in the order of the file; of those that mean one contact the first is taken."""
    checked = resource.check(records)
    verdicts = []
    for number, record in enumerate(records):
        contact, repaired = checked.contacts.get(number), checked.repaired.get(number)
        if contact is None:
            verdicts.append(Verdict(record, None, checked.problems[number], repaired=repaired))
            continue
        existing = resource.existing[contact.pk]
        if first_line := seen.get(contact.pk):
            problems = [_same_contact(record.cells[0], existing, first_line)]
        else:
            seen[contact.pk] = record.line
            problems = []
        verdicts.append(Verdict(record, contact, problems, existing, repaired))
    return _warned(resource, verdicts)


def _warned(resource: EditResource, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts, those that bring a number with what is worth a look in it."""
    workspace = resource.workspace
    numbers = {str(one.contact.phone) for one in verdicts if one.contact and _brings_number(one)}
    if not numbers:
        return verdicts
    sharing = existing_contacts(workspace, numbers)
    suppressed = flag_names(workspace, suppression.of_numbers(workspace.pk, numbers))
    return [
        one._replace(warnings=_looks(str(one.contact.phone), sharing, suppressed))
        if one.contact and _brings_number(one)
        else one
        for one in verdicts
    ]


def _looks(
    phone: str, sharing: Mapping[str, Existing], suppressed: Mapping[str, str]
) -> list[Problem]:
    looks = looks_of(phone, {})
    if names := suppressed.get(phone):
        message = f"the number must not be called: it brings {names} along"
        looks.append(Problem(BROUGHT, "phone", phone, message))
    if other := sharing.get(phone):
        message = f"{other.name} has it too"
        looks.append(Problem(SHARED, "phone", phone, message, contact_id=other.id))
    return looks


def _brings_number(verdict: Verdict) -> bool:
    return not verdict.problems and verdict.brings("phone")


def _same_contact(cell: str, existing: Existing, line: int) -> Problem:
    message = f"{existing.name} is edited on line {line} already"
    return Problem(REPEATED_CONTACT, "id", cell, message, contact_id=existing.id)
