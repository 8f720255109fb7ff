"""An upload's way through its states: received, repaired, confirmed, cancelled, undone, resumed."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from contacts import jobs, tasks
from contacts.failpoints import failpoint
from contacts.imports import storage
from contacts.imports.undo import can_be_undone
from contacts.models import (
    ContactImport,
    DuplicatePolicy,
    Flag,
    ImportKind,
    ImportState,
    Job,
    JobKind,
    JobState,
)
from workspaces.models import AuditEntry, User, Workspace

NAME_MAX = 255


class QuotaExceeded(Exception):
    """The workspace's stored uploads would take more than its share of the disk."""


def receive(
    workspace: Workspace,
    actor: User,
    name: str,
    chunks: Iterable[bytes],
    kind: ImportKind = ImportKind.CREATE,
) -> ContactImport:
    """Store an uploaded file and begin its review. Raises QuotaExceeded, or OSError (disk full).

    The bytes are on disk before the record is: a crash in between leaves a folder that
    housekeeping removes, never a record without its file.
    """
    contact_import = ContactImport(
        uuid=uuid.uuid4(),
        workspace=workspace,
        created_by=actor,
        created_by_name=str(actor),
        original_name=clean_name(name),
        kind=kind,
    )
    try:
        lines = storage.store(contact_import, chunks)
        failpoint("upload stored")
        used = storage.stored_bytes(workspace) + contact_import.size_bytes
        if used > settings.WORKSPACE_MAX_BYTES:
            raise QuotaExceeded
        with transaction.atomic():
            contact_import.save()
            AuditEntry.record(
                "import.uploaded",
                actor=actor,
                workspace=workspace,
                contact_import=contact_import.pk,
                size_bytes=contact_import.size_bytes,
                sha256=contact_import.sha256,
            )
            job = jobs.start(JobKind.REVIEW, workspace, actor, contact_import, total=lines)
            failpoint("upload written")
    except BaseException:
        storage.remove(contact_import)
        raise
    _go(job)
    return contact_import


def repair(contact_import: ContactImport, actor: User, kinds: Iterable[str]) -> bool:
    """Review again with the suggested values for these kinds of problem, for no others.

    True for the call that began it; False when the import does not wait for a decision, or uses
    just these already.
    """
    chosen = sorted(set(kinds))
    with transaction.atomic():
        began = (
            ContactImport.objects.filter(pk=contact_import.pk, state=ImportState.READY)
            .exclude(repairs=chosen)
            .update(state=ImportState.VALIDATING, repairs=chosen, reason="")
        )
        if not began:
            return False
        AuditEntry.record(
            "import.repaired",
            actor=actor,
            workspace=contact_import.workspace,
            contact_import=contact_import.pk,
            kinds=chosen,
        )
        job = jobs.start(
            JobKind.REVIEW,
            contact_import.workspace,
            actor,
            contact_import,
            total=contact_import.total_rows,
        )
        failpoint("repair written")
    _go(job)
    return True


def confirm(
    contact_import: ContactImport,
    actor: User,
    policy: str = DuplicatePolicy.SKIP,
    flags: Iterable[Flag] = (),
) -> bool:
    """Begin the import of what was reviewed; True for the one call that did, False ever after.

    `policy` says what duplicates do; `flags` go to every contact that is created: edited contacts
    have neither. Also False, and nothing is begun, when the review found nothing to do.
    """
    with transaction.atomic():
        confirmed = ContactImport.objects.filter(
            pk=contact_import.pk, state=ImportState.READY
        ).update(
            state=ImportState.IMPORTING,
            confirmed_by=actor,
            confirmed_at=timezone.now(),
            reason="",
            duplicate_policy=policy,
            flags=[[flag.pk, flag.name] for flag in flags],
        )
        contact_import.refresh_from_db()
        rows = contact_import.rows_to_import(policy)
        if not confirmed or not rows:
            transaction.set_rollback(True)
            return False
        review = _latest_job(contact_import, JobKind.REVIEW)
        AuditEntry.record(
            "import.confirmed",
            actor=actor,
            workspace=contact_import.workspace,
            contact_import=contact_import.pk,
            rows=rows,
            duplicates=policy,
        )
        # What the review let through, in its own file.
        listed = "changes" if contact_import.edits_contacts else "accepted"
        job = jobs.start(
            JobKind.EDIT if contact_import.edits_contacts else JobKind.COMMIT,
            contact_import.workspace,
            actor,
            contact_import,
            total=rows,
            actor_name=str(actor),
            **{listed: review.cursor[listed]},
        )
        failpoint("confirm written")
    _go(job)
    return True


