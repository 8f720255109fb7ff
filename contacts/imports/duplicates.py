"""Rows whose phone is already a contact: what each policy changes in that contact."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contacts.imports.update import Changes, Update, update_of
from contacts.imports.verdicts import Existing, Verdict, existing_contacts
from contacts.models import CSV_FIELDS, Contact, DuplicatePolicy
from workspaces.models import Workspace

EXAMPLES = 5
# The policies that change contacts, with the fields that they may change. A row always has the
# name and the phone, so there is no empty one to fill.
FIELDS = {
    DuplicatePolicy.FILL: ("email", "state", "brokerage"),
    DuplicatePolicy.OVERWRITE: CSV_FIELDS,
}


def changes(policy: str, existing: Existing, row: Contact) -> Changes:
    """What the row changes in the contact. An empty cell changes nothing."""
    found = {}
    for field in FIELDS[DuplicatePolicy(policy)]:
        old, new = getattr(existing, field), getattr(row, field)
        if new and new != old and (not old or policy == DuplicatePolicy.OVERWRITE):
            found[field] = [old, new]
    return found


class Duplicates:
    """The duplicates of a chunk: read and reckoned before the transaction, checked again in it."""

    def __init__(self, workspace: Workspace, policy: str, rows: Sequence[Contact]) -> None:
        self.workspace, self.policy, self.rows = workspace, policy, rows
        self.existing = self._read(hold=False)
        self.updates = self._reckon(self.existing)

    def held_updates(self) -> list[Update]:
        """The updates, now that nobody else can change these contacts until the transaction ends.

        Where somebody was quicker, they are reckoned anew from what that one saved.
        """
        existing = self._read(hold=True)
        return self.updates if existing == self.existing else self._reckon(existing)

    def _read(self, hold: bool) -> Mapping[str, Existing]:
        phones = [row.phone for row in self.rows]
        return existing_contacts(self.workspace, phones, hold=hold) if phones else {}

    def _reckon(self, existing: Mapping[str, Existing]) -> list[Update]:
        return [
            update_of(contact, changed)
            for row in self.rows
            if (contact := existing.get(row.phone))
            and (changed := changes(self.policy, contact, row))
        ]


def count(account: dict[str, Any] | None, verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """The account by policy, gone on with: how many contacts would change, and the first few."""
    counted = {
        policy: dict((account or {}).get(policy, {"count": 0, "examples": []})) for policy in FIELDS
    }
    for verdict in verdicts:
        if verdict.existing is None or verdict.contact is None:
            continue
        # Of edited contacts: none is a duplicate that could be brought up to date.
        if not verdict.problems or verdict.repeats_a_line:
            continue
        for policy, known in counted.items():
            if changed := changes(policy, verdict.existing, verdict.contact):
                known["count"] += 1
                if len(known["examples"]) < EXAMPLES:
                    known["examples"] = [*known["examples"], _example(verdict, changed)]
    return {str(policy): known for policy, known in counted.items()}


def _example(verdict: Verdict, changed: Changes) -> dict[str, Any]:
    assert verdict.existing is not None
    return {
        "line": verdict.record.line,
        "contact_id": verdict.existing.id,
        "name": verdict.existing.name,
        "changes": changed,
    }
