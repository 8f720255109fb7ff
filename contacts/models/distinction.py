"""Contacts of which a person said that they are not the same, though they look it."""

from django.db import models
from django.utils import timezone

from contacts.models.contact import Contact
from workspaces.models import User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class Distinction(WorkspaceOwned):
    """A decision about a set of contacts: each of them is another person or business.

    It holds for every two of the set. Whoever looks like one of them later is not in it, so the
    question is asked anew.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="distinctions")
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="distinction_id_workspace"),
        ]
        indexes = [models.Index(fields=["workspace", "-id"], name="distinction_workspace")]

    def __str__(self) -> str:
        return f"Distinction {self.pk}"


class DistinctContact(WorkspaceOwned):
    """One of the contacts of a distinction."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="distinct_contacts"
    )
    distinction = models.ForeignKey(Distinction, on_delete=models.CASCADE, related_name="members")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="distinctions")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "distinction"], name="distinct_contact_unique"
            ),
            CompositeForeignKey(
                field="distinction",
                name="distinct_contact_distinction_workspace",
                on_delete="CASCADE",
            ),
            CompositeForeignKey(
                field="contact", name="distinct_contact_contact_workspace", on_delete="CASCADE"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "contact"], name="distinct_contact_contact")]

    def __str__(self) -> str:
        return f"Contact {self.contact_id}"
