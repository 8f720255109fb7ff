"""A CSV file on its way into a workspace: a lasting record of who, when, what and how many."""

import uuid

from django.db import models
from django.utils import timezone

from workspaces.models import User, Workspace
from workspaces.scoping import WorkspaceOwned


class ImportKind(models.TextChoices):
    """What the rows of the file are: new contacts, or contacts of ours that were edited in it."""

    CREATE = "create", "New contacts"
    UPDATE = "update", "Edited contacts"


class ImportState(models.TextChoices):
    """Where an import stands. The words are stored as they are here."""

    UPLOADED = "uploaded", "Uploaded"
    VALIDATING = "validating", "Validating"
    READY = "ready", "Ready to confirm"
    IMPORTING = "importing", "Importing"
    COMPLETED = "completed", "Completed"
    REJECTED = "rejected", "File rejected"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Expired"
    UNDOING = "undoing", "Undoing"
    UNDONE = "undone", "Undone"


class DuplicatePolicy(models.TextChoices):
    """What a row does whose phone is already a contact. An empty cell never erases a value."""

    SKIP = "skip", "Skip them"
    FILL = "fill", "Fill empty fields"
    OVERWRITE = "overwrite", "Overwrite with the file's values"


class ContactImport(WorkspaceOwned):
    """One uploaded file and what became of it.

    Row counts are of data records, without the header. `total_rows` is always `valid_rows` +
    `duplicate_rows` + `error_rows`; records with only blank cells are counted in `empty_rows`
    apart. `created_count` and `updated_count` are counted in the database; an undo leaves them, and
    says in `deleted_count`, `restored_count` and `kept_count` what became of those contacts.

    A file of edited contacts creates none. Its valid rows are all that name a contact as it is
    now: those that change it, and the `unchanged_rows` among them. Rows of a contact that was
    changed since the export are errors, rows that repeat an earlier line's contact duplicates;
    `skipped_count` are the contacts that somebody changed between review and confirm.

    `problems` is a bounded account by kind, `{kind: {"count": n, "examples": [...]}}`, and
    `updates` one by policy of what the duplicates would change; `repairs` are the kinds of problem
    whose suggested values are used. Every problem row in full is in the file `problems_file` names,
    every suggested value in `repairs_file`, every change of edited contacts in `changes_file`.
    Files have generated names below DATA_DIR; the names are emptied when housekeeping removes them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="imports")
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    kind = models.CharField(max_length=10, choices=ImportKind.choices, default=ImportKind.CREATE)
    original_name = models.CharField(max_length=255)
    stored_file = models.CharField(max_length=100, blank=True)
    problems_file = models.CharField(max_length=100, blank=True)
    repairs_file = models.CharField(max_length=100, blank=True)
    changes_file = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    state = models.CharField(
        max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    reason = models.TextField(
        blank=True, help_text="Why the file was rejected or the import ended."
    )
    rejection = models.JSONField(default=dict, blank=True)
    total_rows = models.PositiveIntegerField(default=0)
    valid_rows = models.PositiveIntegerField(default=0)
    unchanged_rows = models.PositiveIntegerField(
        default=0, help_text="Valid rows of a file of edited contacts that change nothing."
    )
    duplicate_rows = models.PositiveIntegerField(default=0)
    error_rows = models.PositiveIntegerField(default=0)
    empty_rows = models.PositiveIntegerField(default=0)
    warning_rows = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(
        default=0,
        help_text=(
            "Rows that became duplicates, or whose contacts somebody changed, between review and"
            " confirm."
        ),
    )
    suppressed_count = models.PositiveIntegerField(
        default=0,
        help_text="Contacts it made that were given a suppressing flag which their number had.",
    )
    problems = models.JSONField(default=dict, blank=True)
    sample = models.JSONField(default=list, blank=True)
    repairs = models.JSONField(default=list, blank=True)
    repaired_rows = models.PositiveIntegerField(
        default=0, help_text="Rows that are no errors any more because a suggested value was used."
    )

    updates = models.JSONField(default=dict, blank=True)
    duplicate_policy = models.CharField(
        max_length=10, choices=DuplicatePolicy.choices, default=DuplicatePolicy.SKIP
    )
    flags = models.JSONField(
        default=list,
        blank=True,
        help_text="Given to every contact that the import creates: ids, and names as they were.",
    )

    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    deleted_count = models.PositiveIntegerField(default=0)
    restored_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(
        default=0, help_text="Contacts that the undo left: somebody had changed them."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="contact_import_id_workspace"),
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values),
                name="contact_import_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ImportKind.values), name="contact_import_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(duplicate_policy__in=DuplicatePolicy.values),
                name="contact_import_policy_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    total_rows=models.F("valid_rows")
                    + models.F("duplicate_rows")
                    + models.F("error_rows")
                ),
                name="contact_import_counts_add_up",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-id"], name="contact_import_workspace")]

    def __str__(self) -> str:
        return self.original_name

    @property
    def edits_contacts(self) -> bool:
        """Whether the file edits contacts that are there, and creates none."""
        return self.kind == ImportKind.UPDATE

    @property
    def changing_rows(self) -> int:
        """Rows of a file of edited contacts that change one."""
        return self.valid_rows - self.unchanged_rows

    @property
    def has_outcome(self) -> bool:
        """Whether it was confirmed and has ended: what was done is known."""
        return bool(self.confirmed_at and self.finished_at)

    @property
    def not_reached_rows(self) -> int:
        """Of these, those that were left when the import was stopped half-way."""
        return self.changing_rows - self.updated_count - self.skipped_count

    def rows_to_import(self, policy: str) -> int:
        """How many rows a confirmation under this policy would do something with."""
        if self.edits_contacts:
            return self.changing_rows
        return self.valid_rows + self.update_count(policy)

    def update_count(self, policy: str) -> int:
        """How many contacts the duplicates would change, as the review found them."""
        return self.updates.get(policy, {}).get("count", 0)
