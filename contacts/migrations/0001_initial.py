import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import contacts.models.fields
import workspaces.scoping


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=50, validators=[contacts.models.fields.validate_one_line]
                    ),
                ),
                ("name_key", contacts.models.fields.KeyField(editable=False, max_length=200)),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("orange", "Orange"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("teal", "Teal"),
                            ("blue", "Blue"),
                            ("indigo", "Indigo"),
                            ("purple", "Purple"),
                            ("pink", "Pink"),
                            ("grey", "Grey"),
                        ],
                        default="blue",
                        max_length=10,
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="What it means, so that the whole team uses it the same way.",
                        max_length=300,
                        validators=[contacts.models.fields.validate_one_line],
                    ),
                ),
                (
                    "suppressing",
                    models.BooleanField(
                        default=False, help_text="Contacts with this flag must not be called."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "workspace"), name="flag_id_workspace"),
                    models.UniqueConstraint(
                        fields=("workspace", "name_key"),
                        name="flag_name_unique",
                        violation_error_message="This workspace already has a flag with this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="flag_name_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "colour__in",
                                [
                                    "red",
                                    "orange",
                                    "amber",
                                    "green",
                                    "teal",
                                    "blue",
                                    "indigo",
                                    "purple",
                                    "pink",
                                    "grey",
                                ],
                            )
                        ),
                        name="flag_colour_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_by_name", models.CharField(blank=True, max_length=150)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("original_name", models.CharField(max_length=255)),
                ("stored_file", models.CharField(blank=True, max_length=100)),
                ("problems_file", models.CharField(blank=True, max_length=100)),
                ("size_bytes", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("validating", "Validating"),
                            ("ready", "Ready to confirm"),
                            ("importing", "Importing"),
                            ("completed", "Completed"),
                            ("rejected", "File rejected"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                            ("expired", "Expired"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Why the file was rejected or the import ended."
                    ),
                ),
                ("rejection", models.JSONField(blank=True, default=dict)),
                ("total_rows", models.PositiveIntegerField(default=0)),
                ("valid_rows", models.PositiveIntegerField(default=0)),
                ("duplicate_rows", models.PositiveIntegerField(default=0)),
                ("error_rows", models.PositiveIntegerField(default=0)),
                ("empty_rows", models.PositiveIntegerField(default=0)),
                ("warning_rows", models.PositiveIntegerField(default=0)),
                ("created_count", models.PositiveIntegerField(default=0)),
                ("updated_count", models.PositiveIntegerField(default=0)),
                (
                    "skipped_count",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Rows that became duplicates between review and confirm.",
                    ),
                ),
                ("problems", models.JSONField(blank=True, default=dict)),
                ("sample", models.JSONField(blank=True, default=list)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["workspace", "-id"], name="contact_import_workspace")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="contact_import_id_workspace"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "uploaded",
                                    "validating",
                                    "ready",
                                    "importing",
                                    "completed",
                                    "rejected",
                                    "failed",
                                    "cancelled",
                                    "expired",
                                    "undoing",
                                    "undone",
                                ],
                            )
                        ),
                        name="contact_import_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_rows",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("valid_rows"), "+", models.F("duplicate_rows")
                                    ),
                                    "+",
                                    models.F("error_rows"),
                                ),
                            )
                        ),
                        name="contact_import_counts_add_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=200, validators=[contacts.models.fields.validate_one_line]
                    ),
                ),
                ("phone", contacts.models.fields.ContactPhoneField(max_length=16, region=None)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[contacts.models.fields.validate_one_line],
                    ),
                ),
                (
                    "brokerage",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[contacts.models.fields.validate_one_line],
                        verbose_name="Brokerage / Company",
                    ),
                ),
                (
                    "notes",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="Preferences and notes",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("import_line", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "name_key",
                    contacts.models.fields.KeyField(default="", editable=False, max_length=200),
                ),
                (
                    "state_key",
                    contacts.models.fields.KeyField(default="", editable=False, max_length=200),
                ),
                (
                    "brokerage_key",
                    contacts.models.fields.KeyField(default="", editable=False, max_length=200),
                ),
                (
                    "email_key",
                    contacts.models.fields.KeyField(default="", editable=False, max_length=254),
                ),
                (
                    "phone_warning",
                    models.CharField(blank=True, default="", editable=False, max_length=20),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="workspaces.workspace",
                    ),
                ),
                (
                    "contact_import",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="contacts",
                        to="contacts.contactimport",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["workspace", "id"], name="contact_workspace_id"),
                    models.Index(fields=["workspace", "phone"], name="contact_workspace_phone"),
                    models.Index(
                        fields=["workspace", "name_key", "id"], name="contact_workspace_name"
                    ),
                    models.Index(
                        fields=["workspace", "state_key", "id"], name="contact_workspace_state"
                    ),
                    models.Index(
                        fields=["workspace", "brokerage_key", "id"],
                        name="contact_workspace_brokerage",
                    ),
                    models.Index(
                        fields=["workspace", "email_key", "id"], name="contact_workspace_email"
                    ),
                    models.Index(
                        fields=["workspace", "updated_at", "id"], name="contact_workspace_updated"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "workspace"), name="contact_id_workspace"
                    ),
                    models.UniqueConstraint(
                        fields=("contact_import", "import_line"), name="contact_import_line_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="contact_name_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone__regex", "^\\+[1-9][0-9]{6,14}\\Z")),
                        name="contact_phone_shape",
                    ),
                    workspaces.scoping.CompositeForeignKey(
                        field="contact_import", name="contact_contact_import_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactFlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flag_links",
                        to="contacts.contact",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="workspaces.workspace"
                    ),
                ),
                (
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="contacts.flag",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["flag", "-contact"], name="contact_flag_flag_contact")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "flag"), name="contact_flag_unique"),
                    workspaces.scoping.CompositeForeignKey(
                        field="contact", name="contact_flag_contact_workspace", on_delete="CASCADE"
                    ),
                    workspaces.scoping.CompositeForeignKey(
                        field="flag", name="contact_flag_flag_workspace", on_delete="CASCADE"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="flags",
            field=models.ManyToManyField(
                blank=True,
                related_name="contacts",
                through="contacts.ContactFlag",
                to="contacts.flag",
            ),
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("review", "Review of an import"),
                            ("commit", "Import"),
                            ("undo", "Undo of an import"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("options", models.JSONField(blank=True, default=dict)),
                ("cursor", models.JSONField(blank=True, default=dict)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("token", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact_import",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jobs",
                        to="contacts.contactimport",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jobs",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=["state", "lease_until", "id"],
                        name="job_due",
                    ),
                    models.Index(fields=["workspace", "-id"], name="job_workspace"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "done", "failed", "cancelled"])
                        ),
                        name="job_state_known",
                    ),
                    workspaces.scoping.CompositeForeignKey(
                        field="contact_import", name="job_import_workspace", on_delete="CASCADE"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contact_id", models.BigIntegerField()),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("changed", "Changed"),
                            ("flagged", "Flagged"),
                            ("unflagged", "Unflagged"),
                            ("imported", "Changed by an import"),
                            ("merged", "Merged"),
                        ],
                        max_length=10,
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0, help_text="The contact's revision after this change."
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="workspaces.workspace"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="contacts.job",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["workspace", "contact_id", "-id"], name="contact_change_contact"
                    ),
                    models.Index(fields=["job", "id"], name="contact_change_job"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "created",
                                    "changed",
                                    "flagged",
                                    "unflagged",
                                    "imported",
                                    "merged",
                                ],
                            )
                        ),
                        name="contact_change_kind_known",
                    )
                ],
            },
        ),
    ]
