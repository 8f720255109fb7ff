"""The journal of contacts: what the timeline shows and what undo goes by."""

from django.db import models
from django.utils import timezone

from workspaces.models import User
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class ChangeKind(models.TextChoices):
    CREATED = "created", "Created"
    CHANGED = "changed", "Changed"
    FLAGGED = "flagged", "Flagged"
    UNFLAGGED = "unflagged", "Unflagged"
    IMPORTED = "imported", "Changed by an import"
    UNDONE = "undone", "Import undone"
    MERGED = "merged", "Merged"
    UNMERGED = "unmerged", "Merge undone"


class ContactChange(WorkspaceOwned):
    """One change of one contact: `values` is `{field: [old, new]}`, flags by id and name.

    The contact is a plain number: the journal is purged with it, by `writing`, not by a key. A
    contact that an import created has no entry: its import and line say it.
    """

    contact_id = models.BigIntegerField()
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    job = models.ForeignKey("Job", null=True, blank=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    values = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(
        default=0, help_text="The contact's revision after this change."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ChangeKind.values),
                name="contact_change_kind_known",
            ),
            CompositeForeignKey(field="job", name="contact_change_job_workspace"),
        ]
        indexes = [
            models.Index(fields=["workspace", "contact_id", "-id"], name="contact_change_contact"),
            models.Index(fields=["job", "id"], name="contact_change_job"),
            # Of a large import's entries few are these, and its page asks for them.
            models.Index(
                fields=["job"],
                condition=models.Q(kind=ChangeKind.FLAGGED),
                name="contact_change_flagged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.contact_id}"
