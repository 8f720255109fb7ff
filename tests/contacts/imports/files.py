"""CSV files as tests write them, and the short way through an import."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from contacts import jobs, uploads
from contacts.imports import storage
from contacts.models import ContactImport, Job
from workspaces.models import User, Workspace

HEADER = "name,phone,email,state,brokerage\r\n"

# The owner's own example, byte for byte.
DOCUMENTED = (
    b"name,phone,email,state,brokerage\n"
    b"John Doe,+1234567890,john@example.com,CA,ABC Corp\n"
    b"Jane Smith,+1987654321,jane@example.com,NY,XYZ Inc\n"
    b"Bob Johnson,+1555123456,,TX,\n"
)


def csv_bytes(*rows: str, header: str = HEADER) -> bytes:
    """A file with the template's header and these lines."""
    return (header + "".join(row + "\r\n" for row in rows)).encode()


def upload(
    workspace: Workspace, actor: User, content: bytes, name: str = "people.csv"
) -> ContactImport:
    """Receive and review a file; the record as it is then."""
    contact_import = uploads.receive(workspace, actor, name, [content])
    work_off(contact_import)
    return contact_import


def confirm(contact_import: ContactImport, actor: User, **choices: Any) -> ContactImport:
    """Import what was reviewed; the record as it is then."""
    assert uploads.confirm(contact_import, actor, **choices)
    work_off(contact_import)
    return contact_import


def undo(contact_import: ContactImport, actor: User) -> ContactImport:
    """Take the import back; the record as it is then."""
    assert uploads.undo(contact_import, actor)
    work_off(contact_import)
    return contact_import


def one_step(job: Job) -> None:
    """Take the job up, do one step and let go, as a process that dies then does."""
    assert jobs.advance(job.pk, keep_going=lambda: False)
    job.refresh_from_db()


def expire(job: Job) -> None:
    """Let the lease run out: the holder has been silent for too long."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def work_off(contact_import: ContactImport) -> None:
    """What the worker would do for this import, if anything is left to do."""
    for job in contact_import.jobs.filter(state__in=jobs.UNFINISHED):
        jobs.advance(job.pk)
    contact_import.refresh_from_db()


def problem_rows(contact_import: ContactImport) -> bytes:
    """The file of problem rows as the review wrote it."""
    return (storage.folder(contact_import) / contact_import.problems_file).read_bytes()


def counts(contact_import: ContactImport) -> tuple[int, int, int, int, int]:
    """Total, valid, duplicates, errors, empty."""
    return (
        contact_import.total_rows,
        contact_import.valid_rows,
        contact_import.duplicate_rows,
        contact_import.error_rows,
        contact_import.empty_rows,
    )
