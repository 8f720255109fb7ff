"""The row that is the truth about a piece of long work."""

from django.db import models
from django.utils import timezone

from contacts.models.contact_import import ContactImport
from workspaces.models import User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class JobKind(models.TextChoices):
    REVIEW = "review", "Review of an import"
    COMMIT = "commit", "Import"
    EDIT = "edit", "Edited contacts of a file"
    UNDO = "undo", "Undo of an import"
    FREEZE = "freeze", "Frozen list"
    ADD_FLAGS = "add_flags", "Flags added to many contacts"
    REMOVE_FLAGS = "remove_flags", "Flags taken off many contacts"
    UNDO_FLAGS = "undo_flags", "Undo of flags for many contacts"
    DELETE = "delete", "Many contacts deleted"
    MERGE = "merge", "Merge of contacts that are exactly the same"
    UNMERGE = "unmerge", "Undo of merges"
    FLAG_DELETE = "flag_delete", "Deletion of a flag"
    FLAG_MERGE = "flag_merge", "Merge of flags"


def job_kinds() -> list[tuple[str, str]]:
    """A function, so that a new kind needs no migration."""
    return JobKind.choices


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class LongWork(models.Model):
    """Work done in short steps by whichever process holds the lease.

    `token` is the fencing token: a claim raises it, and a step's transaction only takes effect
    where the token and the cursor are still the ones it started from. `cursor` says where the next
    step begins; `done` of `total` are rows (0: not known yet).
    """

    kind: "models.CharField[str, str]"
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    cursor = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    token = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def per_cent(self) -> int:
        """How much is done, as far as it is known; all of it only when the job has ended."""
        return min(99, 100 * self.done // self.total) if self.total else 0


class Job(LongWork, WorkspaceOwned):
    """Work of one workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=12, choices=job_kinds)
    contact_import = models.ForeignKey(
        ContactImport,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="jobs",
    )
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    options = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="job_id_workspace"),
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_known"
            ),
            CompositeForeignKey(
                field="contact_import",
                name="job_import_workspace",
                on_delete="CASCADE",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "lease_until", "id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_due",
            ),
            models.Index(fields=["workspace", "-id"], name="job_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class SiteJobKind(models.TextChoices):
    SEARCH = "search", "Rebuild of the search index"


class SiteJob(LongWork):
    """Work of the whole site, such as on what all workspaces share. No page of one shows it."""

    kind = models.CharField(max_length=12, choices=SiteJobKind.choices)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="site_job_state_known"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="site_job_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
