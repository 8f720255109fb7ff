"""The import itself: the rows that the review let through become contacts, each exactly once.

Duplicates bring their contacts up to date, as far as the person chose so.
"""

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any

from django.utils import timezone

from contacts.imports import accepted, storage
from contacts.imports.csv_file import Place, Record, open_file, read_chunk
from contacts.imports.duplicates import Duplicates
from contacts.imports.finishing import Finishing
from contacts.imports.flagging import flag_created
from contacts.imports.insert import insert, rows_of
from contacts.imports.remembered import keep_flags
from contacts.imports.resource import ContactResource
from contacts.imports.update import INSERTS, update
from contacts.models import (
    ChangeKind,
    Contact,
    DuplicatePolicy,
    ImportState,
    Job,
)
from contacts.rights import check_right
from contacts.steps import Step
from contacts.writing import suppression

# One transaction each. On SQLite it keeps all other writers waiting, on PostgreSQL whoever changes
# a phone (`writing.suppression`).
CHUNK = 2_000


class Commit(Finishing):
    """Inserts a chunk a step; the cursor moves in the transaction of the insert."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.path = storage.upload_path(self.contact_import)
        self.resource = ContactResource(job.workspace, self.contact_import.repairs)
        self.accepted = job.options["accepted"]
        self.policy = self.contact_import.duplicate_policy
        self.flag_ids = [flag_id for flag_id, _ in self.contact_import.flags]

    @cached_property
    def lines(self) -> "tuple[array[int], array[int]]":
        """The lines that the review let through, and those whose phone a contact had."""
        path = storage.folder(self.contact_import) / self.accepted["name"]
        return accepted.load_lines(path, self.accepted["size"])

    def step(self, job: Job) -> Step:
        check_right(job)
        now = timezone.now()
        place = Place.from_cursor(job.cursor["place"]) if job.cursor else open_file(self.path)
        chunk = read_chunk(self.path, place, self._chunk_size())
        new, known = self._contacts(chunk.records)
        rows = rows_of(job, new, now)
        duplicates = Duplicates(job.workspace, self.policy, known)

        def apply() -> dict[str, Any]:
            suppression.numbers_come(job.workspace_id)
            update(job, ChangeKind.IMPORTED, duplicates.held_updates(), now)
            inserted = insert(job.workspace, rows)
            if inserted and self.flag_ids:
                flag_created(job, self.flag_ids, (new[0][0], new[-1][0]), now)
            if inserted:
                keep_flags(job, new)
            created = job.counts.get("created", 0) + inserted
            if chunk.at_end:
                self._completed(job, created)
            return {"created": created}

        done = job.done + len(rows) + len(duplicates.updates)
        return Step({"place": chunk.place.as_cursor()}, done, chunk.at_end, apply=apply)

    def _chunk_size(self) -> int:
        """Fewer rows a step where they may change contacts."""
        return CHUNK if self.policy == DuplicatePolicy.SKIP else max(CHUNK // INSERTS, 1)

    def _contacts(self, records: list[Record]) -> tuple[list[tuple[int, Contact]], list[Contact]]:
        """The records that the review let through, validated once more: new ones, duplicates."""
        if not records:
            return [], []
        to_create, to_update = (_between(lines, records) for lines in self.lines)
        if self.policy == DuplicatePolicy.SKIP:
            to_update = set()
        let_through = to_create | to_update
        chosen = [record for record in records if record.line in let_through]
        new, known = [], []
        for number, contact in self.resource.check(chosen).contacts.items():
            line = chosen[number].line
            if line in to_create:
                new.append((line, contact))
            else:
                known.append(contact)
        return new, known

    def _completed(self, job: Job, created: int) -> None:
        skipped = self.contact_import.valid_rows - created
        self.finish(job, "import.completed", state=ImportState.COMPLETED, skipped_count=skipped)


def _between(lines: "array[int]", records: list[Record]) -> set[int]:
    """Those of the ascending lines on which the records may begin."""
    first = bisect_left(lines, records[0].line)
    return set(lines[first : bisect_right(lines, records[-1].line)])
