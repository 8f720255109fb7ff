"""The key with which another system reads a workspace's contacts and, if it may, logs calls."""

from django.db import models
from django.utils import timezone

from contacts.models.fields import KeyField, validate_one_line
from workspaces.models import User, Workspace
from workspaces.scoping import WorkspaceOwned

NAME_MAX = 100


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self) -> "ApiTokenQuerySet":
        """Those that were not revoked."""
        return self.filter(revoked_at=None)

    def awake(self) -> "ApiTokenQuerySet":
        """Those whose maker has an account that is active: see `sleeps`."""
        return self.filter(created_by__is_active=True)


class ApiToken(WorkspaceOwned):
    """A token of one workspace, as a hash: the token itself is shown once, when it is made.

    With `may_log` it logs interactions; all else it only reads. `prefix` is its beginning, by which
    people tell tokens apart. `minute` and `used` count the requests of the current minute since
    1970, for the rate limit.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=NAME_MAX, validators=[validate_one_line])
    may_log = models.BooleanField("may log interactions", default=False, editable=False)
    prefix = models.CharField(max_length=12, editable=False)
    digest = KeyField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_name = models.CharField(max_length=150, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    minute = models.PositiveIntegerField(default=0, editable=False)
    used = models.PositiveIntegerField(default=0, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="api_token_id_workspace"),
            models.CheckConstraint(condition=~models.Q(name=""), name="api_token_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sleeps(self) -> bool:
        """Whether it opens nothing as long as its maker cannot sign in either.

        For good, when the account was deleted: that is more than to make it inactive.
        """
        return self.created_by is None or not self.created_by.is_active
