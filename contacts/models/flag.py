"""Flags: how a workspace segments its contacts, and the link that carries them."""

import unicodedata
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from contacts.models.fields import KeyField, validate_one_line
from contacts.values import INVISIBLE_MARKS
from workspaces.models import User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


class Colour(models.TextChoices):
    """The palette: every colour is readable in the light and the dark theme."""

    RED = "red", "Red"
    ORANGE = "orange", "Orange"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
    TEAL = "teal", "Teal"
    BLUE = "blue", "Blue"
    INDIGO = "indigo", "Indigo"
    PURPLE = "purple", "Purple"
    PINK = "pink", "Pink"
    GREY = "grey", "Grey"


# What a new workspace starts with: name, colour, meaning, suppressing.
STARTER_FLAGS = (
    (
        "Hot Lead",
        Colour.ORANGE,
        "Interested and likely to decide soon: call first.",
        False,
    ),
    ("VIP", Colour.PURPLE, "Treat with special care.", False),
    (
        "Follow-up Needed",
        Colour.AMBER,
        "We owe this contact an answer or a call.",
        False,
    ),
    (
        "Opt-in Verified",
        Colour.GREEN,
        "Agreed to be called, and we hold the proof.",
        False,
    ),
    (
        "Do Not Call",
        Colour.RED,
        "Asked not to be called: no campaign may reach them.",
        True,
    ),
)


def flag_key(name: str) -> str:
    """What two names share that look alike but for case: marks nobody sees, white space, widths."""
    seen = "".join(character for character in name if character not in INVISIBLE_MARKS)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(folded.split())


class FlagQuerySet(models.QuerySet["Flag"]):
    def with_counts(self) -> "FlagQuerySet":
        """Each flag with `contact_count`, the number of contacts that carry it.

        Counted along the index, flag by flag: joined, a million links take five times as long.
        """
        carriers = (
            ContactFlag.objects.filter(flag=models.OuterRef("pk"))
            .order_by()
            .values("flag")
            .annotate(count=models.Count("*"))
            .values("count")
        )
        return self.annotate(contact_count=Coalesce(models.Subquery(carriers), 0))


class Flag(WorkspaceOwned):
    """A label of one workspace. A suppressing flag keeps its contacts out of campaigns."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="flags")
    name = models.CharField(max_length=50, validators=[validate_one_line])
    name_key = KeyField(max_length=200, editable=False)
    colour = models.CharField(max_length=10, choices=Colour.choices, default=Colour.BLUE)
    description = models.CharField(
        max_length=300,
        blank=True,
        help_text="What it means, so that the whole team uses it the same way.",
        validators=[validate_one_line],
    )
    suppressing = models.BooleanField(
        default=False, help_text="Contacts with this flag must not be called."
    )
    created_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(
        "last used",
        null=True,
        blank=True,
        editable=False,
        help_text="When it was last put on a contact, also where that one has lost it since.",
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="flag_id_workspace"),
            models.UniqueConstraint(
                fields=["workspace", "name_key"],
                name="flag_name_unique",
                violation_error_message="This workspace already has a flag with this name.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="flag_name_not_empty"),
            models.CheckConstraint(
                condition=models.Q(colour__in=Colour.values), name="flag_colour_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name_key = flag_key(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = flag_key(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_key"}
        super().save(*args, **kwargs)


class ContactFlag(WorkspaceOwned):
    """A contact carries a flag; the database refuses to link across workspaces."""

    contact = models.ForeignKey("Contact", on_delete=models.CASCADE, related_name="flag_links")
    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="links")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "flag"], name="contact_flag_unique"),
            CompositeForeignKey(
                field="contact",
                name="contact_flag_contact_workspace",
                on_delete="CASCADE",
            ),
            CompositeForeignKey(
                field="flag",
                name="contact_flag_flag_workspace",
                on_delete="CASCADE",
            ),
        ]
        indexes = [
            models.Index(fields=["flag", "-contact"], name="contact_flag_flag_contact"),
            # For the composite key: without it each contact that goes costs SQLite a walk over all
            # links of the workspace.
            models.Index(fields=["workspace", "contact"], name="contact_flag_workspace_contact"),
        ]

    def __str__(self) -> str:
        return str(self.flag)
