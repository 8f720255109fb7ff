"""What passed, or is to pass, between the staff and a contact."""

from datetime import datetime, timedelta

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone

from contacts.models.fields import validate_one_line
from workspaces.models import Membership, User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned

TEXT_MAX = 5_000
OUTCOME_MAX = 200
# Whoever tells when something was may have a clock that is a little ahead of ours.
CLOCKS_DIFFER = timedelta(minutes=5)


class InteractionKind(models.TextChoices):
    CALL = "call", "Call"
    MESSAGE = "message", "Message"
    APPOINTMENT = "appointment", "Appointment"
    NOTE = "note", "Note"


def lies_ahead(kind: str, at: datetime) -> bool:
    """Whether it is said to have passed when it cannot have yet: only appointments are to come."""
    return kind != InteractionKind.APPOINTMENT and at > timezone.now() + CLOCKS_DIFFER


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def upcoming_appointments(self) -> "InteractionQuerySet":
        """Appointments still to come, the next one first."""
        return self.filter(kind=InteractionKind.APPOINTMENT, at__gte=timezone.now()).order_by(
            "at", "id"
        )


class Interaction(WorkspaceOwned):
    """A call, a message, an appointment or a note: what it was about, and what came of it.

    `at` is when it was or, for an appointment, when it will be. It is the author's own: others
    read it, and owners may delete it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="interactions")
    contact = models.ForeignKey("Contact", on_delete=models.CASCADE, related_name="interactions")
    kind = models.CharField(max_length=12, choices=InteractionKind.choices)
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(TEXT_MAX)])
    outcome = models.CharField(max_length=OUTCOME_MAX, blank=True, validators=[validate_one_line])
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=InteractionKind.values),
                name="interaction_kind_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="", outcome=""), name="interaction_not_empty"
            ),
            CompositeForeignKey(
                field="contact", name="interaction_contact_workspace", on_delete="CASCADE"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "-at"], name="interaction_contact"),
            models.Index(
                fields=["workspace", "at"],
                condition=models.Q(kind="appointment"),
                name="interaction_appointments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_upcoming(self) -> bool:
        return self.kind == InteractionKind.APPOINTMENT and self.at > timezone.now()

    def may_be_edited_by(self, membership: Membership) -> bool:
        """Only by its author, as long as the author may edit at all."""
        return membership.can_edit and self.author_id == membership.user_id

    def may_be_deleted_by(self, membership: Membership) -> bool:
        """By its author, and by any owner."""
        return membership.can_own or self.may_be_edited_by(membership)
