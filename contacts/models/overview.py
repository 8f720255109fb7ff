"""What the worker counts ahead for the home of a large workspace."""

from django.db import models
from django.utils import timezone

from workspaces.models import Workspace
from workspaces.scoping import WorkspaceOwned


class Overview(WorkspaceOwned):
    """The numbers of a workspace as they were at `counted_at`; a copy, which may be missing.

    `by_month` holds (first day, added in it, contacts until its end) by the clocks of `time_zone`,
    the present month last; `by_flag` (flag id, number), `by_state` (state, number), the largest
    first.
    """

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="overview")
    counted_at = models.DateTimeField(default=timezone.now)
    time_zone = models.CharField(max_length=64)
    by_month = models.JSONField(default=list)
    by_flag = models.JSONField(default=list)
    by_state = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"overview of {self.workspace}"