def undo(contact_import: ContactImport, actor: User) -> bool:
    """Begin to take back what the import did; True for the one call that did."""
    with transaction.atomic():
        began = ContactImport.objects.filter(can_be_undone(), pk=contact_import.pk).update(
            state=ImportState.UNDOING, undone_by=actor, reason=""
        )
        if not began:
            return False
        AuditEntry.record(
            "import.undo_confirmed",
            actor=actor,
            workspace=contact_import.workspace,
            contact_import=contact_import.pk,
        )
        job = jobs.start(
            JobKind.UNDO,
            contact_import.workspace,
            actor,
            contact_import,
            total=contact_import.created_count + contact_import.updated_count,
            actor_name=str(actor),
        )
        failpoint("undo written")
    _go(job)
    return True


def cancel(contact_import: ContactImport, actor: User) -> None:
    """Stop what is under way, or drop what was not confirmed; contacts made so far stay."""
    with transaction.atomic():
        dropped = ContactImport.objects.filter(
            pk=contact_import.pk, state__in=(ImportState.READY, ImportState.FAILED)
        ).update(
            state=ImportState.CANCELLED,
            reason=jobs.CANCELLED_BY_PERSON,
            # A failed import has ended once already: its undo stays open for as long as it was.
            finished_at=Coalesce("finished_at", timezone.now()),
        )
        if dropped:
            AuditEntry.record(
                "import.cancelled",
                actor=actor,
                workspace=contact_import.workspace,
                contact_import=contact_import.pk,
            )
    for job in contact_import.jobs.filter(state__in=jobs.UNFINISHED):
        jobs.cancel(job)


def resume(contact_import: ContactImport) -> bool:
    """Let a failed review, import or undo go on where it stopped; True for the call that did."""
    with transaction.atomic():
        job = contact_import.jobs.filter(state=JobState.FAILED).last()
        if job is None:
            return False
        state = {
            JobKind.REVIEW: ImportState.VALIDATING,
            JobKind.COMMIT: ImportState.IMPORTING,
            JobKind.EDIT: ImportState.IMPORTING,
            JobKind.UNDO: ImportState.UNDOING,
        }[JobKind(job.kind)]
        resumed = ContactImport.objects.filter(
            pk=contact_import.pk, state=ImportState.FAILED
        ).update(
            state=state,
            reason="",
            # How long an import can be undone counts from its own end.
            finished_at=F("finished_at") if job.kind == JobKind.UNDO else None,
        )
        if not resumed:
            return False
        jobs.resume(job)
    _go(job)
    return True


def clean_name(name: str) -> str:
    """A file name that can be shown and sent in a header: no folders, no control characters."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(character for character in base if character.isprintable()).strip()
    return visible[-NAME_MAX:] or storage.UPLOAD


def _go(job: Job) -> None:
    """Do small work now, within the request; wake the worker for the rest."""
    assert job.contact_import is not None
    fits = job.contact_import.size_bytes <= settings.IMPORT_INLINE_BYTES
    tasks.begin(job, small=fits and tasks.is_small(job))


def _latest_job(contact_import: ContactImport, kind: JobKind) -> Job:
    job = contact_import.jobs.filter(kind=kind).last()
    assert job is not None
    return job
