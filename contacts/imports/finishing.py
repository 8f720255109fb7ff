"""How an import of either kind ends: its state, and its counts, taken from the database."""

from typing import Any

from django.utils import timezone

from contacts.imports.remembered import kept_count
from contacts.models import ChangeKind, ContactChange, ContactImport, ImportState, Job
from contacts.steps import TakesTurns
from workspaces.models import AuditEntry


class Finishing(TakesTurns):
    """What the work of a confirmed import has in common, whatever it does with the rows."""

    def __init__(self, job: Job) -> None:
        assert job.contact_import is not None
        self.contact_import = job.contact_import

    def on_cancelled(self, job: Job, reason: str) -> None:
        self.finish(job, "import.cancelled", state=ImportState.CANCELLED, reason=reason)

    def on_failed(self, job: Job, reason: str) -> None:
        self.finish(job, "import.failed", state=ImportState.FAILED, reason=reason)

    def finish(self, job: Job, action: str, **values: Any) -> None:
        """Write the state and, counted in the database, how many contacts it made and changed."""
        # By the line: its index alone answers, while other writers wait.
        created = self.contact_import.contacts.filter(import_line__gt=0).count()
        updated = self.updated_count(job)
        ContactImport.objects.filter(pk=self.contact_import.pk).update(
            created_count=created,
            updated_count=updated,
            suppressed_count=kept_count(job),
            finished_at=timezone.now(),
            **values,
        )
        AuditEntry.record(
            action,
            actor=job.actor,
            workspace=job.workspace,
            contact_import=self.contact_import.pk,
            created=created,
            updated=updated,
        )

    def updated_count(self, job: Job) -> int:
        return ContactChange.objects.filter(job=job, kind=ChangeKind.IMPORTED).count()
