"""Merges: several contacts that became one, what that took, and the values that lost."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

from contacts.models.contact import Contact
from workspaces.models import User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned

UNDO_DAYS = 30


class MergeQuerySet(models.QuerySet["Merge"]):
    def in_force(self) -> "MergeQuerySet":
        """Those that nobody has undone."""
        return self.filter(undone_at=None)

    def undoable(self) -> "MergeQuerySet":
        """Those that can still be undone, as far as their age says."""
        oldest = timezone.now() - timedelta(days=UNDO_DAYS)
        return self.in_force().filter(within=None, purged=False, at__gt=oldest)


class Merge(WorkspaceOwned):
    """Some contacts went, and `survivor` carries on for all of them.

    `before` and `after` are the survivor's values around the merge, `flags_added` the ids of the
    flags that it got. When a survivor goes in a later merge, its own merges pass on to the new
    survivor and lie `within` the later one: they can be undone again when that one is.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="merges")
    survivor = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="merges")
    within = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    job = models.ForeignKey("Job", null=True, on_delete=models.SET_NULL, related_name="merges")
    at = models.DateTimeField(default=timezone.now)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    flags_added = models.JSONField(default=list)
    distinctions_added = models.JSONField(default=list)
    purged = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=150, blank=True)
    kept = models.JSONField(default=list, help_text="What the undo left, as sentences.")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="merge_id_workspace"),
            CompositeForeignKey(
                field="survivor", name="merge_survivor_workspace", on_delete="CASCADE"
            ),
            CompositeForeignKey(field="within", name="merge_within_workspace", on_delete="CASCADE"),
            CompositeForeignKey(field="job", name="merge_job_workspace"),
        ]
        indexes = [
            models.Index(fields=["workspace", "-id"], name="merge_workspace"),
            models.Index(fields=["workspace", "survivor"], name="merge_survivor"),
            models.Index(fields=["at"], condition=models.Q(purged=False), name="merge_unpurged"),
        ]

    def __str__(self) -> str:
        return f"Merge {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("merge_detail", args=[self.workspace.slug, self.pk])

    @property
    def until(self) -> datetime:
        """How long it can be undone."""
        return self.at + timedelta(days=UNDO_DAYS)

    def is_newest(self) -> bool:
        """Whether its survivor took in nobody since: merges are undone in turn, the last first."""
        later = Merge.objects.filter(workspace_id=self.workspace_id, survivor_id=self.survivor_id)
        return not later.in_force().filter(within=None, pk__gt=self.pk).exists()


class MergedContact(WorkspaceOwned):
    """A contact that went in a merge, as it was: what the undo makes it of again.

    `row` holds its columns, `flags` its flags as [id, since]; the other lists are ids of what the
    survivor took over from it. Kept for as long as the merge can be undone.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="merged")
    contact_id = models.BigIntegerField()
    row = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    interactions = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    former_values = models.JSONField(default=list)
    merges = models.JSONField(default=list)
    distinctions = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            CompositeForeignKey(
                field="merge", name="merged_contact_merge_workspace", on_delete="CASCADE"
            ),
        ]

    def __str__(self) -> str:
        return f"Contact {self.contact_id}"


class FormerValue(WorkspaceOwned):
    """A value that lost in a merge: read on the contact's page, found by search for good.

    The contact's `former_text` repeats those of one line, so that its search text holds them.
    """

    # No index of the workspace alone: for many phones SQLite would take it, and walk over all.
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="former_values")
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="former_values")
    field = models.CharField(max_length=10)
    value = models.TextField()
    # Collated as a contact's phone, with which it is united and compared: PostgreSQL would not use
    # the index of contacts otherwise.
    phone = models.CharField(max_length=16, default="", help_text="The value, where it is a phone.")

    class Meta:
        ordering = ["id"]
        constraints = [
            CompositeForeignKey(
                field="contact", name="former_value_contact_workspace", on_delete="CASCADE"
            ),
            CompositeForeignKey(
                field="merge", name="former_value_merge_workspace", on_delete="CASCADE"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "phone"], name="former_value_phone"),
            models.Index(fields=["workspace", "contact"], name="former_value_contact"),
        ]

    def __str__(self) -> str:
        return self.value
