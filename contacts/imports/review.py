"""The review: what the file would do. Writes nothing but the import's record and its files."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contacts.imports import accepted, same_emails, storage
from contacts.imports.csv_file import Chunk, Place, open_file, read_chunk
from contacts.imports.readings import READINGS
from contacts.imports.rejection import RejectedFile
from contacts.imports.spool import Spool
from contacts.imports.tally import counted
from contacts.imports.verdicts import Seen
from contacts.models import ContactImport, ImportKind, ImportState, Job
from contacts.steps import Step
from workspaces.models import AuditEntry

CHUNK = 5_000

NO_ROWS_REMEDIES = {
    ImportKind.CREATE: "Fill in the template: one contact a line, below the header line.",
    ImportKind.UPDATE: "Export the contacts again: each is one line, below the header line.",
}


class Review:
    """Reads a chunk a step; the account so far is in the job, lists of rows are in spools."""

    def __init__(self, job: Job) -> None:
        assert job.contact_import is not None
        self.contact_import = job.contact_import
        self.path = storage.upload_path(self.contact_import)
        self.reading = READINGS[ImportKind(self.contact_import.kind)]
        self.resource = self.reading.resource(job.workspace, self.contact_import.repairs)
        self.claim, self.cursor = f"{job.pk}-{job.token}", job.cursor

    @cached_property
    def spools(self) -> dict[str, Spool]:
        return {stem: self._spool(stem) for stem in self.reading.files}

    @cached_property
    def seen(self) -> Seen:
        """The rows before by their keys; loaded once, then kept up with each chunk."""
        return accepted.load_seen(self.spools["accepted"].path)

    @cached_property
    def emails(self) -> Spool:
        return self._spool("emails")

    @cached_property
    def seen_emails(self) -> same_emails.Seen:
        """The e-mails of the rows before, likewise."""
        return same_emails.load_seen(self.emails.path)

    def _spool(self, stem: str) -> Spool:
        folder = storage.folder(self.contact_import)
        return Spool(folder, stem, self.claim, self.cursor.get(stem))

    def step(self, job: Job) -> Step:
        try:
            if not job.cursor:
                return self._open()
            return self._read(job)
        except RejectedFile as rejected:
            return self._reject(job, rejected)

    def pause(self) -> float:
        return 0

    def _open(self) -> Step:
        place = open_file(self.path, ImportKind(self.contact_import.kind))
        cursor = {"place": place.as_cursor(), "emails": self.emails.append(b"")}
        for stem, file in self.reading.files.items():
            cursor[stem] = self.spools[stem].append(file.header)
        return Step(cursor, done=0, apply=self._validating)

    def _validating(self) -> None:
        self._save(state=ImportState.VALIDATING, reason="")

    def _read(self, job: Job) -> Step:
        chunk = read_chunk(self.path, Place.from_cursor(job.cursor["place"]), CHUNK)
        verdicts = self.reading.judge(self.resource, chunk.records, self.seen)
        emails = same_emails.same_emails(job.workspace, verdicts, self.seen_emails)
        counts = counted(job.counts, chunk, verdicts, emails.problems)
        total = counts["valid"] + counts["duplicates"] + counts["errors"]
        if total > settings.IMPORT_MAX_ROWS:
            raise _too_many_rows(chunk)
        if chunk.at_end and not total:
            raise _no_rows(counts["empty"], ImportKind(self.contact_import.kind))
        cursor = {"place": chunk.place.as_cursor(), "emails": self.emails.append(emails.new)}
        for stem, file in self.reading.files.items():
            cursor[stem] = self.spools[stem].append(file.encode(verdicts, self.reading.columns))
        if not chunk.at_end:
            return Step(cursor, done=total, counts=counts)
        return Step(
            cursor,
            done=total,
            counts=counts,
            finished=True,
            apply=lambda: self._ready(counts),
        )

    def _ready(self, counts: dict[str, Any]) -> None:
        self._save(
            state=ImportState.READY,
            total_rows=counts["valid"] + counts["duplicates"] + counts["errors"],
            valid_rows=counts["valid"],
            unchanged_rows=counts["unchanged"],
            duplicate_rows=counts["duplicates"],
            error_rows=counts["errors"],
            empty_rows=counts["empty"],
            warning_rows=counts["warnings"],
            repaired_rows=counts["repaired"],
            problems=counts["kinds"],
            updates=counts["updates"],
            sample=counts["sample"],
            **{f"{stem}_file": self.spools[stem].path.name for stem in self.reading.shown},
        )
        # Only then: until the transaction is committed, the next one may have to begin with them.
        transaction.on_commit(self._tidy, robust=True)

    def _tidy(self) -> None:
        """Leave no file but those that the page and the import read."""
        for spool in self.spools.values():
            spool.remove_older()
        self.emails.remove_all()

    def _reject(self, job: Job, rejected: RejectedFile) -> Step:
        def apply() -> None:
            self._save(
                state=ImportState.REJECTED,
                reason=str(rejected),
                rejection=rejected.parts(),
                finished_at=timezone.now(),
            )
            AuditEntry.record(
                "import.rejected",
                actor=job.actor,
                workspace=job.workspace,
                contact_import=self.contact_import.pk,
                code=rejected.code,
            )

        return Step(job.cursor, done=job.done, finished=True, apply=apply)

    def on_cancelled(self, job: Job, reason: str) -> None:
        self._save(state=ImportState.CANCELLED, reason=reason, finished_at=timezone.now())

    def on_failed(self, job: Job, reason: str) -> None:
        self._save(state=ImportState.FAILED, reason=reason)

    def _save(self, **values: Any) -> None:
        ContactImport.objects.filter(pk=self.contact_import.pk).update(**values)


def _too_many_rows(chunk: Chunk) -> RejectedFile:
    limit = f"{settings.IMPORT_MAX_ROWS:,}"
    return RejectedFile(
        "too_many_rows",
        f"The file has more than {limit} rows.",
        "Split it into smaller files, each with the header line, and upload one after the other.",
        found=f"more than {limit} rows",
        expected=f"at most {limit} rows",
    )


def _no_rows(empty: int, kind: ImportKind) -> RejectedFile:
    found = f"{empty:,} empty rows" if empty else "nothing below the header line"
    return RejectedFile(
        "no_rows",
        "The file has no rows with data.",
        NO_ROWS_REMEDIES[kind],
        line=2,
        found=found,
        expected="one contact a line",
    )
