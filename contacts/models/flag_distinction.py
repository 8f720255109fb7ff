"""Two flags of which a person said that they are different, though their names look alike."""

from django.db import models
from django.utils import timezone

from contacts.models.flag import Flag
from workspaces.models import User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class FlagDistinction(WorkspaceOwned):
    """A decision about a pair of flags, the older one first; it goes with either of them."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="flag_distinctions"
    )
    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["flag", "other"], name="flag_distinction_unique"),
            models.CheckConstraint(
                condition=models.Q(flag__lt=models.F("other")), name="flag_distinction_order"
            ),
            CompositeForeignKey(
                field="flag", name="flag_distinction_flag_workspace", on_delete="CASCADE"
            ),
            CompositeForeignKey(
                field="other", name="flag_distinction_other_workspace", on_delete="CASCADE"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} is not {self.other_id}"
