"""People, workspaces, and who may do what where."""

import uuid
import zoneinfo
from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify

INVITATION_SALT = "workspaces.invitation"


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a key of the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Choose a time zone from the list, for example Europe/London.")


def base_slug(name: str) -> str:
    return slugify(name)[:50].strip("-") or "workspace"


def new_slug(name: str) -> str:
    """A slug for a new workspace that no other has: it will never change."""
    base = base_slug(name)
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken or slug in Workspace.RESERVED_SLUGS:
        slug, number = f"{base}-{number}", number + 1
    return slug


# So many characters do records keep of who did something.
PERSON_MAX = 150


class User(AbstractUser):
    """A person who signs in, by user name or by e-mail."""

    time_zone = models.CharField(
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text="Empty: the workspace's time zone.",
    )
    without_shortcuts = models.BooleanField(
        "no single-key shortcuts",
        default=False,
        help_text="Letters such as j, k and x then do nothing in the list of contacts.",
    )
    last_workspace = models.ForeignKey(
        "Workspace", null=True, blank=True, editable=False, on_delete=models.SET_NULL
    )
    second_factor_at = models.DateTimeField(
        "second factor since", null=True, blank=True, editable=False
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_unique",
                violation_error_message="Another person already has this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        # Two long names are shortened: records keep it where there is room for one.
        return (self.get_full_name() or self.get_username())[:PERSON_MAX]


class PersonSession(models.Model):
    """Says whose a session of Django's is; all else about it lies in the session's own data."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return f"A session of {self.user}"


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def of(self, user: User) -> "WorkspaceQuerySet":
        """The workspaces the person is a member of, by name."""
        return self.filter(memberships__user=user).order_by("name", "pk")

    def open_to(self, user: User) -> "WorkspaceQuerySet":
        """Those of them that let the person in: some ask for a second factor."""
        own = self.of(user)
        return own if user.second_factor_at else own.filter(second_factor_required=False)


class Workspace(models.Model):
    """A wall around contacts: nothing inside is ever seen from another workspace."""

    RESERVED_SLUGS = frozenset({"new"})

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    second_factor_required = models.BooleanField(
        default=False, help_text="Members open it only with a second factor."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    members = models.ManyToManyField(User, through="Membership", related_name="workspaces")

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="workspace_name_not_empty")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # Django's signature
        if not self.slug:
            self.slug = new_slug(self.name)
        super().save(*args, **kwargs)


class Role(models.TextChoices):
    VIEWER = "viewer", "Viewer"
    EDITOR = "editor", "Editor"
    OWNER = "owner", "Owner"


class Membership(models.Model):
    """A person's place in a workspace. Roles build on each other: viewer < editor < owner."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEWER)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["user__username"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="membership_unique"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} of {self.workspace}"

    @property
    def can_edit(self) -> bool:
        return self.role in (Role.EDITOR, Role.OWNER)

    @property
    def can_own(self) -> bool:
        return self.role == Role.OWNER


def invitation_expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor run out; a withdrawn one is deleted."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An owner's offer to an e-mail address to join, open for a week.

    The link carries a signature over the invitation's uuid, so that a reader of the database
    cannot use it, and the owner can be shown it again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=invitation_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.workspace}"

    @property
    def token(self) -> str:
        """The secret part of the link."""
        return signing.Signer(salt=INVITATION_SALT).sign(str(self.uuid))

    @classmethod
    def from_token(cls, token: str) -> "Invitation | None":
        """The open invitation behind a link, or None when forged, expired, taken or withdrawn."""
        try:
            value = signing.Signer(salt=INVITATION_SALT).unsign(token)
        except signing.BadSignature:
            return None
        return cls.objects.open().select_related("workspace").filter(uuid=value).first()


class AppendOnly(Exception):
    """Somebody's code tried to change or delete what is kept for good."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reads, and adds. Django's cascades use the base manager: they may still empty a reference."""

    def update(self, **values: object) -> NoReturn:
        raise AppendOnly("An audit entry is never changed.")

    def bulk_update(self, *args: object, **options: object) -> NoReturn:
        raise AppendOnly("An audit entry is never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly("An audit entry is never deleted.")


class AuditEntry(models.Model):
    """Who did what, kept for good; holds no personal data of contacts.

    `workspace` is emptied when the workspace goes, its name stays; `actor_name` likewise. Ids grow
    with time, so entries are read in their order.
    """

    workspace = models.ForeignKey(
        Workspace, null=True, on_delete=models.SET_NULL, related_name="audit_entries"
    )
    workspace_name = models.CharField(max_length=100, blank=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=50)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["workspace", "-id"], name="audit_workspace"),
            models.Index(fields=["workspace", "actor_name"], name="audit_workspace_actor"),
            models.Index(fields=["action", "at"], name="audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("An audit entry is never changed.")
        # Never an UPDATE, also where somebody gives an entry the id of another one.
        super().save(*args, **options | {"force_insert": True})

    def delete(self, *args: object, **options: object) -> NoReturn:
        raise AppendOnly("An audit entry is never deleted.")

    @classmethod
    def record(
        cls,
        action: str,
        *,
        actor: User | None,
        workspace: Workspace | None = None,
        **detail: object,
    ) -> "AuditEntry":
        """Write one line; `detail` must hold no personal data of contacts."""
        return cls.objects.create(
            workspace=workspace,
            workspace_name=workspace.name if workspace else "",
            actor=actor,
            actor_name=actor.get_username() if actor else "",
            action=action,
            detail=detail,
        )
