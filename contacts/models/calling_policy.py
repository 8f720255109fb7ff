"""What a workspace asks of a contact before anybody may call it."""

from django.db import models

from contacts.models.flag import Flag
from workspaces.models import Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class CallingPolicy(WorkspaceOwned):
    """At most one for a workspace; without one, no flag is required.

    `required_name` is the flag's name as it was chosen: it outlives the flag, so that its deletion
    makes nobody callable, rather than everybody.
    """

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="calling_policy"
    )
    required_flag = models.ForeignKey(
        Flag, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    required_name = models.CharField(max_length=50, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "calling policies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(required_flag=None) | ~models.Q(required_name=""),
                name="calling_policy_names_its_flag",
            ),
            CompositeForeignKey(field="required_flag", name="calling_policy_flag_workspace"),
        ]

    def __str__(self) -> str:
        return f"Calling policy of {self.workspace}"
