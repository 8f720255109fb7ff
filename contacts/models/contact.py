"""The contact: a person or a business that a workspace calls."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from contacts import normal, phones, values
from contacts.models.fields import ContactPhoneField, KeyField, validate_one_line
from contacts.models.flag import ContactFlag, Flag
from contacts.search import Query, matching
from workspaces.models import User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned

# What a person types, in the order of the form; all but the notes are columns of the CSV.
FIELDS = ("name", "phone", "email", "state", "brokerage", "notes")
CSV_FIELDS = FIELDS[:-1]
# Those of the file that is edited and brought back: which contact it is, and as of which revision.
EDIT_COLUMNS = ("id", "version", *CSV_FIELDS)


def derived_values(contact_values: dict[str, str]) -> dict[str, str]:
    """The columns that follow from the five CSV fields: search text, keys, what the phone says.

    `former_text`, what a contact was called before merges, is searched with them where it is given.
    """
    phone_warning = phones.warning(contact_values["phone"])
    searched = [contact_values[field] for field in CSV_FIELDS]
    if former_text := contact_values.get("former_text"):
        searched.append(former_text)
    return {
        "search_text": normal.search_text(*searched),
        "name_key": normal.key(contact_values["name"]),
        "state_key": normal.key(contact_values["state"]),
        "brokerage_key": normal.key(contact_values["brokerage"]),
        "email_key": normal.email_key(contact_values["email"]),
        "phone_warning": phone_warning,
        "trunk_phone": phones.without_trunk_zero(contact_values["phone"]) if phone_warning else "",
    }


class ContactQuerySet(models.QuerySet["Contact"]):
    """Bulk writes keep the derived columns right, or refuse."""

    def search(self, query: Query) -> "ContactQuerySet":
        """The contacts that the query finds; how to reach them quickly `search.make_plan` knows."""
        return self.filter(matching(query))

    def update(self, **kwargs: Any) -> int:
        """Raises TypeError for a field from which others are derived: use `contacts.writing`."""
        derived_from = {*CSV_FIELDS, "former_text"} & set(kwargs)
        # bulk_update() ends here as well, with the derived columns beside the fields.
        if derived_from and "search_text" not in kwargs:
            raise TypeError(f"update() would leave columns derived from {derived_from} stale.")
        return super().update(**kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        contacts = list(objs)
        for contact in contacts:
            contact.derive()
        return super().bulk_create(contacts, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        contacts, names = list(objs), set(fields)
        if names & {*CSV_FIELDS, "former_text"}:
            for contact in contacts:
                names |= contact.derive()
        return super().bulk_update(contacts, sorted(names), *args, **kwargs)


class Contact(WorkspaceOwned):
    """A person or business that a workspace calls.

    `revision` counts the saves, for the optimistic lock of the edit form. The keys and
    `search_text` are derived from what was typed and never edited themselves.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=values.NAME_MAX, validators=[validate_one_line])
    phone = ContactPhoneField(max_length=phones.PHONE_MAX)
    email = models.EmailField("e-mail", max_length=values.EMAIL_MAX, blank=True)
    state = models.CharField(
        max_length=values.STATE_MAX, blank=True, validators=[validate_one_line]
    )
    brokerage = models.CharField(
        "Brokerage / Company",
        max_length=values.BROKERAGE_MAX,
        blank=True,
        validators=[validate_one_line],
    )
    notes = models.TextField(
        "Preferences and notes",
        blank=True,
        validators=[MaxLengthValidator(values.NOTES_MAX)],
    )
    flags = models.ManyToManyField(Flag, through=ContactFlag, related_name="contacts", blank=True)

    revision = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    updated_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("added", default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    contact_import = models.ForeignKey(
        "ContactImport",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.DO_NOTHING,
        related_name="contacts",
    )
    import_line = models.PositiveIntegerField(null=True, blank=True, editable=False)

    search_text = models.TextField(editable=False, default="")
    name_key = KeyField(max_length=200, editable=False, default="")
    state_key = KeyField(max_length=200, editable=False, default="")
    brokerage_key = KeyField(max_length=200, editable=False, default="")
    email_key = KeyField(max_length=values.EMAIL_MAX, editable=False, default="")
    phone_warning = models.CharField(max_length=20, editable=False, default="", blank=True)
    trunk_phone = KeyField(max_length=phones.PHONE_MAX, editable=False, default="")
    # What lost in merges, a line each: repeats the contact's `former_values`, for its search text.
    former_text = models.TextField(editable=False, default="", db_default="")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "workspace"], name="contact_id_workspace"),
            models.UniqueConstraint(
                fields=["contact_import", "import_line"],
                name="contact_import_line_unique",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="contact_name_not_empty"),
            models.CheckConstraint(
                condition=models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}\Z"),
                name="contact_phone_shape",
            ),
            CompositeForeignKey(
                field="contact_import",
                name="contact_contact_import_workspace",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "id"], name="contact_workspace_id"),
            models.Index(fields=["workspace", "created_at"], name="contact_workspace_created"),
            models.Index(fields=["workspace", "phone"], name="contact_workspace_phone"),
            models.Index(fields=["workspace", "name_key", "id"], name="contact_workspace_name"),
            models.Index(fields=["workspace", "state_key", "id"], name="contact_workspace_state"),
            models.Index(
                fields=["workspace", "brokerage_key", "id"],
                name="contact_workspace_brokerage",
            ),
            models.Index(
                fields=["workspace", "email_key", "id"],
                name="contact_workspace_email",
            ),
            models.Index(
                fields=["workspace", "updated_at", "id"],
                name="contact_workspace_updated",
            ),
            # What `duplicates` walks: the key of a group, and what tells which of its members a
            # stronger reason holds together already.
            models.Index(
                fields=["workspace", "trunk_phone"],
                condition=models.Q(trunk_phone__gt=""),
                name="contact_trunk_phone",
            ),
            models.Index(
                fields=["workspace", "email_key", "phone"],
                condition=models.Q(email_key__gt=""),
                name="contact_same_email",
            ),
            models.Index(
                fields=["workspace", "name_key", "brokerage_key", "phone", "email_key"],
                condition=models.Q(brokerage_key__gt=""),
                name="contact_same_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> set[str]:
        """Recompute the derived columns from the typed ones; returns their names."""
        derived = derived_values(
            {field: getattr(self, field) for field in (*CSV_FIELDS, "former_text")}
        )
        for name, value in derived.items():
            setattr(self, name, value)
        return set(derived)

    def save(self, *args: Any, **kwargs: Any) -> None:
        derived = self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *derived}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("contact_detail", args=[self.workspace.slug, self.pk])
