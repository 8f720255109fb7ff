"""Audiences: a saved, named filter of a workspace, which campaigns and assistants refer to."""

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from contacts.models.fields import KeyField, validate_one_line
from contacts.models.flag import flag_key
from workspaces.models import User, Workspace
from workspaces.scoping import WorkspaceOwned

NAME_MAX = 100
DESCRIPTION_MAX = 300


class Audience(WorkspaceOwned):
    """Whoever `filter` finds at the time of asking; see `contacts.audiences`, which reads it.

    `filter` holds the parameters of a list's query string, normalised: `{name: [values]}`. Its
    `digest` keeps the same filter from being saved twice; it is empty where a merge of flags made
    two filters the same. `said` is the filter in words, as of its saving: flags and imports may go.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="audiences")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=NAME_MAX, validators=[validate_one_line])
    name_key = KeyField(max_length=400, editable=False)
    description = models.CharField(
        max_length=DESCRIPTION_MAX, blank=True, validators=[validate_one_line]
    )
    filter = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    said = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_name = models.CharField(max_length=150, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="audience_id_workspace"),
            models.UniqueConstraint(fields=["workspace", "name_key"], name="audience_name_unique"),
            models.UniqueConstraint(
                fields=["workspace", "digest"],
                condition=~models.Q(digest=""),
                name="audience_filter_unique",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="audience_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = flag_key(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("audience_detail", args=[self.workspace.slug, self.pk])
