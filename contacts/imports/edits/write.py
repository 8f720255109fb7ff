"""Edits of contacts written, or given back: with what a new number brings and an old one leaves.

The import of edited contacts goes by it, and the undo of every import.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contacts.imports.edits.rows import contacts_by_id
from contacts.imports.update import Changes, Update, update, update_of
from contacts.imports.verdicts import Existing
from contacts.models import ChangeKind, ContactChange, Job
from contacts.writing import suppression


@dataclass(frozen=True)
class Edit:
    """What is to become of a contact, as long as nobody has changed it since this revision.

    Of a file's, also the line and the name that the review read.
    """

    contact_id: int
    revision: int
    changes: Changes
    line: int = 0
    name: str = ""


class Edits:
    """The edits of a step: read and reckoned before the transaction, checked again in it."""

    def __init__(self, job: Job, edits: Sequence[Edit]) -> None:
        self.job, self.edits = job, edits
        self.existing = self._read(hold=False)
        self.updates = self._reckon(self.existing)

    def write(self, kind: ChangeKind, now: datetime) -> tuple[set[int], set[int]]:
        """Write those whose contact is as it was; each with its entry in the journal.

        Returns the contacts that were changed, and those left as somebody has made them.
        A suppressing flag stays where it is, of a number that goes it is remembered, and with a
        number that comes it comes along.
        """
        workspace_id, actor = self.job.workspace_id, self.job.actor
        if any("phone" in edit.changes for edit in self.edits):
            suppression.numbers_go(workspace_id)
            suppression.hold(workspace_id, [edit.contact_id for edit in self.edits], former=False)
        existing = self._read(hold=True)
        updates = self.updates if existing == self.existing else self._reckon(existing)
        phones = {
            item.existing.id: item.changes["phone"][1]
            for item in updates
            if "phone" in item.changes
        }
        if phones and suppression.remember(workspace_id, phones, actor, self.job, former=False):
            # Others who share such a number have the flag now, and a higher revision.
            updates = self._reckon(self._read(hold=True))
        update(self.job, kind, updates, now)
        if phones:
            suppression.keep(workspace_id, phones, actor, self.job)
        changed = {item.existing.id for item in updates}
        return changed, set(existing) - changed

    def _read(self, *, hold: bool) -> dict[int, Existing]:
        ids = [edit.contact_id for edit in self.edits]
        return contacts_by_id(self.job.workspace, ids, hold=hold)

    def _reckon(self, existing: Mapping[int, Existing]) -> list[Update]:
        later = [
            edit.contact_id
            for edit in self.edits
            if (contact := existing.get(edit.contact_id)) and contact.revision != edit.revision
        ]
        own = _own_revisions(self.job, later) if later else {}
        return [
            update_of(contact, edit.changes)
            for edit in self.edits
            if (contact := existing.get(edit.contact_id))
            and _is_as_it_was(contact, edit, own.get(contact.id, ()))
        ]


def _is_as_it_was(contact: Existing, edit: Edit, own: Collection[int]) -> bool:
    """Whether nobody has changed the contact since, but for the import itself."""
    return contact.revision == edit.revision + sum(one > edit.revision for one in own)


def _own_revisions(job: Job, contact_ids: Sequence[int]) -> dict[int, set[int]]:
    """The revisions that the import gave contacts: it flags others who share a number that goes."""
    entries = ContactChange.objects.filter(
        workspace_id=job.workspace_id,
        contact_id__in=contact_ids,
        job__contact_import=job.contact_import_id,
        kind=ChangeKind.FLAGGED,
    )
    found = defaultdict(set)
    for contact_id, revision in entries.values_list("contact_id", "revision"):
        found[contact_id].add(revision)
    return found
