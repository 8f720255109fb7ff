"""The import itself: the rows that the review let through become contacts, each exactly once."""

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from contacts.imports import accepted, storage
from contacts.imports.csv_file import Place, Record, open_file, read_chunk
from contacts.imports.insert import insert, rows_of
from contacts.imports.resource import ContactResource
from contacts.models import Contact, ContactImport, ImportState, Job
from contacts.steps import Step, Stopped
from workspaces.access import REACH
from workspaces.models import AuditEntry, Membership, Role

# One transaction each. On SQLite it keeps all other writers waiting.
CHUNKS = {"sqlite": 2_000, "postgresql": 5_000}


class Commit:
    """Inserts a chunk a step; the cursor moves in the transaction of the insert."""

    def __init__(self, job: Job) -> None:
        assert job.contact_import is not None
        self.contact_import = job.contact_import
        self.path = storage.upload_path(self.contact_import)
        self.resource = ContactResource(job.workspace)
        self.accepted = job.options["accepted"]

    @cached_property
    def lines(self) -> "array[int]":
        """The lines that the review let through."""
        path = storage.folder(self.contact_import) / self.accepted["name"]
        return accepted.lines_to_create(path, self.accepted["size"])

    def step(self, job: Job) -> Step:
        self._check_right(job)
        place = Place.from_cursor(job.cursor["place"]) if job.cursor else open_file(self.path)
        chunk = read_chunk(self.path, place, CHUNKS[connection.vendor])
        rows = rows_of(job, self._contacts(chunk.records), timezone.now())

        def apply() -> dict[str, Any]:
            created = job.counts.get("created", 0) + insert(job.workspace, rows)
            if chunk.at_end:
                self._completed(job, created)
            return {"created": created}

        done = job.done + len(rows)
        return Step({"place": chunk.place.as_cursor()}, done, chunk.at_end, apply=apply)

    def pause(self) -> float:
        """After a write to SQLite others get their turn; PostgreSQL needs none."""
        return settings.IMPORT_PAUSE_MS / 1000 if connection.vendor == "sqlite" else 0

    def _contacts(self, records: list[Record]) -> list[tuple[int, Contact]]:
        """The contacts of the records that the review let through, validated once more."""
        if not records:
            return []
        first = bisect_left(self.lines, records[0].line)
        last = bisect_right(self.lines, records[-1].line)
        lines = set(self.lines[first:last])
        chosen = [record for record in records if record.line in lines]
        contacts = self.resource.check(chosen).contacts
        return [(chosen[number].line, contact) for number, contact in contacts.items()]

    def _check_right(self, job: Job) -> None:
        """Raise Stopped when the person may no longer change contacts of the workspace."""
        may = job.actor and Membership.objects.filter(
            workspace_id=job.workspace_id, user=job.actor, role__in=REACH[Role.EDITOR]
        )
        if not (may and may.exists()):
            name = job.actor or self.contact_import.created_by_name
            raise Stopped(f"{name} may no longer import into this workspace.")

    def _completed(self, job: Job, created: int) -> None:
        skipped = self.contact_import.valid_rows - created
        self._finish(job, "import.completed", state=ImportState.COMPLETED, skipped_count=skipped)

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._finish(job, "import.cancelled", state=ImportState.CANCELLED, reason=reason)

    def on_failed(self, job: Job, reason: str) -> None:
        self._finish(job, "import.failed", state=ImportState.FAILED, reason=reason)

    def _finish(self, job: Job, action: str, **values: Any) -> None:
        """Write the state and, counted in the database, how many contacts are there now."""
        created = Contact.objects.filter(
            workspace_id=job.workspace_id, contact_import=self.contact_import
        ).count()
        ContactImport.objects.filter(pk=self.contact_import.pk).update(
            created_count=created, finished_at=timezone.now(), **values
        )
        AuditEntry.record(
            action,
            actor=job.actor,
            workspace=job.workspace,
            contact_import=self.contact_import.pk,
            created=created,
        )
