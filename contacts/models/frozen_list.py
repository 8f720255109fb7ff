"""Frozen lists: who was in an audience at a moment."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone

from contacts.models.audience import Audience
from workspaces.models import User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class FrozenList(WorkspaceOwned):
    """The contacts of an audience as of `frozen_at` (None: the job has not looked yet).

    `snapshot` holds them between the one reading of that moment and the last of the members'
    being written; `ready_at` says that all are. A list that was thrown away has no audience, and
    housekeeping removes its members. `said` is the filter in words, as of that moment.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="frozen_lists")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    audience = models.ForeignKey(
        Audience, null=True, on_delete=models.DO_NOTHING, related_name="frozen_lists"
    )
    said = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    callable_count = models.PositiveIntegerField(default=0)
    snapshot = models.BinaryField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="frozen_list_id_workspace"),
            CompositeForeignKey(field="audience", name="frozen_list_audience_workspace"),
        ]

    def __str__(self) -> str:
        return f"Frozen list {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("frozen_detail", args=[self.workspace.slug, self.pk])


class FrozenMember(WorkspaceOwned):
    """A contact of a frozen list, with its verdict of that moment.

    The contact is a plain number, as in the journal: that it was there stays when it is deleted.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    frozen_list = models.ForeignKey(
        FrozenList, on_delete=models.CASCADE, related_name="members", db_index=False
    )
    contact_id = models.BigIntegerField()
    verdict = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["frozen_list", "contact_id"], name="frozen_member_unique"
            ),
            CompositeForeignKey(
                field="frozen_list", name="frozen_member_list_workspace", on_delete="CASCADE"
            ),
        ]

    def __str__(self) -> str:
        return str(self.contact_id)
