"""Undo of an import: contacts it created are deleted, values it overwrote are restored.

Whatever somebody has changed since, as its revision says, stays as it is; so does a created contact
with whom somebody has spoken.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from contacts.imports.commit import CHUNK
from contacts.imports.edits.write import Edit, Edits
from contacts.imports.update import INSERTS
from contacts.models import (
    ChangeKind,
    Contact,
    ContactChange,
    ContactImport,
    ImportState,
    Interaction,
    Job,
)
from contacts.rights import check_right
from contacts.steps import Step, TakesTurns
from contacts.writing import suppression
from workspaces.models import AuditEntry

UNDO_DAYS = 30
CREATED, UPDATED = "created", "updated"


def can_be_undone() -> Q:
    """The imports that somebody may undo now."""
    return (
        Q(state__in=(ImportState.COMPLETED, ImportState.CANCELLED))
        & Q(finished_at__gt=timezone.now() - timedelta(days=UNDO_DAYS))
        & (Q(created_count__gt=0) | Q(updated_count__gt=0))
    )


def until(contact_import: ContactImport) -> datetime | None:
    """How long the import can be undone, counted from its end."""
    ended = contact_import.finished_at
    return ended and ended + timedelta(days=UNDO_DAYS)


def can_be_undone_now(contact_import: ContactImport) -> bool:
    return ContactImport.objects.filter(can_be_undone(), pk=contact_import.pk).exists()


def created(contact_import: ContactImport) -> QuerySet[Contact]:
    """The contacts that the import created and that are there."""
    # Each has a line; to ask for it keeps SQLite from walking the whole workspace.
    made = Q(contact_import=contact_import, import_line__gt=0)
    return contact_import.workspace.contacts.filter(made)


def kept(contact_import: ContactImport) -> QuerySet[Contact]:
    """The contacts that are still as the import, or somebody after it, has made them."""
    changed = not_restored(contact_import).values("contact_id")
    return contact_import.workspace.contacts.filter(
        Q(contact_import=contact_import) | Q(pk__in=changed)
    )


def not_restored(contact_import: ContactImport) -> QuerySet[ContactChange]:
    """The journal of what the import changed, without what was restored already."""
    journal = ContactChange.objects.filter(
        workspace_id=contact_import.workspace_id, job__contact_import=contact_import
    )
    restored = journal.filter(kind=ChangeKind.UNDONE, contact_id=OuterRef("contact_id"))
    return journal.filter(~Exists(restored), kind=ChangeKind.IMPORTED).order_by("id")


class Undo(TakesTurns):
    """Goes over the created contacts in the order of the file, then over the journal, by chunks."""

    def __init__(self, job: Job) -> None:
        assert job.contact_import is not None
        self.contact_import = job.contact_import

    def step(self, job: Job) -> Step:
        check_right(job)
        cursor = job.cursor or {"phase": CREATED, "after": 0}
        if cursor["phase"] == CREATED:
            return self._delete(job, cursor["after"])
        return self._restore(job, cursor["after"])

    def _delete(self, job: Job, after: int) -> Step:
        left = created(self.contact_import).filter(import_line__gt=after)
        lines = list(left.order_by("import_line").values_list("import_line", flat=True)[:CHUNK])
        last = lines[-1] if lines else after

        def apply() -> dict[str, Any]:
            deleted = _delete_unchanged(job, left.filter(import_line__lte=last)) if lines else 0
            return self._counted(job, deleted=deleted, kept=len(lines) - deleted)

        cursor = {"phase": CREATED, "after": last}
        if len(lines) < CHUNK:
            cursor = {"phase": UPDATED, "after": 0}
        return Step(cursor, job.done + len(lines), apply=apply)

    def _restore(self, job: Job, after: int) -> Step:
        size = max(CHUNK // INSERTS, 1)
        entries = list(not_restored(self.contact_import).filter(pk__gt=after)[:size])
        ended = len(entries) < size
        edits = Edits(job, [_reversed(entry) for entry in entries])

        def apply() -> dict[str, Any]:
            restored, kept = edits.write(ChangeKind.UNDONE, timezone.now())
            counts = self._counted(job, restored=len(restored), kept=len(kept))
            if ended:
                self._undone(job, counts)
            return counts

        cursor = {"phase": UPDATED, "after": entries[-1].pk if entries else after}
        return Step(cursor, job.done + len(entries), ended, apply=apply)

    def _counted(
        self, job: Job, *, kept: int, deleted: int = 0, restored: int = 0
    ) -> dict[str, Any]:
        """Count what a step did, in the record too: an undo that is cut off has done that much."""
        ContactImport.objects.filter(pk=self.contact_import.pk).update(
            deleted_count=F("deleted_count") + deleted,
            restored_count=F("restored_count") + restored,
        )
        return {
            "deleted": job.counts.get("deleted", 0) + deleted,
            "restored": job.counts.get("restored", 0) + restored,
            "kept": job.counts.get("kept", 0) + kept,
        }

    def _undone(self, job: Job, counts: dict[str, Any]) -> None:
        ContactImport.objects.filter(pk=self.contact_import.pk).update(
            state=ImportState.UNDONE,
            undone_at=timezone.now(),
            kept_count=counts["kept"],
            reason="",
        )
        self._audit(job, "import.undone", **counts)

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._stopped(job, "import.undo_cancelled", ImportState.CANCELLED, reason)

    def on_failed(self, job: Job, reason: str) -> None:
        self._stopped(job, "import.undo_failed", ImportState.FAILED, reason)

    def _stopped(self, job: Job, action: str, state: ImportState, reason: str) -> None:
        ContactImport.objects.filter(pk=self.contact_import.pk).update(state=state, reason=reason)
        self._audit(job, action, **job.counts)

    def _audit(self, job: Job, action: str, **counts: int) -> None:
        AuditEntry.record(
            action,
            actor=job.actor,
            workspace=job.workspace,
            contact_import=self.contact_import.pk,
            **counts,
        )


def _delete_unchanged(job: Job, contacts: QuerySet[Contact]) -> int:
    """Delete those that nobody has touched; returns how many. Their flag links go along.

    Of those that must not be called the numbers are remembered.
    """
    suppression.numbers_go(job.workspace_id)
    untouched = contacts.filter(revision=1)
    held = list(untouched.values_list("pk", flat=True))
    suppression.hold(job.workspace_id, held)
    # Asked again: whoever was saving one of them has finished by now, and keeps it.
    spoken_with = Interaction.objects.filter(contact=OuterRef("pk"))
    doomed = list(untouched.filter(~Exists(spoken_with), pk__in=held).values_list("pk", flat=True))
    if not doomed:
        return 0
    suppression.remember(job.workspace_id, doomed, job.actor, job)
    # A flag that their number brought along is in the journal; what is gone has none.
    ContactChange.objects.filter(workspace_id=job.workspace_id, contact_id__in=doomed).delete()
    # Plain SQL: Django's own delete() would fetch every row for its cascade; the database's own
    # takes the links.
    gone = untouched.filter(pk__in=doomed)
    gone._raw_delete(gone.db)
    return len(doomed)


def _reversed(entry: ContactChange) -> Edit:
    """What restores the contact, where it is still as the import left it."""
    changes = {field: [new, old] for field, (old, new) in entry.values.items()}
    return Edit(entry.contact_id, entry.revision, changes)
