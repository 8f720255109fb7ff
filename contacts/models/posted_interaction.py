"""What another system posted, by the key that it gave: so that a repeated request logs nothing."""

from django.db import models
from django.utils import timezone

from contacts.models.api_token import ApiToken
from contacts.models.fields import KeyField
from workspaces.models import Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class PostedInteraction(WorkspaceOwned):
    """One interaction that came with a token. Stays when the interaction itself is deleted.

    `key` and `body` are hashes of the system's key and of what it said with it; `interaction_id`
    is a plain number.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="posted_interactions"
    )
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="posted")
    key = KeyField(max_length=64, editable=False)
    body = KeyField(max_length=64, editable=False)
    interaction_id = models.BigIntegerField(editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="posted_interaction_once"),
            CompositeForeignKey(
                field="token", name="posted_interaction_token_workspace", on_delete="CASCADE"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "interaction_id"], name="posted_interaction_of"),
        ]

    def __str__(self) -> str:
        return f"Interaction {self.interaction_id} of {self.token}"
